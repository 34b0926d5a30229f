package dev.sonde.analysis.summary;

import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.hash.ContentHash;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A uniform sample of a statement's executions, by their binds: those whose identity has the lowest hashes. Unlike a
 * list of heavy hitters it merges exactly, in any order, and counts a record that comes twice once.
 */
final class BindSample {
    static final int SIZE = 256;

    private final TreeMap<Long, List<@Nullable Integer>> byPriority = new TreeMap<>();

    void add(Execution execution) {
        add(ContentHash.finish(ContentHash.add(execution.session(), execution.sequence())), execution.binds());
    }

    void add(BindSample other) {
        other.byPriority.forEach(this::add);
    }

    private void add(long priority, List<@Nullable Integer> binds) {
        if (byPriority.size() < SIZE || priority < byPriority.lastKey()) {
            byPriority.put(priority, binds);
            if (byPriority.size() > SIZE) {
                byPriority.pollLastEntry();
            }
        }
    }

    /** Most frequent first, and in the order of their priorities among equals. */
    List<StatementSummary.Variant> variants() {
        Map<List<@Nullable Integer>, Long> counts = new LinkedHashMap<>();
        byPriority.values().forEach(binds -> counts.merge(binds, 1L, Long::sum));
        return counts.entrySet().stream()
                .map(entry -> new StatementSummary.Variant(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(StatementSummary.Variant::calls)
                        .reversed())
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BindSample sample && byPriority.equals(sample.byPriority);
    }

    @Override
    public int hashCode() {
        return byPriority.hashCode();
    }
}
