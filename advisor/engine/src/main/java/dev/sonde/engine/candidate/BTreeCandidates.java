package dev.sonde.engine.candidate;

import dev.sonde.engine.candidate.Condition.Kind;
import dev.sonde.engine.candidate.TableAccess.Filter;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.snapshot.ColumnStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * B-trees: full, partial over literals of the text, and with INCLUDE where the index alone would do. A B-tree on an
 * expression is one like any other.
 */
final class BTreeCandidates implements CandidateFamily {

    private static final int MAX_INCLUDED = 6;
    private static final int MAX_INCLUDED_BYTES = 64;
    private static final double MIN_ALL_VISIBLE = 0.8;

    @Override
    public void propose(TableReads reads, TableAccess access, Proposals proposals) {
        propose(reads, access, List.of(), proposals);
        for (List<Filter> filters : partials(access)) {
            Set<String> taken = new LinkedHashSet<>();
            filters.forEach(filter -> taken.add(filter.column()));
            propose(reads, access.without(taken), filters, proposals);
        }
    }

    private static void propose(TableReads reads, TableAccess access, List<Filter> filters, Proposals proposals) {
        for (List<Key> keys : BTreeKeys.of(reads, access)) {
            proposals.add("btree", keys, List.of(), filters, Reasons.btree(keys, List.of(), filters), access);
            List<Key> patterned = patterned(reads, keys);
            if (!patterned.equals(keys)) {
                proposals.add(
                        "btree", patterned, List.of(), filters, Reasons.btree(patterned, List.of(), filters), access);
            }
            List<String> include = included(reads, access, keys, proposals);
            if (!include.isEmpty()) {
                proposals.add("btree", keys, include, filters, Reasons.btree(keys, include, filters), access);
            }
        }
    }

    /** A pattern class finds one value as well as a beginning, so one index can serve both. */
    private static List<Key> patterned(TableReads reads, List<Key> keys) {
        Set<Subject> prefixes = reads.subjects(Kind.PREFIX);
        Key first = keys.get(0);
        for (Subject prefix : prefixes) {
            String operatorClass = PatternClasses.of(reads, prefix);
            if (prefix.key().equals(first) && !operatorClass.isEmpty()) {
                List<Key> patterned = new ArrayList<>(keys);
                patterned.set(0, prefix.key(operatorClass));
                return patterned;
            }
        }
        return keys;
    }

    private static List<String> included(TableReads reads, TableAccess access, List<Key> keys, Proposals proposals) {
        Set<String> rest = new TreeSet<>(access.needed());
        keys.forEach(key -> rest.remove(key.isColumn() ? key.expression() : ""));
        int bytes = rest.stream()
                .mapToInt(column -> reads.table()
                        .statisticsOf(column)
                        .map(ColumnStatistics::averageWidth)
                        .orElse(MAX_INCLUDED_BYTES))
                .sum();
        boolean visible = reads.table().size().allVisible()
                >= MIN_ALL_VISIBLE * reads.table().size().pages();
        if (!visible || rest.isEmpty() || rest.size() > MAX_INCLUDED || bytes > MAX_INCLUDED_BYTES) {
            return List.of();
        }
        Set<String> changed = new TreeSet<>(rest);
        changed.retainAll(reads.updated());
        if (!changed.isEmpty()) {
            proposals.reject(
                    access,
                    "include (" + String.join(", ", rest) + ")",
                    "updates of the workload change " + String.join(", ", changed)
                            + ": in an index they could not stay on their page (HOT)",
                    "");
            return List.of();
        }
        boolean virtual = rest.stream()
                .anyMatch(column -> reads.table()
                        .column(column)
                        .map(definition -> definition.generated().equals("v"))
                        .orElse(false));
        return virtual ? List.of() : List.copyOf(rest);
    }

    private static List<List<Filter>> partials(TableAccess access) {
        List<Filter> usable = access.filters().stream()
                .filter(Filter::selective)
                .sorted(Comparator.comparing(Filter::column)
                        .thenComparing(filter -> filter.condition().sql()))
                .toList();
        List<List<Filter>> partials = new ArrayList<>();
        usable.forEach(filter -> partials.add(List.of(filter)));
        if (usable.size() > 1) {
            partials.add(usable);
        }
        return partials;
    }
}
