package dev.sonde.engine.candidate;

import dev.sonde.engine.index.QualifiedName;
import java.util.Collections;
import java.util.Comparator;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Why nothing is proposed for a condition or a table.
 *
 * @param condition as the server prints it, empty if it is the table as such
 * @param hint what could be done instead, empty if nothing is known
 * @param askedBy fingerprints of the statements that it concerns
 */
public record Rejection(QualifiedName table, String condition, String reason, String hint, SortedSet<String> askedBy)
        implements Comparable<Rejection> {

    private static final Comparator<Rejection> ORDER = Comparator.comparing(Rejection::table)
            .thenComparing(Rejection::condition)
            .thenComparing(Rejection::reason)
            .thenComparing(Rejection::hint);

    public Rejection {
        askedBy = Collections.unmodifiableSortedSet(new TreeSet<>(askedBy));
    }

    /** A rejection that concerns one statement. */
    Rejection(QualifiedName table, String condition, String reason, String hint, String fingerprint) {
        this(table, condition, reason, hint, new TreeSet<>(Set.of(fingerprint)));
    }

    /** The same for the statements of both. */
    Rejection and(Rejection same) {
        SortedSet<String> all = new TreeSet<>(askedBy);
        all.addAll(same.askedBy);
        return new Rejection(table, condition, reason, hint, all);
    }

    /** By what is said, whoever asked. */
    @Override
    public int compareTo(Rejection other) {
        return ORDER.compare(this, other);
    }
}
