package dev.sonde.engine.selection;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.Literal;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProgramSolverTest {

    private static final int VARIABLES = 10;

    @BeforeAll
    static void loadSolver() {
        NativeSolver.load();
    }

    /** A covering problem within a capacity: each clause wants one of three variables or pays. */
    private record Covering(long[] costs, long[] sizes, long capacity, List<int[]> clauses, long[] penalties) {
        static Covering random(SplittableRandom random) {
            List<int[]> clauses = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                clauses.add(random.ints(3, 0, VARIABLES).toArray());
            }
            return new Covering(
                    random.longs(VARIABLES, 0, 40).toArray(),
                    random.longs(VARIABLES, 1, 30).toArray(),
                    random.nextLong(10, 80),
                    clauses,
                    random.longs(12, 1, 100).toArray());
        }

        /** What a choice costs, null if it does not fit. */
        @Nullable
        Long value(BitSet set) {
            long size = set.stream().mapToLong(i -> sizes[i]).sum();
            long value = set.stream().mapToLong(i -> costs[i]).sum();
            for (int i = 0; i < penalties.length; i++) {
                boolean covered = false;
                for (int variable : clauses.get(i)) {
                    covered |= set.get(variable);
                }
                value += covered ? 0 : penalties[i];
            }
            return size <= capacity ? value : null;
        }

        ProgramSolver.@Nullable Solution solve(ProgramSolver solver, double enough) {
            CpModel model = new CpModel();
            BoolVar[] chosen = new BoolVar[VARIABLES];
            for (int i = 0; i < VARIABLES; i++) {
                chosen[i] = model.newBoolVar("");
                model.addHint(chosen[i], 0);
            }
            model.addLessOrEqual(LinearExpr.weightedSum(chosen, sizes), capacity);
            List<LinearExpr> objective = new ArrayList<>();
            objective.add(LinearExpr.weightedSum(chosen, costs));
            for (int i = 0; i < penalties.length; i++) {
                BoolVar covered = model.newBoolVar("");
                List<Literal> any = new ArrayList<>();
                for (int variable : clauses.get(i)) {
                    any.add(chosen[variable]);
                }
                model.addBoolOr(any).onlyEnforceIf(covered);
                BoolVar paid = model.newBoolVar("");
                model.addExactlyOne(List.of(covered, paid));
                objective.add(LinearExpr.term(paid, penalties[i]));
            }
            model.minimize(LinearExpr.sum(objective.toArray(LinearExpr[]::new)));
            return solver.solve(model, List.of(chosen), enough);
        }

        long best() {
            long best = Long.MAX_VALUE;
            for (long bits = 0; bits < 1L << VARIABLES; bits++) {
                Long value = value(BitSet.valueOf(new long[] {bits}));
                best = value == null ? best : Math.min(best, value);
            }
            return best;
        }
    }

    @Test
    void findsTheBestOfAllChoicesAndABoundThatNoneUndercuts() {
        SplittableRandom random = new SplittableRandom(5);
        ProgramSolver solver = new ProgramSolver();
        for (int i = 0; i < 60; i++) {
            Covering covering = Covering.random(random);

            ProgramSolver.Solution solution =
                    Objects.requireNonNull(covering.solve(solver, Double.POSITIVE_INFINITY), "a solution");

            assertThat(covering.value(solution.set())).as("program %s", i).isEqualTo(covering.best());
            assertThat(solution.bound()).as("program %s", i).isLessThanOrEqualTo(covering.best() + 1e-6);
        }
    }

    @Test
    void withholdsOnlySolutionsThatAreOfNoUse() {
        SplittableRandom random = new SplittableRandom(6);
        ProgramSolver solver = new ProgramSolver();
        for (int i = 0; i < 30; i++) {
            Covering covering = Covering.random(random);
            long best = covering.best();

            ProgramSolver.Solution useful = Objects.requireNonNull(covering.solve(solver, best + 1.0), "a solution");
            ProgramSolver.Solution useless = covering.solve(solver, best - 1.0);

            assertThat(covering.value(useful.set())).as("program %s", i).isEqualTo(best);
            assertThat(useless == null || Objects.equals(covering.value(useless.set()), best))
                    .as("program %s", i)
                    .isTrue();
        }
    }

    @Test
    void findsWhatIsFartherFromTheRelaxationThanAnyVariableAlone() {
        CpModel model = new CpModel();
        BoolVar[] corners = {model.newBoolVar(""), model.newBoolVar(""), model.newBoolVar("")};
        for (int i = 0; i < 3; i++) {
            model.addBoolOr(List.of(corners[i], corners[(i + 1) % 3]));
        }
        model.minimize(LinearExpr.weightedSum(corners, new long[] {100, 100, 100}));

        ProgramSolver.Solution solution = Objects.requireNonNull(
                new ProgramSolver().solve(model, List.of(corners), Double.POSITIVE_INFINITY), "a solution");

        assertThat(solution.set().cardinality()).isEqualTo(2);
        assertThat(solution.bound()).isBetween(150.0 - 1e-6, 200.0);
    }

    /** Queries of which each has one plan, plans need one or two indexes, and three of six indexes may be had. */
    private record Plans(List<int[]> needs, long[] costs) {
        static final int INDEXES = 6;
        static final int PER_QUERY = 5;
        static final long NONE = 100;

        static Plans random(SplittableRandom random) {
            List<int[]> needs = new ArrayList<>();
            for (int i = 0; i < 4 * PER_QUERY; i++) {
                needs.add(random.ints(2, 0, INDEXES).distinct().toArray());
            }
            return new Plans(needs, random.longs(4 * PER_QUERY, 1, NONE).toArray());
        }

        long best() {
            long best = Long.MAX_VALUE;
            for (long bits = 0; bits < 1L << INDEXES; bits++) {
                BitSet set = BitSet.valueOf(new long[] {bits});
                if (set.cardinality() <= 3) {
                    best = Math.min(best, value(set));
                }
            }
            return best;
        }

        long value(BitSet set) {
            long value = 0;
            for (int query = 0; query < needs.size() / PER_QUERY; query++) {
                long least = NONE;
                for (int plan = query * PER_QUERY; plan < (query + 1) * PER_QUERY; plan++) {
                    least = Arrays.stream(needs.get(plan)).allMatch(set::get) ? Math.min(least, costs[plan]) : least;
                }
                value += least;
            }
            return value;
        }

        ProgramSolver.@Nullable Solution solve() {
            CpModel model = new CpModel();
            BoolVar[] chosen = new BoolVar[INDEXES];
            for (int i = 0; i < INDEXES; i++) {
                chosen[i] = model.newBoolVar("");
                model.addHint(chosen[i], 0);
            }
            model.addLessOrEqual(LinearExpr.sum(chosen), 3);
            List<LinearExpr> objective = new ArrayList<>();
            for (int query = 0; query < needs.size() / PER_QUERY; query++) {
                BoolVar none = model.newBoolVar("");
                List<Literal> one = new ArrayList<>(List.of(none));
                objective.add(LinearExpr.term(none, NONE));
                List<List<Literal>> users = new ArrayList<>();
                for (BoolVar index : chosen) {
                    users.add(new ArrayList<>(List.of(index.not())));
                }
                for (int i = query * PER_QUERY; i < (query + 1) * PER_QUERY; i++) {
                    BoolVar plan = model.newBoolVar("");
                    one.add(plan);
                    objective.add(LinearExpr.term(plan, costs[i]));
                    Arrays.stream(needs.get(i))
                            .forEach(index -> users.get(index).add(plan));
                }
                model.addExactlyOne(one);
                users.forEach(model::addAtMostOne);
            }
            model.minimize(LinearExpr.sum(objective.toArray(LinearExpr[]::new)));
            return new ProgramSolver().solve(model, List.of(chosen), Double.POSITIVE_INFINITY);
        }
    }

    @Test
    void findsTheBestWherePlansShareIndexes() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 60; i++) {
            Plans plans = Plans.random(random);

            ProgramSolver.Solution solution = Objects.requireNonNull(plans.solve(), "a solution");

            assertThat(plans.value(solution.set())).as("program %s", i).isEqualTo(plans.best());
            assertThat(solution.bound()).as("program %s", i).isLessThanOrEqualTo(plans.best() + 1e-6);
        }
    }

    /** Who presses Ctrl-C wants the process to end as any other does; CP-SAT would catch the signal, and crash after it is through. */
    @Test
    void anInterruptAfterASearchEndsTheProcess() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Searching.class.getName())
                .start();
        try (BufferedReader out = child.inputReader();
                BufferedReader err = child.errorReader()) {
            assertThat(out.readLine()).isEqualTo("searched");

            new ProcessBuilder("kill", "-INT", Long.toString(child.pid()))
                    .start()
                    .waitFor();

            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue())
                    .as(err.lines().collect(Collectors.joining("\n")))
                    .isEqualTo(128 + 2);
        } finally {
            child.destroyForcibly();
        }
    }

    /** Solves programs, some by a search, says so, and waits. */
    static final class Searching {
        private Searching() {}

        public static void main(String[] arguments) throws InterruptedException {
            loadSolver();
            ProgramSolver solver = new ProgramSolver();
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < 50; i++) {
                Covering.random(random).solve(solver, Double.POSITIVE_INFINITY);
            }
            System.out.println("searched");
            Thread.sleep(TimeUnit.MINUTES.toMillis(5));
        }
    }
}
