package dev.sonde.migrations.impact;

import dev.sonde.migrations.trace.LockMode;
import dev.sonde.migrations.trace.Relation;

/**
 * A lock that a statement takes.
 *
 * @param held from the statement on until it is released, with the transaction or the statement
 * @param complete whether {@code held} is all of it; else something in between takes a time that is not known
 */
public record LockImpact(Relation relation, LockMode mode, Seconds held, boolean complete) {

    /** For example {@code SHARE on public.orders}. */
    public String words() {
        return mode.words() + " on " + (relation.isIndex() ? "index " : "") + relation.name();
    }

    /** How long it is held, for example {@code for an estimated 2 to 9 s}. */
    public String heldWords() {
        if (complete) {
            return held.high() == 0 ? "for an instant" : "for an estimated " + held.words();
        }
        return held.high() == 0
                ? "for a time that is not known"
                : "for an estimated " + held.words() + " and a time that is not known";
    }
}
