package dev.sonde.analysis.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The executions of one statement in one unit of work, the first {@link #CAP} of them. Keeping those of lowest sequence
 * makes the result independent of the order in which records and summaries are added.
 */
public final class Occurrences {
    /** A loop of this length has shown what it is. */
    public static final int CAP = 512;

    private final TreeMap<Long, Occurrence> bySequence = new TreeMap<>();
    private long lowestDropped = Long.MAX_VALUE;

    Occurrences() {}

    void add(Occurrence occurrence) {
        bySequence.put(occurrence.sequence(), occurrence);
        if (bySequence.size() > CAP) {
            lowestDropped = Math.min(lowestDropped, bySequence.pollLastEntry().getKey());
        }
    }

    void add(Occurrences other) {
        lowestDropped = Math.min(lowestDropped, other.lowestDropped);
        other.bySequence.values().forEach(this::add);
    }

    /** In the order in which they started. */
    public List<Occurrence> list() {
        return new ArrayList<>(bySequence.values());
    }

    /** Whether there were more than {@link #CAP}. */
    public boolean isCut() {
        return lowestDropped != Long.MAX_VALUE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Occurrences occurrences
                && isCut() == occurrences.isCut()
                && bySequence.equals(occurrences.bySequence);
    }

    @Override
    public int hashCode() {
        return Objects.hash(bySequence);
    }
}
