package dev.sonde.sample.nplusone.peer;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Prosopite (Ruby): more than one SELECT with the same call stack and the same fingerprint, {@code min_n_queries} = 2,
 * per thread between scan and finish.
 *
 * <p>Adapted: its stack is complete, ours holds the service's own frames, at most 16, so that it never splits a loop
 * over a framework's inner frames. An execution whose stack was sampled out has that of the statement's nearest one. Its fingerprint is
 * libpg_query's, here it is ours, which collapses the same lists. Its allow-list (Rails' preloader and uniqueness validator) and
 * Rails' query cache have no counterpart on a JDBC stream.
 */
public final class Prosopite implements PeerRule {
    private static final int MIN_QUERIES = 2;

    @Override
    public String name() {
        return "Prosopite";
    }

    @Override
    public boolean namesPlace() {
        return true;
    }

    @Override
    public Set<Fault> looksFor() {
        return EnumSet.of(Fault.READ_LOOP, Fault.DUPLICATE);
    }

    @Override
    public List<PeerFinding> findings(Scope scope) {
        Map<Key, Integer> counts = new LinkedHashMap<>();
        for (Query query : scope.queries()) {
            if (query.isSelect()) {
                counts.merge(new Key(query.thread(), query.fingerprint(), query.stack()), 1, Integer::sum);
            }
        }
        List<PeerFinding> findings = new ArrayList<>();
        counts.forEach((key, count) -> {
            if (count >= MIN_QUERIES) {
                findings.add(new PeerFinding(name(), Set.of(key.fingerprint()), null, key.stack()));
            }
        });
        return findings;
    }

    private record Key(int thread, long fingerprint, List<String> stack) {}
}
