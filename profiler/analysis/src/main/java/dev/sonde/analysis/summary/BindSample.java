package dev.sonde.analysis.summary;

import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.hash.ContentHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A uniform sample of a statement's executions, by their binds: those whose identity has the lowest hashes. Unlike a
 * list of heavy hitters it merges exactly, in any order, and counts a record that comes twice once.
 *
 * <p>Candidates are collected in an array and reduced to the lowest when it is full, which costs an execution that is not
 * sampled one comparison and one that is a fraction of a sort.
 */
final class BindSample {
    static final int SIZE = 256;

    record Sampled(long priority, List<@Nullable Integer> binds) {}

    private final List<Sampled> candidates = new ArrayList<>();
    private long highest = Long.MAX_VALUE;
    private boolean reduced = true;

    void add(Execution execution) {
        long priority = ContentHash.finish(ContentHash.add(execution.session(), execution.sequence()));
        // Binds last: they are an object of their own, and hardly any execution is sampled
        if (priority < highest && !execution.binds().isEmpty()) {
            add(new Sampled(priority, execution.binds()));
        }
    }

    /** Adds an execution that another sample holds; answers whether this one may hold it. */
    boolean add(long priority, List<@Nullable Integer> binds) {
        boolean kept = priority < highest;
        if (kept) {
            add(new Sampled(priority, binds));
        }
        return kept;
    }

    void add(BindSample other) {
        for (Sampled sampled : other.lowest()) {
            if (sampled.priority() < highest) {
                add(sampled);
            }
        }
    }

    private void add(Sampled sampled) {
        candidates.add(sampled);
        reduced = false;
        if (candidates.size() == 2 * SIZE) {
            lowest();
        }
    }

    /** In the order of their priorities. */
    List<Sampled> lowest() {
        if (!reduced) {
            candidates.sort(Comparator.comparingLong(Sampled::priority));
            for (int i = candidates.size() - 1; i > 0; i--) {
                if (candidates.get(i).priority() == candidates.get(i - 1).priority()) {
                    candidates.remove(i);
                }
            }
            if (candidates.size() >= SIZE) {
                candidates.subList(SIZE, candidates.size()).clear();
                highest = candidates.get(SIZE - 1).priority();
            }
            reduced = true;
        }
        return candidates;
    }

    boolean isEmpty() {
        return candidates.isEmpty();
    }

    /** Most frequent first, and in the order of their priorities among equals. */
    List<StatementSummary.Variant> variants() {
        Map<List<@Nullable Integer>, Long> counts = new LinkedHashMap<>();
        lowest().forEach(sampled -> counts.merge(sampled.binds(), 1L, Long::sum));
        return counts.entrySet().stream()
                .map(entry -> new StatementSummary.Variant(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(StatementSummary.Variant::calls)
                        .reversed())
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BindSample sample && lowest().equals(sample.lowest());
    }

    @Override
    public int hashCode() {
        return lowest().hashCode();
    }
}
