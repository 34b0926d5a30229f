package dev.sonde.migrations.plans;

import dev.sonde.migrations.workload.CapturedStatement;
import java.util.List;
import java.util.Optional;

/**
 * A captured statement that new migrations change something for, or that cannot be judged.
 *
 * @param costBefore of one execution on average, estimated by the planner; NaN if it is not planned
 * @param costAfter the same after the new migrations
 * @param indexesBefore that its plans scan, by name
 * @param reason the server's for refusing it, empty if it takes it
 */
public record JudgedStatement(
        CapturedStatement captured,
        Outcome outcome,
        double costBefore,
        double costAfter,
        List<String> indexesBefore,
        List<String> indexesAfter,
        Optional<String> reason) {

    /** What becomes of it; the worst comes first. */
    public enum Outcome {
        /** It no longer prepares. */
        BREAKS,
        /** It costs more by a fifth at least. */
        WORSE,
        /** It costs less by a sixth at least. */
        BETTER,
        /** It does not prepare before either. */
        NOT_JUDGED
    }

    public JudgedStatement {
        indexesBefore = List.copyOf(indexesBefore);
        indexesAfter = List.copyOf(indexesAfter);
    }

    static JudgedStatement refused(CapturedStatement captured, Outcome outcome, String reason) {
        return new JudgedStatement(
                captured, outcome, Double.NaN, Double.NaN, List.of(), List.of(), Optional.of(reason));
    }

    static JudgedStatement of(PlanChange change) {
        return new JudgedStatement(
                change.captured(),
                change.worse() ? Outcome.WORSE : Outcome.BETTER,
                change.costBefore(),
                change.costAfter(),
                List.copyOf(change.indexesBefore()),
                List.copyOf(change.indexesAfter()),
                Optional.empty());
    }
}
