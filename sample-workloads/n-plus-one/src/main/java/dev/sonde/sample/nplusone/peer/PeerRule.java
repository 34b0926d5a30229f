package dev.sonde.sample.nplusone.peer;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How a peer decides. Implementations are pure: equal scopes, equal findings. */
public interface PeerRule {
    /** As the report names it. */
    String name();

    /** What the peer says about one scope. */
    List<PeerFinding> findings(Scope scope);

    /** What the peer says about all of them; the same finding of several scopes counts once. */
    default List<PeerFinding> findings(List<Scope> scopes) {
        Set<PeerFinding> distinct = new LinkedHashSet<>();
        scopes.forEach(scope -> distinct.addAll(findings(scope)));
        return new ArrayList<>(distinct);
    }

    /** What it sets out to find: reads in a loop, unless it says otherwise. */
    default Set<Fault> looksFor() {
        return EnumSet.of(Fault.READ_LOOP);
    }

    /** Whether the peer says which statement is at fault; otherwise a program passes or fails. */
    default boolean namesStatement() {
        return true;
    }

    /** Whether the peer names the statement whose rows drive the loop. */
    default boolean namesParent() {
        return false;
    }

    /** Whether the same problem has the same identity in the next run, as far as the peer gives it one. */
    default boolean hasIdentity() {
        return false;
    }

    /** Whether the peer names a place in the service's source. */
    default boolean namesPlace() {
        return false;
    }

    /** Every rule that is scored, in the order of the report. */
    static List<PeerRule> all() {
        return List.of(
                new Prosopite(),
                SentryNPlusOne.ofDefaults(),
                SentryNPlusOne.ofAnyDuration(),
                SentryMnPlusOne.ofDefaults(),
                SentryMnPlusOne.ofAnyDuration(),
                new QuickPerfDifferentValues(),
                new QuickPerfSameSelects(),
                new QuickPerfBatching(),
                new QueryAudit());
    }

    /** The kinds of faults that peers tell apart. */
    enum Fault {
        /** A SELECT with other values each time; nested loops and tree walks are such too. */
        READ_LOOP,
        /** A SELECT with the same values each time. */
        DUPLICATE,
        /** A write that could have been part of a batch. */
        WRITE_LOOP
    }
}
