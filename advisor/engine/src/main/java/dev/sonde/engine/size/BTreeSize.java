package dev.sonde.engine.size;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * A B-tree as CREATE INDEX builds it (nbtsort.c): leaves filled to the fill factor one after the other, duplicates
 * merged into posting lists, inner pages filled to 70 % with pivots cut to the keys that tell neighbours apart.
 */
final class BTreeSize {

    private static final double SPECIAL = 16;
    /** Bytes that items can have in all: the high key's line pointer is set aside, and one for the next item. */
    private static final double SPACE = Pages.BODY - SPECIAL - 2 * Pages.LINE_POINTER;

    private static final double ROW_POINTER = 6;
    private static final double ALIGNED_ROW_POINTER = 8;
    private static final double MAX_POSTING = 808;
    private static final int INNER_FILL = 70;
    private static final int LEAF_FILL = 90;
    private static final int POISSON_TERMS = 30;
    private static final double MANY = 12;

    private final List<IndexColumn> columns;
    private final Duplicates duplicates;
    private final double rows;
    private double items;
    private double bytes;
    private double squares;
    private double postings;
    /** Bytes of the largest item, infinite if it is not known. */
    private double largest;

    /** Bytes of items whose left neighbour has the same key. */
    private double inside;

    private BTreeSize(TableSnapshot table, List<IndexColumn> columns, double rows) {
        this.columns = columns;
        this.rows = rows;
        this.duplicates = Duplicates.of(table, columns, rows);
    }

    static IndexSize of(
            TableSnapshot table,
            IndexDefinition index,
            List<IndexColumn> columns,
            double rows,
            int serverVersionNumber) {
        if (rows < 1) {
            return new IndexSize(1, rows, 0);
        }
        int fill = Integer.parseInt(index.parameters().getOrDefault("fillfactor", Integer.toString(LEAF_FILL)));
        return new BTreeSize(table, columns, rows).size(index, fill, serverVersionNumber);
    }

    private IndexSize size(IndexDefinition index, int fill, int serverVersionNumber) {
        boolean merges = !index.unique()
                && index.include().isEmpty()
                && columns.stream()
                        .allMatch(column -> column.layout().equalImage()
                                && !BlankPadded.staysWhole(column.type(), serverVersionNumber))
                && !index.parameters().getOrDefault("deduplicate_items", "on").matches("off|false");
        TupleSizes tuple = TupleSizes.of(columns);
        if (merges) {
            duplicates.groups().forEach(group -> addGroup(group, tuple));
        } else {
            add(rows, tuple.mean(), tuple.deviation());
        }
        double mean = bytes / items;
        double deviation = Math.sqrt(Math.max(0, squares / items - mean * mean));
        // The row pointers of the last posting list of a page are cut off when it becomes the high key.
        double cut = postings / items * Math.max(0, mean - tuple.mean());
        double leafItems = perPage(mean, deviation, fill, cut, ALIGNED_ROW_POINTER);
        if (Double.isFinite(largest)) {
            // However sizes are mixed, a page holds as many items as if all were of the largest.
            double cutOfLargest = Math.max(0, largest - tuple.mean());
            leafItems = Math.max(leafItems, perPage(largest, 0, fill, cutOfLargest, ALIGNED_ROW_POINTER));
        }
        double leaves = Math.max(1, Math.ceil(items / leafItems));
        double pivot = pivotBytes();
        double fanOut = Math.max(2, perPage(pivot, tuple.deviation(), INNER_FILL, 0, 0));
        double pages = 1 + leaves;
        int height = 0;
        for (double level = leaves; level > 1; ) {
            level = Math.ceil(level / fanOut);
            pages += level;
            height++;
        }
        return new IndexSize((long) pages, rows, height);
    }

    /** Items of one page: the one that goes over the fill factor becomes the first of the next page. */
    private static double perPage(double mean, double deviation, int fill, double cut, double reserve) {
        double free = Math.floor(Pages.BYTES * (100 - fill) / 100);
        double toFill = Pages.fitting(SPACE - free + cut, mean, deviation);
        double toFit = Pages.fitting(SPACE + Pages.LINE_POINTER - reserve, mean, deviation) - 1;
        return Math.max(1, Math.min(toFill, toFit));
    }

    private void add(double count, double size, double deviation) {
        largest = Math.max(largest, deviation < 0.5 ? size : Double.POSITIVE_INFINITY);
        items += count;
        bytes += count * size;
        squares += count * (size * size + deviation * deviation);
    }

    private void addGroup(Duplicates.Group group, TupleSizes tuple) {
        double most = Math.floor((MAX_POSTING - tuple.mean()) / ROW_POINTER);
        if (most < 2) {
            add(group.keys() * group.rows(), tuple.mean(), tuple.deviation());
        } else if (group.exact() || group.rows() > MANY) {
            addKeys(group.keys(), group.rows(), most, tuple);
        } else {
            scattered(group, most, tuple);
        }
    }

    private void scattered(Duplicates.Group group, double most, TupleSizes tuple) {
        ZeroTruncatedPoisson.of(group.rows(), POISSON_TERMS)
                .forEach((times, share) -> addKeys(group.keys() * share, times, most, tuple));
    }

    private void addKeys(double keys, double rowsOfEach, double most, TupleSizes tuple) {
        double before = bytes;
        double full = Math.floor(rowsOfEach / most);
        double rest = rowsOfEach - full * most;
        addPostings(keys * full, most, tuple);
        if (rest >= 1.5) {
            addPostings(keys, rest, tuple);
        } else if (rest > 0) {
            add(keys * Math.min(1, rest), tuple.mean(), tuple.deviation());
        }
        double itemsOfEach = Math.max(1, full + (rest > 0 ? 1 : 0));
        inside += (bytes - before) * (itemsOfEach - 1) / itemsOfEach;
    }

    private void addPostings(double count, double rowsOfEach, TupleSizes tuple) {
        add(count, TupleSizes.aligned(tuple.mean() + ROW_POINTER * rowsOfEach, 8), tuple.deviation());
        postings += count;
    }

    /**
     * Average bytes of a pivot: it keeps as many leading keys as tell two neighbouring items apart, and a row pointer
     * if none do.
     */
    private double pivotBytes() {
        List<IndexColumn> keys = columns.stream().filter(IndexColumn::isKey).toList();
        double apart = 0;
        double expected = 0;
        double distinct = 1;
        double size = 0;
        List<IndexColumn> prefix = new ArrayList<>();
        for (IndexColumn key : keys) {
            prefix.add(key);
            distinct *= Math.max(1, key.distinct());
            size = TupleSizes.of(prefix).mean();
            double share = Math.min(1, Math.min(distinct, duplicates.keys()) / items);
            if (prefix.size() == keys.size()) {
                share = Math.min(1, inside > 0 ? 1 - inside / bytes : duplicates.keys() / items);
            }
            expected += Math.max(0, share - apart) * size;
            apart = Math.max(apart, share);
        }
        return expected + (1 - apart) * (size + ALIGNED_ROW_POINTER);
    }
}
