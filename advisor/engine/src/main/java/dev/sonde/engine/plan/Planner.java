package dev.sonde.engine.plan;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.GinPages;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that can say how a statement would be executed if indexes existed that do not. */
public interface Planner {

    /** Name as in the report: {@code twin} or {@code hypopg}. */
    String name();

    /** Version of the server that plans. */
    String serverVersion();

    /**
     * Makes indexes known, all hidden. A definition that the server refuses is missing in the result.
     *
     * @param definitions with their predicted size
     */
    List<WhatIfIndex> define(Map<IndexDefinition, IndexSize> definitions);

    /**
     * The same with what is assumed of expressions, which have no statistics before the index is built. A planner that
     * cannot be told leaves it aside.
     *
     * @param expressions statistics by position of the key
     */
    default List<WhatIfIndex> define(
            Map<IndexDefinition, IndexSize> definitions, Map<IndexDefinition, List<ColumnStatistics>> expressions) {
        return define(definitions);
    }

    /**
     * Plans statements while only the given what-if indexes are visible, beside the real ones.
     *
     * @throws NotPlannableException if the server refuses a statement
     */
    default List<PlanNode> explain(List<String> statements, Collection<WhatIfIndex> visible)
            throws NotPlannableException {
        return explain(statements, visible, List.of());
    }

    /**
     * The same while some of the real indexes are hidden.
     *
     * @param hidden names of real indexes
     * @throws NotPlannableException if the server refuses a statement
     */
    List<PlanNode> explain(List<String> statements, Collection<WhatIfIndex> visible, Collection<QualifiedName> hidden)
            throws NotPlannableException;

    /** Whether real indexes can be hidden. */
    default boolean canHide() {
        return true;
    }

    /** Whether this real index can be hidden: the planner knows it by that name. */
    default boolean canHide(QualifiedName index) {
        return canHide();
    }

    /** How many plans were made so far. */
    long calls();

    /**
     * A hypothetical index.
     *
     * @param name by which plans refer to it
     */
    record WhatIfIndex(String name, IndexDefinition definition, IndexSize size) {}

    /**
     * Predicted size of an index.
     *
     * @param height levels above the leaves, of a partitioned index those of its highest part
     * @param gin counters of a GIN index, null if they are not predicted or it is none
     * @param parts sizes of a partitioned index on each partition that holds rows, by partition; empty for any other index
     */
    record IndexSize(
            long pages, double tuples, int height, @Nullable GinPages gin, Map<QualifiedName, IndexSize> parts) {

        public IndexSize {
            parts = Map.copyOf(parts);
        }

        /** Of an index that is not partitioned. */
        public IndexSize(long pages, double tuples, int height, @Nullable GinPages gin) {
            this(pages, tuples, height, gin, Map.of());
        }

        /** Without the counters of a GIN index. */
        public IndexSize(long pages, double tuples, int height) {
            this(pages, tuples, height, null);
        }

        /** Of a partitioned index, all its parts together. */
        public static IndexSize ofParts(Map<QualifiedName, IndexSize> parts) {
            return new IndexSize(
                    parts.values().stream().mapToLong(IndexSize::pages).sum(),
                    parts.values().stream().mapToDouble(IndexSize::tuples).sum(),
                    parts.values().stream().mapToInt(IndexSize::height).max().orElse(0),
                    null,
                    parts);
        }

        /** Size of the file. */
        public long bytes() {
            return pages * 8192L;
        }
    }

    /** The server refuses to plan a statement; the message is the server's. */
    final class NotPlannableException extends Exception {
        private static final long serialVersionUID = 1L;

        public NotPlannableException(String message) {
            super(message);
        }
    }
}
