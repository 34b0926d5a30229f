package dev.sonde.engine.size;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.List;

/** A block range index: a meta page, a map with six bytes per range, and one tuple with two values per column and range. */
final class BrinSize {

    private static final double PAGES_PER_RANGE = 128;
    private static final double MAP_ENTRIES = Math.floor((Pages.BODY - 8) / 6);
    private static final double SPACE = Pages.BODY - 8;
    private static final double HEADER = 8;

    private BrinSize() {}

    static IndexSize of(TableSnapshot table, IndexDefinition index, List<IndexColumn> columns) {
        double pagesPerRange = Double.parseDouble(
                index.parameters().getOrDefault("pages_per_range", Double.toString(PAGES_PER_RANGE)));
        double ranges = Math.max(1, Math.ceil(table.size().filePages() / pagesPerRange));
        double data = 0;
        for (IndexColumn column : columns) {
            int alignment = column.layout().alignment();
            for (int value = 0; value < 2; value++) {
                double width = column.widths().mean();
                data = (column.layout().varies() ? data : TupleSizes.aligned(data, alignment)) + width;
            }
        }
        double tuple = TupleSizes.aligned(HEADER + data, 8);
        double perPage = Pages.fitting(SPACE, tuple, 0);
        double pages = 1 + Math.ceil(ranges / MAP_ENTRIES) + Math.ceil(ranges / perPage);
        return new IndexSize((long) pages, ranges, 0);
    }
}
