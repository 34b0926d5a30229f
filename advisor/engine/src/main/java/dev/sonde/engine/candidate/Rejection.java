package dev.sonde.engine.candidate;

import dev.sonde.engine.index.QualifiedName;
import java.util.Comparator;

/**
 * Why nothing is proposed for a condition or a table.
 *
 * @param condition as the server prints it, empty if it is the table as such
 * @param hint what could be done instead, empty if nothing is known
 */
public record Rejection(QualifiedName table, String condition, String reason, String hint)
        implements Comparable<Rejection> {

    private static final Comparator<Rejection> ORDER = Comparator.comparing(Rejection::table)
            .thenComparing(Rejection::condition)
            .thenComparing(Rejection::reason)
            .thenComparing(Rejection::hint);

    @Override
    public int compareTo(Rejection other) {
        return ORDER.compare(this, other);
    }
}
