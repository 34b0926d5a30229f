package dev.sonde.engine.selection;

import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import com.google.ortools.sat.ConstraintProto;
import com.google.ortools.sat.CpModelProto;
import com.google.ortools.sat.LinearConstraintProto;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The linear relaxation of a program of clauses and linear constraints, solved by GLOP.
 *
 * @param bound what the program cannot undercut: computed from the dual values, for any of which it holds, so that GLOP's
 *     tolerances do not touch it (Neumaier, Shcherbina: Mathematical Programming 99, 2004)
 * @param reducedCosts per variable, by how much the bound rises at least if it leaves the end that it rests on
 * @param whole a best solution of the program itself, empty if that of the relaxation has fractions in it
 */
record Relaxation(double bound, List<Double> reducedCosts, List<Long> whole) {

    private static final double WHOLE = 1e-6;

    /** {@code low ≤ Σ coefficient × variable ≤ high}. */
    private record Row(int[] variables, long[] coefficients, long low, long high) {
        static Row of(LinearConstraintProto linear) {
            return new Row(
                    linear.getVarsList().stream().mapToInt(i -> i).toArray(),
                    linear.getCoeffsList().stream().mapToLong(i -> i).toArray(),
                    linear.getDomain(0),
                    linear.getDomain(linear.getDomainCount() - 1));
        }

        /** At least {@code low} of the literals, and at most {@code high}; a negated literal is one minus its variable. */
        static Row of(List<Integer> literals, long low, long high) {
            int[] variables = new int[literals.size()];
            long[] coefficients = new long[literals.size()];
            long negated = 0;
            for (int i = 0; i < variables.length; i++) {
                int literal = literals.get(i);
                variables[i] = literal >= 0 ? literal : -literal - 1;
                coefficients[i] = literal >= 0 ? 1 : -1;
                negated += literal >= 0 ? 0 : 1;
            }
            return new Row(
                    variables,
                    coefficients,
                    low == Long.MIN_VALUE ? low : low - negated,
                    high == Long.MAX_VALUE ? high : high - negated);
        }

        boolean holds(long[] values) {
            long sum = 0;
            for (int i = 0; i < variables.length; i++) {
                sum += coefficients[i] * values[variables[i]];
            }
            return sum >= low && sum <= high;
        }
    }

    /** The relaxation of a program that minimises, null if GLOP finds none. */
    static @Nullable Relaxation of(CpModelProto program) {
        List<Row> rows = new ArrayList<>();
        program.getConstraintsList().forEach(constraint -> rows.add(row(constraint)));
        MPSolver solver = MPSolver.createSolver("GLOP");
        try {
            return solved(program, rows, solver);
        } finally {
            solver.delete();
        }
    }

    private static Row row(ConstraintProto constraint) {
        if (constraint.hasExactlyOne()) {
            return Row.of(constraint.getExactlyOne().getLiteralsList(), 1, 1);
        }
        if (constraint.hasAtMostOne()) {
            return Row.of(constraint.getAtMostOne().getLiteralsList(), Long.MIN_VALUE, 1);
        }
        if (constraint.hasBoolOr()) {
            List<Integer> literals = new ArrayList<>(constraint.getBoolOr().getLiteralsList());
            constraint.getEnforcementLiteralList().forEach(literal -> literals.add(-literal - 1));
            return Row.of(literals, 1, Long.MAX_VALUE);
        }
        if (!constraint.hasLinear() || constraint.getEnforcementLiteralCount() > 0) {
            throw new IllegalArgumentException("neither a clause nor linear: " + constraint);
        }
        return Row.of(constraint.getLinear());
    }

    private static @Nullable Relaxation solved(CpModelProto program, List<Row> rows, MPSolver solver) {
        MPVariable[] variables = new MPVariable[program.getVariablesCount()];
        for (int i = 0; i < variables.length; i++) {
            variables[i] = solver.makeNumVar(low(program, i), high(program, i), "");
        }
        List<MPConstraint> constraints = new ArrayList<>();
        for (Row row : rows) {
            MPConstraint constraint = solver.makeConstraint(infinite(row.low()), infinite(row.high()), "");
            for (int i = 0; i < row.variables().length; i++) {
                MPVariable variable = variables[row.variables()[i]];
                constraint.setCoefficient(variable, constraint.getCoefficient(variable) + row.coefficients()[i]);
            }
            constraints.add(constraint);
        }
        double[] reduced = objective(program);
        for (int i = 0; i < variables.length; i++) {
            solver.objective().setCoefficient(variables[i], reduced[i]);
        }
        solver.objective().setMinimization();
        if (solver.solve() != MPSolver.ResultStatus.OPTIMAL) {
            return null;
        }
        double bound = program.getObjective().getOffset();
        for (int r = 0; r < rows.size(); r++) {
            Row row = rows.get(r);
            double dual = constraints.get(r).dualValue();
            double end = infinite(dual > 0 ? row.low() : row.high());
            if (dual == 0 || Double.isInfinite(end)) {
                continue;
            }
            bound += dual * end;
            for (int i = 0; i < row.variables().length; i++) {
                reduced[row.variables()[i]] -= dual * row.coefficients()[i];
            }
        }
        for (int i = 0; i < variables.length; i++) {
            bound += Math.min(reduced[i] * low(program, i), reduced[i] * high(program, i));
        }
        return new Relaxation(bound, DoubleStream.of(reduced).boxed().toList(), whole(rows, variables));
    }

    private static double[] objective(CpModelProto program) {
        double[] objective = new double[program.getVariablesCount()];
        for (int i = 0; i < program.getObjective().getVarsCount(); i++) {
            objective[program.getObjective().getVars(i)] +=
                    program.getObjective().getCoeffs(i);
        }
        return objective;
    }

    private static List<Long> whole(List<Row> rows, MPVariable[] variables) {
        long[] values = new long[variables.length];
        for (int i = 0; i < values.length; i++) {
            double value = variables[i].solutionValue();
            values[i] = Math.round(value);
            if (Math.abs(value - values[i]) > WHOLE) {
                return List.of();
            }
        }
        return rows.stream().allMatch(row -> row.holds(values))
                ? LongStream.of(values).boxed().toList()
                : List.of();
    }

    /** The greatest change of the bound by a variable: within such a gap all are open. */
    double widest() {
        return reducedCosts.stream().mapToDouble(Math::abs).max().orElse(0);
    }

    /** The program with each variable fixed whose change alone would lift the bound by more than the gap. */
    CpModelProto narrowed(CpModelProto program, double gap) {
        CpModelProto.Builder narrowed = program.toBuilder();
        for (int i = 0; i < reducedCosts.size(); i++) {
            double reducedCost = reducedCosts.get(i);
            if (Math.abs(reducedCost) > gap && high(program, i) - low(program, i) == 1) {
                long value = reducedCost > 0 ? low(program, i) : high(program, i);
                narrowed.getVariablesBuilder(i).setDomain(0, value).setDomain(1, value);
            }
        }
        return narrowed.build();
    }

    private static long low(CpModelProto program, int variable) {
        return program.getVariables(variable).getDomain(0);
    }

    private static long high(CpModelProto program, int variable) {
        return program.getVariables(variable).getDomain(1);
    }

    private static double infinite(long end) {
        return end == Long.MAX_VALUE
                ? Double.POSITIVE_INFINITY
                : end == Long.MIN_VALUE ? Double.NEGATIVE_INFINITY : end;
    }
}
