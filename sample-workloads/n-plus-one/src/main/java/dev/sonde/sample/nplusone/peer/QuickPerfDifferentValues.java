package dev.sonde.sample.nplusone.peer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * QuickPerf's {@code DisableSameSelectTypesWithDifferentParamValues}: a SELECT whose text was seen before with other
 * parameters. A test passes or fails; which statement it was, and where, is not said.
 *
 * <p>Adapted: a test is one unit of work. A batch of SELECTs, on which it stops with an exception, is compared by its
 * first row here.
 */
public final class QuickPerfDifferentValues implements PeerRule {
    @Override
    public String name() {
        return "QuickPerf different values";
    }

    @Override
    public boolean namesStatement() {
        return false;
    }

    @Override
    public List<PeerFinding> findings(Scope scope) {
        Map<Query.Text, Set<Object>> seen = new HashMap<>();
        for (Query query : scope.queries()) {
            if (query.isSelect()) {
                Set<Object> values = seen.computeIfAbsent(query.text(), text -> new HashSet<>());
                if (values.add(query.parameters()) && values.size() > 1) {
                    return List.of(new PeerFinding(name(), Set.of(), null, List.of()));
                }
            }
        }
        return List.of();
    }
}
