package dev.sonde.engine.selection;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
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
 * Solves programs by CP-SAT. One worker, a fixed seed and a limit in deterministic time make equal input give equal
 * output, so that a program that was solved before is not solved again: a choice asks for the same one whenever it
 * learned nothing in between. This class is not threadsafe.
 */
final class ProgramSolver {

    private static final double DETERMINISTIC_SECONDS = 20;

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

    /** Which of the variables are true in the best solution, null if there is none or none was found in time. */
    @Nullable
    Solution solve(CpModel model, List<BoolVar> variables) {
        return solved.computeIfAbsent(digest(model), unseen -> Optional.ofNullable(solution(model, variables)))
                .orElse(null);
    }

    private static @Nullable Solution solution(CpModel model, List<BoolVar> variables) {
        CpSolver solver = new CpSolver();
        // Level 2 puts the implications into the linear relaxation, which is nearly whole then: a fifth of the time.
        // To probe variables one by one before the search takes longer than the search: another third of the time.
        solver.getParameters()
                .setNumWorkers(1)
                .setRandomSeed(1)
                .setLinearizationLevel(2)
                .setCpModelProbingLevel(0)
                .setMaxDeterministicTime(DETERMINISTIC_SECONDS);
        CpSolverStatus status = solver.solve(model);
        if (status != CpSolverStatus.OPTIMAL && status != CpSolverStatus.FEASIBLE) {
            return null;
        }
        BitSet set = new BitSet();
        for (int i = 0; i < variables.size(); i++) {
            set.set(i, solver.booleanValue(variables.get(i)));
        }
        return new Solution(set, solver.bestObjectiveBound());
    }

    private static ByteBuffer digest(CpModel model) {
        try {
            return ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(model.model().toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
