package dev.sonde.engine.bind;

import dev.sonde.engine.bind.Variants.BoundText;
import dev.sonde.engine.plan.PlanNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Joins texts of one statement that the server plans alike: equal literals, the same plan without its constants, and per
 * scan the same power of two of estimated rows. What exceeds the limit is joined, least cost first, with the cluster
 * that is nearest: rather with one of equal literals, then with one of an equal plan, then with one of a similar cost.
 */
final class PlanClusters {

    static final int MAX = 8;

    private static final double OTHER_LITERALS = 2_000;
    private static final double OTHER_PLAN = 1_000;

    private PlanClusters() {}

    /** One text with its plan. */
    record Planned(BoundText text, PlanNode plan) {}

    /**
     * Texts that are planned alike.
     *
     * @param text the one whose cost is nearest to the average of all
     * @param plan of that text
     * @param shape of the plan
     * @param literals texts that differ in literals of the service; more than one only if there are too many
     * @param share of the statement's executions
     * @param timeShare of its measured time, NaN if not known
     */
    record Cluster(BoundText text, PlanNode plan, String shape, Set<String> literals, double share, double timeShare) {

        private double cost() {
            return share * plan.totalCost();
        }

        private double distance(Cluster other) {
            return (literals.equals(other.literals) ? 0 : OTHER_LITERALS)
                    + (shape.equals(other.shape) ? 0 : OTHER_PLAN)
                    + Math.abs(Math.log(Math.max(1e-6, plan.totalCost()))
                            - Math.log(Math.max(1e-6, other.plan.totalCost())));
        }

        private Cluster with(Cluster other) {
            Set<String> all = new TreeSet<>(literals);
            all.addAll(other.literals);
            return new Cluster(text, plan, shape, all, share + other.share, timeShare + other.timeShare);
        }
    }

    /** At most {@link #MAX} clusters, most frequent first. */
    static List<Cluster> of(List<Planned> texts) {
        Map<String, List<Planned>> byKey = new LinkedHashMap<>();
        for (Planned text : texts) {
            byKey.computeIfAbsent(text.text().literals() + "\n" + key(text.plan()), key -> new ArrayList<>())
                    .add(text);
        }
        List<Cluster> clusters = new ArrayList<>();
        byKey.values().forEach(members -> clusters.add(cluster(members)));
        while (clusters.size() > MAX) {
            Cluster least = clusters.stream()
                    .min(Comparator.comparingDouble(Cluster::cost)
                            .thenComparing(cluster -> cluster.text().custom()))
                    .orElseThrow();
            clusters.remove(least);
            Cluster nearest = clusters.stream()
                    .min(Comparator.comparingDouble((Cluster other) -> other.distance(least))
                            .thenComparing(cluster -> cluster.text().custom()))
                    .orElseThrow();
            clusters.set(clusters.indexOf(nearest), nearest.with(least));
        }
        clusters.sort(Comparator.comparingDouble(Cluster::share)
                .reversed()
                .thenComparing(cluster -> cluster.text().custom()));
        return clusters;
    }

    private static Cluster cluster(List<Planned> members) {
        double share = members.stream().mapToDouble(m -> m.text().share()).sum();
        double timeShare =
                members.stream().mapToDouble(m -> m.text().timeShare()).sum();
        double average = members.stream()
                        .mapToDouble(m -> m.text().share() * m.plan().totalCost())
                        .sum()
                / share;
        Planned nearest = members.stream()
                .min(Comparator.comparingDouble((Planned m) -> Math.abs(m.plan().totalCost() - average)))
                .orElseThrow();
        return new Cluster(
                nearest.text(),
                nearest.plan(),
                shape(nearest.plan()),
                Set.of(nearest.text().literals()),
                share,
                timeShare);
    }

    /** Equal for plans that are alike. */
    private static String key(PlanNode plan) {
        StringBuilder key = new StringBuilder(shape(plan));
        plan.forEach(node -> {
            if (node.children().isEmpty()) {
                key.append(Math.round(Math.log(Math.max(1, node.rows())) / Math.log(2)))
                        .append(' ');
            }
        });
        return key.toString();
    }

    private static String shape(PlanNode plan) {
        StringBuilder shape = new StringBuilder();
        plan.forEach(node -> shape.append(node.type())
                .append(' ')
                .append(node.joinType())
                .append(' ')
                .append(node.relation())
                .append(' ')
                .append(node.index())
                .append(' ')
                .append(node.children().size())
                .append('\n'));
        return shape.toString();
    }
}
