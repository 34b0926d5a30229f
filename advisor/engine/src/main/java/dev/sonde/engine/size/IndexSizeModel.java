package dev.sonde.engine.size;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.GinPages;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Predicts the size of an index, of whichever kind, as CREATE INDEX would build it; from statistics alone. */
public final class IndexSizeModel {

    private IndexSizeModel() {}

    /**
     * The predicted size.
     *
     * @param share of the rows that meet the index's predicate, 1 for a full index
     * @param serverVersionNumber of the server that would build it
     */
    public static IndexSize of(TableSnapshot table, IndexDefinition index, double share, int serverVersionNumber) {
        return of(table, index, share, List.of(), serverVersionNumber);
    }

    /**
     * The predicted size.
     *
     * @param share of the rows that meet the index's predicate, 1 for a full index
     * @param ofExpressions what is assumed of its expressions, by position of the key
     * @param serverVersionNumber of the server that would build it
     */
    public static IndexSize of(
            TableSnapshot table,
            IndexDefinition index,
            double share,
            List<ColumnStatistics> ofExpressions,
            int serverVersionNumber) {
        double rows = Math.max(0, table.size().estimatedTuples() * share);
        List<IndexColumn> columns = IndexColumn.of(table, index, rows, ofExpressions);
        return switch (index.method()) {
            case "hash" -> HashSize.of(index, columns, rows);
            case "brin" -> BrinSize.of(table, index, columns);
            case "gin" -> GinSize.of(table, index, columns, rows);
            case "gist" -> GistSize.of(table, index, columns, rows);
            case "spgist" -> SpGistSize.of(columns, rows);
            default -> BTreeSize.of(table, index, columns, rows, serverVersionNumber);
        };
    }

    /**
     * Counters of a GIN index that exists and whose meta page could not be read: the parts that the model predicts for it
     * of the pages that it has.
     */
    public static GinPages ginPages(TableSnapshot table, IndexSnapshot index) {
        double rows = Math.min(table.size().estimatedTuples(), index.size().estimatedTuples());
        IndexDefinition definition = index.on(table.name());
        List<IndexColumn> columns = IndexColumn.of(table, definition, rows, index.statistics());
        GinPages predicted = Objects.requireNonNull(
                GinSize.of(table, definition, columns, rows).gin());
        long pages = index.size().filePages();
        double scale = (pages - 1.0) / Math.max(1, predicted.total() - 1);
        return new GinPages(
                0,
                pages,
                Math.max(1, Math.round(scale * predicted.entryPages())),
                Math.round(scale * predicted.dataPages()),
                Math.max(1, Math.round(scale * predicted.entries())));
    }

    /**
     * The predicted size of an index on a partitioned table: of each part by the statistics of its partition.
     *
     * @param partitions those that hold rows, at any depth
     * @param share of the rows that meet the index's predicate, taken to be the same in all partitions
     * @param ofExpressions what is assumed of its expressions, by position of the key
     * @param serverVersionNumber of the server that would build it
     */
    public static IndexSize ofPartitions(
            List<TableSnapshot> partitions,
            IndexDefinition index,
            double share,
            List<ColumnStatistics> ofExpressions,
            int serverVersionNumber) {
        Map<QualifiedName, IndexSize> parts = new LinkedHashMap<>();
        for (TableSnapshot partition : partitions) {
            parts.put(
                    partition.name(),
                    of(partition, index.on(partition.name()), share, ofExpressions, serverVersionNumber));
        }
        return IndexSize.ofParts(parts);
    }
}
