package dev.sonde.cli.report;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.summary.StatementSummary;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which parameter of a loop's statement varies while the others stay. */
final class LoopKey {

    static final String UNKNOWN =
            "which one parameter varies is not known: the capture holds no binds, or several vary together";

    private LoopKey() {}

    /**
     * Position from 1; empty if it is not known, or several vary within a loop.
     *
     * @param head whether the finding's evidence is about this statement
     */
    static Optional<Integer> of(Finding finding, StatementSummary statement, boolean head) {
        Set<Integer> varying = varying(finding, statement, head);
        if (varying.size() == 1) {
            return Optional.of(varying.iterator().next());
        }
        boolean proven = varying.isEmpty() && head;
        return proven && finding.evidence().get("childKey") instanceof Number position
                ? Optional.of(position.intValue())
                : Optional.empty();
    }

    private static Set<Integer> varying(Finding finding, StatementSummary statement, boolean head) {
        if (head && finding.evidence().get("varying") instanceof Collection<?> positions) {
            return positions.stream()
                    .map(position -> Integer.valueOf(position.toString()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        Map<Integer, Set<Integer>> hashes = new HashMap<>();
        for (StatementSummary.Variant variant : statement.variants()) {
            List<@Nullable Integer> binds = variant.binds();
            for (int i = 0; i < binds.size(); i++) {
                Integer hash = binds.get(i);
                if (hash != null) {
                    hashes.computeIfAbsent(i + 1, position -> new HashSet<>()).add(hash);
                }
            }
        }
        Set<Integer> varying = positionsWithMoreThan(1, hashes);
        // A parameter of the request has one value per unit of work, a key many
        return varying.size() > 1 ? positionsWithMoreThan(finding.units(), hashes) : varying;
    }

    private static Set<Integer> positionsWithMoreThan(long values, Map<Integer, Set<Integer>> hashes) {
        return hashes.entrySet().stream()
                .filter(position -> position.getValue().size() > values)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
