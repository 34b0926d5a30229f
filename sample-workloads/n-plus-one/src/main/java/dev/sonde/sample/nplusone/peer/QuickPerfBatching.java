package dev.sonde.sample.nplusone.peer;

import dev.sonde.capture.sql.Verb;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * QuickPerf's {@code ExpectJdbcBatching} without a size: every INSERT, UPDATE and DELETE must be part of a JDBC batch,
 * be it of one row. A test passes or fails; which statement it was, and where, is not said.
 *
 * <p>Adapted: a test is one unit of work. Its user puts the annotation where a batch is expected; here it is on every program, as
 * a global annotation would be.
 */
public final class QuickPerfBatching implements PeerRule {
    @Override
    public String name() {
        return "QuickPerf batching";
    }

    @Override
    public Set<Fault> looksFor() {
        return EnumSet.of(Fault.WRITE_LOOP);
    }

    @Override
    public boolean namesStatement() {
        return false;
    }

    @Override
    public List<PeerFinding> findings(Scope scope) {
        boolean unbatched = scope.queries().stream()
                .anyMatch(query -> query.batchSize() == 0
                        && (query.verb() == Verb.INSERT || query.verb() == Verb.UPDATE || query.verb() == Verb.DELETE));
        return unbatched ? List.of(new PeerFinding(name(), Set.of(), null, List.of())) : List.of();
    }
}
