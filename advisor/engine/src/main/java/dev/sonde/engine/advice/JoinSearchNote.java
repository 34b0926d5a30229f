package dev.sonde.engine.advice;

import dev.sonde.engine.bind.PlannedWorkload;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Says of how many statements the join order is searched by chance: the genetic search finds another plan as soon as one more
 * index is there, so that costs of these statements may rise and fall for no reason of theirs.
 */
final class JoinSearchNote {

    private static final String SWITCH = "geqo";
    private static final String THRESHOLD = "geqo_threshold";

    /** Partitions and branches of a UNION are no joins. */
    private static final Set<String> BRANCHES = Set.of("Append", "Merge Append");

    private JoinSearchNote() {}

    static Optional<String> of(CatalogSnapshot snapshot, PlannedWorkload planned) {
        String threshold = snapshot.settings().get(THRESHOLD);
        if (threshold == null || !"on".equals(snapshot.settings().get(SWITCH))) {
            return Optional.empty();
        }
        int least = Integer.parseInt(threshold);
        long statements = IntStream.range(0, planned.statements().size())
                .filter(i -> relations(planned.plans().get(i)) >= least)
                .mapToObj(i -> planned.statements().get(i).statement().id())
                .distinct()
                .count();
        return statements == 0
                ? Optional.empty()
                : Optional.of((statements == 1 ? "1 statement joins " : statements + " statements join ") + threshold
                        + " relations (" + THRESHOLD + ") or more, and the source has " + SWITCH
                        + " on: the planner searches their join orders by chance, so that their estimates can be too high, and"
                        + " higher with an index than without it");
    }

    /** Relations that the plan joins; those of sub-queries are counted as if they were joined, too. */
    private static int relations(PlanNode plan) {
        IntStream below = plan.children().stream().mapToInt(JoinSearchNote::relations);
        int own = plan.relation() == null || plan.modifies() ? 0 : 1;
        return own + (BRANCHES.contains(plan.type()) ? below.max().orElse(0) : below.sum());
    }
}
