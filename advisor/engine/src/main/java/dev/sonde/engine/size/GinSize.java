package dev.sonde.engine.size;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.snapshot.GinPages;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.List;

/**
 * A GIN index as CREATE INDEX builds it: an entry tree with short posting lists in its leaves, and a posting tree for
 * each entry whose list is longer than a third of a page. Row pointers are stored as differences of seven bits a byte
 * (ginpostinglist.c). Entries come in order, and a page that splits is halved.
 */
final class GinSize {

    private static final double MAX_ENTRY = 2712;
    private static final double ENTRY_SPACE = Pages.BODY - 8;
    private static final double TREE_SPACE = Pages.BODY - 16;
    private static final double ENTRY_FILL = 0.57;
    private static final double TREE_FILL = 0.93;
    private static final double SEGMENT = 256;
    private static final double SEGMENT_HEADER = 8;

    private GinSize() {}

    static IndexSize of(TableSnapshot table, IndexDefinition index, List<IndexColumn> columns, double rows) {
        double pageRows = rows / Math.max(1, table.size().filePages());
        double entryBytes = 0;
        double treePages = 0;
        double entries = 0;
        double tuples = 0;
        for (int i = 0; i < columns.size(); i++) {
            Elements elements =
                    ElementSource.of(table, columns.get(i), index.keys().get(i).operatorClass(), rows);
            double key = TupleSizes.aligned(TupleSizes.HEADER + elements.keyBytes(), 8);
            for (Duplicates.Group group : elements.groups()) {
                double list = listBytes(group.rows(), rows, pageRows);
                tuples += group.keys() * group.rows();
                entries += group.keys();
                if (key + list > MAX_ENTRY) {
                    entryBytes += group.keys() * (key + Pages.LINE_POINTER);
                    double leaves = list <= TREE_SPACE ? 1 : Math.ceil(list / (TREE_SPACE * TREE_FILL)) + 1;
                    treePages += group.keys() * leaves;
                } else {
                    entryBytes += group.keys() * (TupleSizes.aligned(key + list, 8) + Pages.LINE_POINTER);
                }
            }
        }
        double leaves = entryBytes <= ENTRY_SPACE ? 1 : Math.ceil(entryBytes / (ENTRY_SPACE * ENTRY_FILL));
        double pages = 1 + leaves + treePages;
        double fanOut = ENTRY_SPACE * ENTRY_FILL / Math.max(20, entryBytes / Math.max(1, entries) / 2);
        for (double level = leaves; level > 1; ) {
            level = Math.ceil(level / fanOut);
            pages += level;
        }
        GinPages counters =
                new GinPages(0, (long) pages, (long) (pages - 1 - treePages), (long) treePages, (long) entries);
        return new IndexSize((long) pages, tuples, 0, counters);
    }

    /** Bytes of the row pointers of a key that is in so many rows, scattered evenly. */
    private static double listBytes(double keyRows, double rows, double pageRows) {
        double share = Math.min(1, keyRows / Math.max(1, rows));
        double perPage = Math.max(1, pageRows);
        double nextPage = share >= 1 ? 1 / perPage : (1 - Math.pow(1 - share, perPage)) / (share * perPage);
        double beyondEight = Math.pow(1 - share, 7.5 * perPage);
        double beyondThousand = Math.pow(1 - share, 1023 * perPage);
        double each = 1 + nextPage + nextPage * beyondEight + nextPage * beyondThousand;
        double bytes = Math.max(0, keyRows - 1) * each;
        return bytes + SEGMENT_HEADER * Math.max(1, Math.ceil(bytes / (SEGMENT - SEGMENT_HEADER)));
    }
}
