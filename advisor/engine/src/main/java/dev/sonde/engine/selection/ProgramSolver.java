package dev.sonde.engine.selection;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpModelProto;
import com.google.ortools.sat.CpSolverResponse;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.SatParameters;
import com.google.ortools.sat.SolveWrapper;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Solves programs: by their linear relaxation where that has no fractions, else by CP-SAT on the variables that the
 * relaxation's reduced costs leave open. One worker, a fixed seed and a limit in deterministic time make equal input give
 * equal output, so that a program that was solved before is not solved again: a choice asks for the same one whenever it
 * learned nothing in between. This class is not threadsafe.
 */
final class ProgramSolver {

    private static final double DETERMINISTIC_SECONDS = 20;

    /** How far above the relaxation's bound the best solution is looked for at first, as a share of it. */
    private static final double FIRST_GAP = 1e-3;

    /** Answers by the SHA-256 of the program, its hints included; programs themselves are megabytes. */
    private final Map<ByteBuffer, Optional<Solution>> solved = new HashMap<>();

    /** The best set found and what no set can undercut. */
    record Solution(BitSet set, double bound) {
        Solution {
            set = (BitSet) set.clone();
        }

        /** A set of its own, to be changed at will. */
        @Override
        public BitSet set() {
            return (BitSet) set.clone();
        }
    }

    /**
     * Which of the variables are true in the best solution, null if there is none or none was found in time.
     *
     * @param enough a value above which a solution is of no use and may be withheld, infinite if there is none such
     */
    @Nullable
    Solution solve(CpModel model, List<BoolVar> variables, double enough) {
        CpModelProto program = model.model();
        return solved.computeIfAbsent(
                        digest(program, enough), unseen -> Optional.ofNullable(solution(program, variables, enough)))
                .orElse(null);
    }

    private static @Nullable Solution solution(CpModelProto program, List<BoolVar> variables, double enough) {
        Relaxation relaxation = Relaxation.of(program);
        if (relaxation == null) {
            Found found = search(program);
            return found == null ? null : new Solution(set(found.values(), variables), found.bound());
        }
        List<Long> whole = relaxation.whole();
        return whole.isEmpty()
                ? narrowed(program, relaxation, variables, enough)
                : new Solution(set(whole, variables), relaxation.bound());
    }

    /**
     * Searches with all variables fixed whose change alone would cost more than a gap above the relaxation's bound. What is
     * found within the gap is the best there is; what is found above it says how wide the gap must be.
     */
    private static @Nullable Solution narrowed(
            CpModelProto program, Relaxation relaxation, List<BoolVar> variables, double enough) {
        double least = relaxation.bound();
        double ofUse = enough - least;
        Found best = search(asHinted(program));
        double gap = Math.min(ofUse, Math.max(1, FIRST_GAP * Math.abs(least)));
        while (gap >= 0) {
            if (best != null) {
                gap = Math.min(gap, Math.max(1, best.value() - least));
            }
            boolean nothingFixed = gap >= relaxation.widest();
            Found found = search(relaxation.narrowed(program, gap));
            if (found != null && (best == null || found.value() < best.value())) {
                best = found;
            }
            if (best != null && (nothingFixed || best.value() <= least + gap)) {
                double proved = found == null ? least : found.bound();
                double bound = nothingFixed ? proved : Math.min(proved, least + gap);
                return new Solution(set(best.values(), variables), Math.max(bound, least));
            }
            if (nothingFixed || gap >= ofUse) {
                break;
            }
            gap = Math.min(ofUse, best == null ? relaxation.widest() : best.value() - least);
        }
        return null;
    }

    /** The program with the indexes as hinted, which leaves little to search for. */
    private static CpModelProto asHinted(CpModelProto program) {
        CpModelProto.Builder hinted = program.toBuilder();
        for (int i = 0; i < program.getSolutionHint().getVarsCount(); i++) {
            long value = program.getSolutionHint().getValues(i);
            hinted.getVariablesBuilder(program.getSolutionHint().getVars(i))
                    .setDomain(0, value)
                    .setDomain(1, value);
        }
        return hinted.build();
    }

    private static BitSet set(List<Long> values, List<BoolVar> variables) {
        BitSet set = new BitSet();
        for (int i = 0; i < variables.size(); i++) {
            set.set(i, values.get(variables.get(i).getIndex()) == 1);
        }
        return set;
    }

    /** What CP-SAT found: values of all variables, what they cost, and what none can undercut. */
    private record Found(List<Long> values, double value, double bound) {}

    private static @Nullable Found search(CpModelProto program) {
        SolveWrapper solver = new SolveWrapper();
        // Level 2 puts the implications into the linear relaxation, which is nearly whole then: a fifth of the time.
        // To probe variables one by one before the search takes longer than the search: another third of the time.
        solver.setParameters(SatParameters.newBuilder()
                .setNumWorkers(1)
                .setRandomSeed(1)
                .setLinearizationLevel(2)
                .setCpModelProbingLevel(0)
                .setMaxDeterministicTime(DETERMINISTIC_SECONDS)
                // Ctrl-C is Java's: CP-SAT's handler would end the search with what it has, and later the process by a
                // crash
                .setCatchSigintSignal(false)
                .build());
        CpSolverResponse response = solver.solve(program);
        return response.getStatus() == CpSolverStatus.OPTIMAL || response.getStatus() == CpSolverStatus.FEASIBLE
                ? new Found(response.getSolutionList(), response.getObjectiveValue(), response.getBestObjectiveBound())
                : null;
    }

    private static ByteBuffer digest(CpModelProto program, double enough) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(program.toByteArray());
            digest.update(ByteBuffer.allocate(Double.BYTES).putDouble(enough).array());
            return ByteBuffer.wrap(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
