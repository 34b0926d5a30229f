package dev.sonde.migrations.impact;

import dev.sonde.migrations.trace.LockMode;
import dev.sonde.migrations.trace.Relation;
import java.util.Optional;

/**
 * A lock that a statement takes.
 *
 * @param held from when it is got until the end of the transaction, or of the statement outside of one
 * @param complete whether {@code held} is all of it; else something in between takes a time that is not known
 * @param blocked which captured statements wait for it, empty without a capture
 */
public record LockImpact(Relation relation, LockMode mode, Seconds held, boolean complete, Optional<Blocked> blocked) {

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

    /** Who waits for how long, to follow what a finding says of the lock; empty if neither is known. */
    public String consequence() {
        if (blocked.isEmpty()) {
            return held.high() == 0 ? "" : ", " + heldWords();
        }
        return "; it blocks " + blockedWords(blocked.get());
    }

    /** For example {@code 41 captured statements, 310 executions/s (mean of the capture), for an estimated 2 to 9 s: …}. */
    String blockedWords(Blocked who) {
        if (who.statements().isEmpty()) {
            return "no captured statement";
        }
        String text = who.words() + ", " + heldWords();
        boolean counted = held.high() > 0 && !Double.isNaN(who.perSecond());
        return counted
                ? text + ": " + (complete ? "" : "at least ") + who.queued(held) + " queue"
                : text + "; they also queue behind it while it waits for the lock itself";
    }

    /** What a capture says of it; empty without one. */
    public Optional<String> traffic() {
        return blocked.map(this::blockedWords);
    }
}
