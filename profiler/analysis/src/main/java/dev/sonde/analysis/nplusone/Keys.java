package dev.sonde.analysis.nplusone;

import dev.sonde.capture.CaptureRecord.Execution;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A number for what each of several executions was bound to at the same positions: equal numbers for equal values. One
 * position, as nearly all loops have, takes no object per execution.
 */
final class Keys {
    private final int[] keys;

    private Keys(int[] keys) {
        this.keys = keys;
    }

    static Keys of(List<Execution> executions, Set<Integer> positions) {
        int[] keys = new int[executions.size()];
        if (positions.size() == 1) {
            int position = positions.iterator().next();
            for (int i = 0; i < keys.length; i++) {
                keys[i] = executions.get(i).bind(position);
            }
        } else if (!positions.isEmpty()) {
            Map<List<Integer>, Integer> numbers = new HashMap<>();
            for (int i = 0; i < keys.length; i++) {
                Integer next = numbers.size();
                Integer known = numbers.putIfAbsent(values(executions.get(i), positions), next);
                keys[i] = known == null ? next : known;
            }
        }
        return new Keys(keys);
    }

    /** The values at these positions, in their order. */
    static List<Integer> values(Execution execution, Set<Integer> positions) {
        return positions.stream().sorted().map(execution::bind).toList();
    }

    int of(int execution) {
        return keys[execution];
    }

    /** How many different ones there are. */
    int distinct() {
        return distinct(keys.clone());
    }

    /** How many different ones there are in this array, which it sorts. */
    static int distinct(int[] keys) {
        Arrays.sort(keys);
        int distinct = 0;
        for (int i = 0; i < keys.length; i++) {
            distinct += i == 0 || keys[i] != keys[i - 1] ? 1 : 0;
        }
        return distinct;
    }
}
