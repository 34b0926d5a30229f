package dev.sonde.analysis.summary;

import dev.sonde.capture.CaptureRecord.Overhead;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the profiler itself cost, over all instances.
 *
 * @param executions that the service made meanwhile
 * @param statementNanos time the service spent in them
 * @param callerNanos our time on the service's threads, call sites included
 * @param callSiteNanos the part of it that went into call sites
 * @param writerNanos processor time of the writer threads
 * @param budget largest share of {@code statementNanos} that {@code callerNanos} might take, in millionths
 * @param microsByLevel for how long what was recorded, see {@link Overhead#level()}
 */
public record OwnCost(
        long executions,
        long statementNanos,
        long callerNanos,
        long callSiteNanos,
        long writerNanos,
        int budget,
        SortedMap<String, Long> microsByLevel) {

    /** Before the first record. */
    static final OwnCost NONE = new OwnCost(0, 0, 0, 0, 0, 0, new TreeMap<>());

    /** From the least reduced to the most. */
    private static final Map<String, Integer> LEVELS =
            Map.of("full", 0, "no-call-sites", 1, "no-keys", 2, "summary", 3, "counts-only", 4, "paused", 5);

    public OwnCost {
        microsByLevel = Collections.unmodifiableSortedMap(new TreeMap<>(microsByLevel));
    }

    static OwnCost of(Overhead overhead) {
        SortedMap<String, Long> level = new TreeMap<>();
        level.put(overhead.level(), overhead.toMicros() - overhead.fromMicros());
        return new OwnCost(
                overhead.executions(),
                overhead.statementNanos(),
                overhead.callerNanos(),
                overhead.callSiteNanos(),
                overhead.writerNanos(),
                overhead.budget(),
                level);
    }

    OwnCost plus(OwnCost other) {
        SortedMap<String, Long> levels = new TreeMap<>(microsByLevel);
        other.microsByLevel.forEach((level, micros) -> levels.merge(level, micros, Long::sum));
        return new OwnCost(
                executions + other.executions,
                statementNanos + other.statementNanos,
                callerNanos + other.callerNanos,
                callSiteNanos + other.callSiteNanos,
                writerNanos + other.writerNanos,
                Math.max(budget, other.budget),
                levels);
    }

    /** Part of the statements' time that the service's threads spent on us; NaN if they had none. */
    public double share() {
        return statementNanos == 0 ? Double.NaN : (double) callerNanos / statementNanos;
    }

    /** The least that was recorded at any time; {@code full} if nothing was shed. */
    public String worstLevel() {
        Set<String> levels = microsByLevel.keySet();
        return levels.stream()
                .max((a, b) -> Integer.compare(LEVELS.getOrDefault(a, -1), LEVELS.getOrDefault(b, -1)))
                .orElse("full");
    }
}
