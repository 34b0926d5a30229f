package dev.sonde.sample.nplusone.peer;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * QuickPerf's {@code DisableSameSelects}: a SELECT that was seen before with the same text and the same parameters. A
 * test passes or fails; which statement it was, and where, is not said.
 *
 * <p>Adapted: a test is one unit of work.
 */
public final class QuickPerfSameSelects implements PeerRule {
    @Override
    public String name() {
        return "QuickPerf same selects";
    }

    @Override
    public Set<Fault> looksFor() {
        return EnumSet.of(Fault.DUPLICATE);
    }

    @Override
    public boolean namesStatement() {
        return false;
    }

    @Override
    public List<PeerFinding> findings(Scope scope) {
        Set<Object> seen = new HashSet<>();
        for (Query query : scope.queries()) {
            if (query.isSelect() && !seen.add(List.of(query.text(), query.parameters()))) {
                return List.of(new PeerFinding(name(), Set.of(), null, List.of()));
            }
        }
        return List.of();
    }
}
