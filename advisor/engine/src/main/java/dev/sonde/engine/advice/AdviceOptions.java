package dev.sonde.engine.advice;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.PlanningProgress;
import dev.sonde.engine.selection.Limits;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the user may set: size and number of the indexes, and what each has to save.
 *
 * @param excluded indexes that are not to be advised
 * @param given what is advised without a choice; null if it is chosen
 * @param progress is told how far the choice is; has no influence on it
 */
public record AdviceOptions(
        Limits limits, Exclusions excluded, @Nullable Given given, PlanningProgress progress) {

    /**
     * A set that was chosen before.
     *
     * @param built indexes to build; those that no plan wants are left out
     * @param gone existing indexes that are dropped for them
     */
    record Given(Set<IndexDefinition> built, Set<QualifiedName> gone) {
        Given {
            built = Set.copyOf(built);
            gone = Set.copyOf(gone);
        }
    }

    /** Nothing is excluded, and nobody wants to know how far it is. */
    public AdviceOptions(Limits limits) {
        this(limits, Exclusions.NONE, null, PlanningProgress.NONE);
    }

    /** No limit in bytes, 20 indexes, each of which saves two per cent of the workload's cost. */
    public static AdviceOptions ofDefaults() {
        return new AdviceOptions(new Limits(Long.MAX_VALUE, 20, Double.POSITIVE_INFINITY, 0.02, 0.1, 0.05));
    }

    /** The same with a limit in bytes. */
    public AdviceOptions withBudget(long bytes) {
        return new AdviceOptions(limits.withBytes(bytes), excluded, given, progress);
    }

    /** The same with a limit in number. */
    public AdviceOptions withMaxIndexes(int indexes) {
        return new AdviceOptions(limits.withIndexes(indexes), excluded, given, progress);
    }

    /** The same with another share of the cost that each index has to save. */
    public AdviceOptions withMinimumGain(double share) {
        return new AdviceOptions(limits.withMinimumGain(share), excluded, given, progress);
    }

    /** The same without these indexes. */
    public AdviceOptions excluding(Exclusions rejected) {
        return new AdviceOptions(limits, rejected, given, progress);
    }

    /** The same for somebody who wants to know how far it is. */
    public AdviceOptions with(PlanningProgress watching) {
        return new AdviceOptions(limits, excluded, given, watching);
    }

    /** The same for this set, whatever else there could be. */
    AdviceOptions with(Given set) {
        return new AdviceOptions(limits, excluded, set, progress);
    }
}
