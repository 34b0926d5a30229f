package dev.sonde.engine.size;

import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How often the keys of an index occur: groups of keys with as many rows each. Columns are taken to be independent, as
 * the planner takes them, unless an object of CREATE STATISTICS counted their combinations. Of independent ones, nulls
 * and common values are looked at one by one and crossed with those of the others.
 */
record Duplicates(List<Group> groups) {

    private static final int MAX_CELLS = 4000;

    /**
     * Keys that occur equally often.
     *
     * @param keys how many there are
     * @param rows of each key, on average
     * @param exact whether each has just so many, otherwise they scatter as random values do
     */
    record Group(double keys, double rows, boolean exact) {}

    /**
     * Values of some columns.
     *
     * @param share of the rows that have one of them
     * @param keys number of combinations
     * @param least that must be there, since one of the columns alone has as many values in so many rows
     */
    private record Cell(double share, double keys, double least) {}

    static Duplicates of(TableSnapshot table, List<IndexColumn> columns, double rows) {
        List<IndexColumn> keys = columns.stream().filter(IndexColumn::isKey).toList();
        Set<String> names = keys.stream().map(IndexColumn::name).collect(Collectors.toSet());
        Optional<JointDistinct> joint = JointDistinct.among(table, names);
        List<Cell> cells = List.of(joint.map(together -> Math.min(together.count(), rows))
                .map(count -> new Cell(1, count, count))
                .orElse(new Cell(1, 1, 0)));
        for (IndexColumn key : keys) {
            if (joint.isEmpty() || !joint.get().columns().contains(key.name())) {
                cells = crossed(cells, cells(key, rows, true), rows);
            }
        }
        return ofCells(cells, rows);
    }

    /** The same of one column without its nulls. */
    static Duplicates ofValues(IndexColumn column, double rows) {
        return ofCells(cells(column, rows, false), rows);
    }

    private static Duplicates ofCells(List<Cell> cells, double rows) {
        List<Group> groups = new ArrayList<>();
        for (Cell cell : cells) {
            double ofCell = cell.share() * rows;
            // Independent columns leave some combinations out.
            double independent = cell.keys() > 1e15 ? ofCell : cell.keys() * -Math.expm1(-ofCell / cell.keys());
            double present = Math.min(ofCell, Math.max(cell.least(), independent));
            if (present > 0) {
                groups.add(new Group(present, ofCell / present, cell.keys() == 1));
            }
        }
        return new Duplicates(groups);
    }

    private static List<Cell> crossed(List<Cell> left, List<Cell> right, double rows) {
        List<Cell> others = left.size() * right.size() > MAX_CELLS ? merged(right) : right;
        List<Cell> crossed = new ArrayList<>();
        for (Cell one : left) {
            for (Cell other : others) {
                double share = one.share() * other.share();
                double least = Math.max(
                        among(one, other.share(), one.share() * rows), among(other, one.share(), other.share() * rows));
                crossed.add(new Cell(share, one.keys() * other.keys(), least));
            }
        }
        return crossed;
    }

    /** How many of a cell's values are left among a share of its rows. */
    private static double among(Cell cell, double share, double rows) {
        if (share >= 1) {
            return cell.least();
        }
        return cell.least() <= 0 ? 0 : cell.least() * (1 - Math.pow(1 - share, rows / cell.least()));
    }

    private static List<Cell> merged(List<Cell> cells) {
        Cell sum = new Cell(0, 0, 0);
        for (Cell cell : cells) {
            sum = new Cell(sum.share() + cell.share(), sum.keys() + cell.keys(), sum.least() + cell.least());
        }
        return List.of(sum);
    }

    private static List<Cell> cells(IndexColumn key, double rows, boolean withNulls) {
        List<Cell> cells = new ArrayList<>();
        if (withNulls && key.nullFraction() > 0) {
            cells.add(new Cell(key.nullFraction(), 1, 1));
        }
        double left = 1 - key.nullFraction();
        double keysLeft = key.distinct();
        ColumnStatistics statistics = key.statistics();
        for (double share : statistics == null ? List.<Double>of() : statistics.commonFrequencyList()) {
            if (keysLeft > 1 && share < left) {
                cells.add(new Cell(share, 1, 1));
                left -= share;
                keysLeft--;
            }
        }
        if (left > 1e-9) {
            double keys = Math.max(1, Math.min(keysLeft, left * rows));
            cells.add(new Cell(left, keys, keys));
        }
        return cells;
    }

    double keys() {
        return groups.stream().mapToDouble(Group::keys).sum();
    }
}
