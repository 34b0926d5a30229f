package dev.sonde.engine.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.engine.Source;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.twin.PlanTwin;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SelectorTest {

    private static final QualifiedName TASKS = new QualifiedName("public", "tasks");
    private static final QualifiedName MESSAGES = new QualifiedName("public", "messages");
    private static final QualifiedName AGENTS = new QualifiedName("public", "agents");

    private static final Map<IndexDefinition, IndexSize> CANDIDATES = new LinkedHashMap<>();

    private static final List<String> STATEMENTS = List.of(
            "select * from tasks where agent_id = 17 order by created_at desc limit 5",
            "select count(*) from tasks where status = 'queued' and priority = 3",
            "select * from messages where task_id = 5000",
            "select t.title, m.body from tasks t join messages m on m.task_id = t.id where t.agent_id = 12",
            "select a.name, count(*) from agents a join tasks t on t.agent_id = a.id where a.tenant = 3 group by a.name",
            "select * from tasks where created_at >= '2025-01-03' and created_at < '2025-01-04'");
    private static final double[] CALLS = {900, 40, 700, 120, 15, 60};

    private static PlanTwin twin;
    private static List<WhatIfIndex> indexes;

    @BeforeAll
    static void startTwin() throws Exception {
        candidate(TASKS, 220, "agent_id");
        candidate(TASKS, 310, "agent_id", "created_at");
        candidate(TASKS, 70, "status");
        candidate(TASKS, 75, "status", "priority");
        candidate(TASKS, 220, "created_at");
        candidate(MESSAGES, 260, "task_id");
        candidate(MESSAGES, 330, "tokens", "task_id");
        candidate(AGENTS, 8, "tenant");
        twin = PlanTwin.start(Source.snapshot(Source.agents()));
        indexes = twin.define(CANDIDATES);
    }

    private static void candidate(QualifiedName table, long pages, String... columns) {
        CANDIDATES.put(IndexDefinition.btree(table, columns), new IndexSize(pages, 80_000, 1));
    }

    @AfterAll
    static void stopTwin() {
        twin.close();
    }

    @AfterEach
    void forgetChoice() {
        System.clearProperty(NativeSolver.CHOICE);
    }

    private static WhatIfCosts costs(double upkeepPerIndex) {
        List<Alternative> alternatives = new ArrayList<>();
        indexes.forEach(index -> alternatives.add(Alternative.toBuild(index, upkeepPerIndex)));
        List<Alike> each = new ArrayList<>();
        for (int i = 0; i < indexes.size(); i++) {
            each.add(new Alike(i, BitSet.valueOf(new long[] {1L << i})));
        }
        List<List<Alike>> alike = new ArrayList<>();
        STATEMENTS.forEach(statement -> alike.add(each));
        return new WhatIfCosts(twin, STATEMENTS, CALLS, alternatives, alike);
    }

    /** The least cost with upkeep over every set within the limits, each planned for itself. */
    private static double bestOfAllSets(WhatIfCosts costs, Limits limits) {
        double best = Double.POSITIVE_INFINITY;
        double[] before = costs.costs(new BitSet());
        for (long bits = 0; bits < 1L << indexes.size(); bits++) {
            BitSet set = BitSet.valueOf(new long[] {bits});
            if (costs.bytes(set) <= limits.bytes() && set.cardinality() <= limits.indexes()) {
                double[] after = costs.costs(set);
                boolean worse = false;
                for (int i = 0; i < after.length; i++) {
                    worse |= after[i] > before[i] * Limits.REGRESSION;
                }
                if (!worse) {
                    best = Math.min(best, costs.total(after) + costs.upkeep(set));
                }
            }
        }
        return best;
    }

    @Test
    void findsTheBestOfAllSetsAndBoundsItFromBelow() {
        for (double upkeep : new double[] {0, 5_000}) {
            for (long pages : new long[] {80, 230, 320, 560, 650, 5_000}) {
                Limits limits = Limits.ofBytes(pages * 8192);

                Selection selection = new CpSatSelector(costs(upkeep)).select(limits);

                double best = bestOfAllSets(costs(upkeep), limits);
                assertThat(selection.objective())
                        .as("%s pages, upkeep %s: %s", pages, upkeep, selection)
                        .isCloseTo(best, within(best * 1e-6));
                assertThat(selection.lowerBound()).isLessThanOrEqualTo(best * (1 + 1e-6));
                assertThat(selection.gap()).isBetween(0.0, 0.35);
            }
        }
    }

    @Test
    void provesTheOptimumWithoutABudget() {
        Selection selection = new CpSatSelector(costs(0)).select(Limits.ofBytes(Long.MAX_VALUE));

        assertThat(selection.gap()).isLessThan(1e-6);
    }

    @Test
    void keepsToTheNumberOfIndexes() {
        Limits limits = Limits.ofBytes(Long.MAX_VALUE).withIndexes(2);

        Selection selection = new CpSatSelector(costs(0)).select(limits);

        assertThat(selection.set().cardinality()).isEqualTo(2);
        assertThat(selection.objective()).isCloseTo(bestOfAllSets(costs(0), limits), within(1.0));
    }

    @Test
    void keepsToTheCeilingOfUpkeep() {
        Limits unlimited = Limits.ofBytes(Long.MAX_VALUE);
        Limits ceiling = new Limits(Long.MAX_VALUE, 20, 250, 0, 0, 0);

        assertThat(new CpSatSelector(costs(100)).select(unlimited).upkeep()).isGreaterThan(250);
        assertThat(new CpSatSelector(costs(100)).select(ceiling).upkeep()).isEqualTo(200);
        assertThat(new GreedySelector(costs(100)).select(ceiling).upkeep()).isEqualTo(200);
    }

    @Test
    void buysNoBytesThatGainNothing() {
        Selection selection = new CpSatSelector(costs(0)).select(Limits.ofBytes(Long.MAX_VALUE));

        assertThat(selection.set().stream()
                        .mapToObj(i -> indexes.get(i).definition().target())
                        .toList())
                .doesNotContain("public.messages (tokens, task_id)")
                .contains("public.messages (task_id)", "public.tasks (agent_id, created_at)");
    }

    @Test
    void asksThePlannerLessThanOncePerStatementAndSet() {
        long before = twin.calls();

        new CpSatSelector(costs(0)).select(Limits.ofBytes(600 * 8192));

        // 2 + 8 singles for each of six statements, and 28 pairs, would be far more.
        assertThat(twin.calls() - before).isLessThan(60);
    }

    @Test
    void doesNotExpectACheaperPlanWhereThePlannerWasSeenToPreferADearerOne() {
        WhatIfCosts costs = costs(0);
        Limits limits = Limits.ofBytes(560 * 8192);
        BitSet set = new CpSatSelector(costs).select(limits).set();
        ProgramSolver solver = new ProgramSolver();
        BitSet expected = Objects.requireNonNull(new BinaryProgram(solver, costs, limits, costs.all())
                .cheapest(set, List.of(), Double.POSITIVE_INFINITY));
        List<Surprise> surprises = new ArrayList<>();
        for (int statement = 0; statement < STATEMENTS.size(); statement++) {
            Atom answer = costs.plan(statement, expected);
            double useless = 1.005 * costs.cost(statement, new BitSet());
            surprises.add(new Surprise(statement, new Atom(expected, answer.used(), useless)));
        }

        BitSet other = Objects.requireNonNull(new BinaryProgram(solver, costs, limits, costs.all())
                .cheapest(set, surprises, Double.POSITIVE_INFINITY));

        assertThat(other).isNotEqualTo(expected);
        for (Surprise surprise : surprises) {
            assertThat(Atom.isSubset(surprise.answer().used(), other)
                            && Atom.isSubset(other, surprise.answer().visible()))
                    .as("%s under %s", surprise, other)
                    .isFalse();
        }
    }

    @Test
    void choosesTheSameAgain() {
        Limits limits = Limits.ofBytes(560 * 8192);

        assertThat(new CpSatSelector(costs(0)).select(limits)).isEqualTo(new CpSatSelector(costs(0)).select(limits));
    }

    @Test
    void greedyIsNoBetterThanTheProgramAndHasNoBound() {
        for (long pages : new long[] {80, 320, 650}) {
            Limits limits = Limits.ofBytes(pages * 8192);

            Selection greedy = new GreedySelector(costs(0)).select(limits);

            assertThat(greedy.cost())
                    .isGreaterThanOrEqualTo(
                            new CpSatSelector(costs(0)).select(limits).cost() * (1 - 1e-9));
            assertThat(greedy.lowerBound()).isNaN();
        }
    }

    @Test
    void fallsBackToGreedyAndSaysSoIfTheSolverIsMissing() {
        System.setProperty(NativeSolver.CHOICE, "greedy");

        Selectors selectors = Selectors.of(costs(0));

        assertThat(selectors.selector().name()).isEqualTo("greedy");
        assertThat(selectors.notes()).singleElement().asString().contains("OR-Tools", "without a lower bound");
    }

    @Test
    void aBoundThatTheChoiceUndercutsIsNone() {
        assertThat(new Selection(new BitSet(), 90, 0, 90, 91).lowerBound()).isNaN();
        assertThat(new Selection(new BitSet(), 90, 0, 90, 91).gap()).isNaN();
        assertThat(new Selection(new BitSet(), 90, 0, 90, 81).gap()).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void usesTheSolverWhereItIsThere() {
        assertThat(Selectors.of(costs(0)).selector().name()).isEqualTo("cp-sat");
        assertThat(Selectors.of(costs(0)).notes()).isEmpty();
    }

    @Test
    void drawsACurveThatFallsAndMarksItsKnee() {
        WhatIfCosts costs = costs(0);

        Selector selector = new CpSatSelector(costs);
        Limits limits = Limits.ofBytes(1);
        BudgetCurve curve = BudgetCurve.of(selector, costs, limits, selector.select(limits));

        assertThat(curve.points()).hasSizeBetween(4, 10);
        assertThat(curve.points().stream().filter(BudgetCurve.Point::knee)).hasSize(1);
        for (int i = 1; i < curve.points().size(); i++) {
            BudgetCurve.Point point = curve.points().get(i);
            assertThat(point.bytes()).isGreaterThan(curve.points().get(i - 1).bytes());
            assertThat(point.selection().cost())
                    .isLessThan(curve.points().get(i - 1).selection().cost());
            assertThat(costs.bytes(point.selection().set())).isLessThanOrEqualTo(point.bytes());
        }
    }
}
