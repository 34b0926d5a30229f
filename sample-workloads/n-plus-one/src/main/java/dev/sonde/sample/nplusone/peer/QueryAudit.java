package dev.sonde.sample.nplusone.peer;

import dev.sonde.capture.sql.StatementShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * query-audit 0.7 with its default profile: the same SELECT with different values, three or more times, from one call
 * site. SELECTs with an IN list of more than one placeholder and pages by OFFSET are left out.
 *
 * <p>Adapted: its call site is up to ten frames outside a list of frameworks, here it is the first ten of ours. An execution whose stack
 * was sampled out has that of the statement's nearest one. What it says of Hibernate's load events is INFO and fails
 * nothing, so it is not counted.
 */
public final class QueryAudit implements PeerRule {
    private static final int THRESHOLD = 3;
    private static final int MAX_FRAMES = 10;
    private static final Pattern OFFSET = Pattern.compile("\\boffset\\s+\\$?\\d+", Pattern.CASE_INSENSITIVE);

    @Override
    public String name() {
        return "query-audit 0.7";
    }

    @Override
    public boolean namesPlace() {
        return true;
    }

    @Override
    public boolean hasIdentity() {
        return true;
    }

    @Override
    public List<PeerFinding> findings(Scope scope) {
        Map<Key, List<Query>> groups = new LinkedHashMap<>();
        for (Query query : scope.queries()) {
            if (query.isSelect()
                    && !isBatched(query)
                    && !OFFSET.matcher(query.sql()).find()) {
                List<String> site = query.stack()
                        .subList(0, Math.min(MAX_FRAMES, query.stack().size()));
                groups.computeIfAbsent(new Key(query.fingerprint(), site), key -> new ArrayList<>())
                        .add(query);
            }
        }
        List<PeerFinding> findings = new ArrayList<>();
        groups.forEach((key, queries) -> {
            if (queries.size() >= THRESHOLD && loadDifferentRows(queries)) {
                findings.add(new PeerFinding(name(), Set.of(key.fingerprint()), null, key.site()));
            }
        });
        return findings;
    }

    // it counts placeholders; a list of values written into the text has none
    private static boolean isBatched(Query query) {
        return !query.parameters().isEmpty() && StatementShape.of(query.sql()).listLength() > 1;
    }

    // values written into the text are none to it, and what has no values counts
    private static boolean loadDifferentRows(List<Query> queries) {
        Set<Object> values = new HashSet<>();
        for (Query query : queries) {
            if (query.parameters().isEmpty()) {
                return true;
            }
            values.add(query.parameters());
        }
        return values.size() > 1;
    }

    private record Key(long fingerprint, List<String> site) {}
}
