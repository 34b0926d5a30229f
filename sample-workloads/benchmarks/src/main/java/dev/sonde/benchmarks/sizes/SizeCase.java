package dev.sonde.benchmarks.sizes;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.function.ToDoubleFunction;

/**
 * An index to build.
 *
 * @param kind under which it is reported
 * @param share of the rows that meet its predicate, as the statistics tell it
 */
record SizeCase(String kind, IndexDefinition definition, ToDoubleFunction<TableSnapshot> share) {

    /** Whether HypoPG takes indexes of this method. */
    boolean hypothetical() {
        String method = definition.method();
        return method.equals("btree") || method.equals("hash") || method.equals("brin");
    }
}
