package dev.sonde.analysis.nplusone;

import dev.sonde.capture.CaptureRecord.Execution;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The positions, from 1, at which executions of one fingerprint do not all have the same value. */
record Varying(Set<Integer> positions) {

    static Varying of(List<Execution> executions) {
        List<@Nullable Integer> first = executions.get(0).binds();
        boolean[] varies = new boolean[first.size()];
        for (Execution execution : executions) {
            List<@Nullable Integer> binds = execution.binds();
            for (int i = 0; i < Math.min(varies.length, binds.size()); i++) {
                varies[i] = varies[i] || !Objects.equals(first.get(i), binds.get(i));
            }
        }
        Set<Integer> varying = new TreeSet<>();
        for (int i = 0; i < varies.length; i++) {
            if (varies[i]) {
                varying.add(i + 1);
            }
        }
        return new Varying(varying);
    }

    /** How many different values, or combinations of them, there are at these positions. */
    int distinct(List<Execution> executions) {
        Set<Object> keys = new HashSet<>();
        executions.forEach(execution -> keys.add(Provenance.key(execution, positions)));
        return keys.size();
    }
}
