package dev.sonde.engine.size;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.snapshot.GinPages;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.List;

/**
 * A GIN index as CREATE INDEX builds it: a tree of entries with short posting lists in its leaves, and a posting tree
 * for each entry whose list is longer than a third of a page. Row pointers are stored as differences of seven bits a
 * byte (ginpostinglist.c).
 */
final class GinSize {

    private static final double MAX_ENTRY = 2712;
    private static final double TREE_SPACE = Pages.BODY - 16;
    private static final double TREE_FILL = 0.93;
    private static final double SEGMENT = 256;
    private static final double SEGMENT_HEADER = 8;
    private static final int POISSON_TERMS = 40;
    /** From so many rows on, keys that scatter are as good as equal. */
    private static final double MANY = 20;

    private final EntryTree tree = new EntryTree();
    private final double rows;
    private final double pageRows;
    private double treePages;
    private double tuples;

    private GinSize(double rows, double pageRows) {
        this.rows = rows;
        this.pageRows = pageRows;
    }

    static IndexSize of(TableSnapshot table, IndexDefinition index, List<IndexColumn> columns, double rows) {
        GinSize size = new GinSize(rows, rows / Math.max(1, table.size().filePages()));
        for (int i = 0; i < columns.size(); i++) {
            Elements elements =
                    ElementSource.of(table, columns.get(i), index.keys().get(i).operatorClass(), rows);
            double key = TupleSizes.HEADER + elements.keyBytes();
            elements.groups().forEach(group -> size.add(group, key));
        }
        return size.size();
    }

    private void add(Duplicates.Group group, double key) {
        tuples += group.keys() * group.rows();
        if (group.exact() || group.rows() > MANY) {
            addKeys(group.keys(), group.rows(), key);
            return;
        }
        ZeroTruncatedPoisson.of(group.rows(), POISSON_TERMS)
                .forEach((keyRows, share) -> addKeys(group.keys() * share, keyRows, key));
    }

    private void addKeys(double keys, double keyRows, double key) {
        double list = listBytes(keyRows);
        if (key + SEGMENT_HEADER + list > MAX_ENTRY) {
            double segments = Math.ceil(list / (SEGMENT - SEGMENT_HEADER));
            double bytes = list + segments * SEGMENT_HEADER;
            double leaves = bytes <= TREE_SPACE ? 1 : Math.ceil(bytes / (TREE_SPACE * TREE_FILL)) + 1;
            treePages += keys * leaves;
            tree.add(keys, key, key);
        } else {
            tree.add(keys, key, TupleSizes.aligned(key, 2) + SEGMENT_HEADER + list);
        }
    }

    private IndexSize size() {
        double entryPages = tree.pages();
        double pages = 1 + entryPages + treePages;
        GinPages counters =
                new GinPages(0, (long) pages, (long) (pages - 1 - treePages), (long) treePages, (long) tree.count());
        return new IndexSize((long) pages, tuples, 0, counters);
    }

    /** Bytes of the row pointers after the first of a key that is in so many rows, scattered evenly. */
    private double listBytes(double keyRows) {
        double share = Math.min(1, keyRows / Math.max(1, rows));
        double perPage = Math.max(1, pageRows);
        double nextPage = share >= 1 ? 1 / perPage : (1 - Math.pow(1 - share, perPage)) / (share * perPage);
        double beyondEight = Math.pow(1 - share, 7.5 * perPage);
        double beyondThousand = Math.pow(1 - share, 1023 * perPage);
        double each = 1 + nextPage + nextPage * beyondEight + nextPage * beyondThousand;
        return Math.max(0, keyRows - 1) * each;
    }
}
