package dev.sonde.analysis.nplusone;

import dev.sonde.capture.CaptureRecord.Execution;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the values that executions of one fingerprint were bound to vary.
 *
 * @param positions from 1, at which not all have the same value
 * @param keys values of each execution at these positions
 */
record Varying(Set<Integer> positions, Keys keys) {

    static Varying of(List<Execution> executions) {
        Set<Integer> positions = positions(executions);
        return new Varying(positions, Keys.of(executions, positions));
    }

    private static Set<Integer> positions(List<Execution> executions) {
        Execution first = executions.get(0);
        boolean[] varies = new boolean[first.binds().size()];
        for (Execution execution : executions) {
            int count = Math.min(varies.length, execution.binds().size());
            for (int i = 0; i < count; i++) {
                varies[i] |= first.bind(i + 1) != execution.bind(i + 1);
            }
        }
        Set<Integer> varying = new TreeSet<>();
        for (int i = 0; i < varies.length; i++) {
            if (varies[i]) {
                varying.add(i + 1);
            }
        }
        return varying;
    }
}
