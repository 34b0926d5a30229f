package dev.sonde.engine.size;

import dev.sonde.engine.snapshot.ColumnStatistics;
import java.util.ArrayList;
import java.util.List;

/**
 * How often the keys of an index occur: groups of keys with as many rows each.
 *
 * @param groups may leave out nothing: rows of all groups together are the rows of the index
 */
record Duplicates(List<Group> groups) {

    /**
     * Keys that occur equally often.
     *
     * @param keys how many there are
     * @param rows of each key, on average
     * @param exact whether each has just so many, otherwise they scatter as random values do
     */
    record Group(double keys, double rows, boolean exact) {}

    static Duplicates of(List<IndexColumn> columns, double rows) {
        List<IndexColumn> keys = columns.stream().filter(IndexColumn::isKey).toList();
        if (keys.size() == 1) {
            return ofOne(keys.get(0), rows);
        }
        double distinct = 1;
        for (IndexColumn key : keys) {
            distinct *= key.distinct() + (key.nullFraction() > 0 ? 1 : 0);
        }
        // Independent columns leave some combinations out.
        double present = distinct > 1e15 ? rows : distinct * (1 - Math.exp(-rows / distinct));
        return new Duplicates(List.of(group(present, rows)));
    }

    private static Duplicates ofOne(IndexColumn key, double rows) {
        List<Group> groups = new ArrayList<>();
        double rest = rows;
        double keysLeft = key.distinct();
        double nulls = rows * key.nullFraction();
        if (nulls >= 1) {
            groups.add(new Group(1, nulls, true));
            rest -= nulls;
        }
        ColumnStatistics statistics = key.statistics();
        List<Double> shares = statistics == null ? List.of() : statistics.commonFrequencyList();
        for (double share : shares) {
            double ofValue = Math.min(rest, rows * share);
            if (ofValue >= 1 && keysLeft > 1) {
                groups.add(new Group(1, ofValue, true));
                rest -= ofValue;
                keysLeft--;
            }
        }
        if (rest >= 1) {
            groups.add(group(Math.max(1, keysLeft), rest));
        }
        return new Duplicates(groups);
    }

    private static Group group(double keys, double rows) {
        double present = Math.max(1, Math.min(keys, rows));
        return new Group(present, rows / present, false);
    }

    double keys() {
        return groups.stream().mapToDouble(Group::keys).sum();
    }
}
