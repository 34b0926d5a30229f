package dev.sonde.engine.advice;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.selection.Limits;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the user may set: size and number of the indexes, and what each has to save.
 *
 * @param excluded indexes that are not to be advised
 */
public record AdviceOptions(Limits limits, Set<IndexDefinition> excluded) {

    public AdviceOptions {
        excluded = Set.copyOf(excluded);
    }

    /** No limit in bytes, 20 indexes, each of which saves two per cent of the workload's cost. */
    public static AdviceOptions ofDefaults() {
        return new AdviceOptions(new Limits(Long.MAX_VALUE, 20, Double.POSITIVE_INFINITY, 0.02, 0.1, 0.05), Set.of());
    }

    /** The same with a limit in bytes. */
    public AdviceOptions withBudget(long bytes) {
        return new AdviceOptions(limits.withBytes(bytes), excluded);
    }

    /** The same with a limit in number. */
    public AdviceOptions withMaxIndexes(int indexes) {
        return new AdviceOptions(limits.withIndexes(indexes), excluded);
    }

    /** The same with another share of the cost that each index has to save. */
    public AdviceOptions withMinimumGain(double share) {
        return new AdviceOptions(limits.withMinimumGain(share), excluded);
    }

    /** The same without these indexes, too. */
    public AdviceOptions excluding(Collection<IndexDefinition> more) {
        Set<IndexDefinition> all = new LinkedHashSet<>(excluded);
        all.addAll(more);
        return new AdviceOptions(limits, all);
    }
}
