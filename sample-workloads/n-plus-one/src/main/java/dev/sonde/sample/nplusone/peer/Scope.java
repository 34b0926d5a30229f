package dev.sonde.sample.nplusone.peer;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.sql.StatementShape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a peer looks at in one go, in the order in which it was executed. Peers call it a request, a scan, an event or
 * a test; here it is always one unit of work.
 */
public record Scope(List<Query> queries) {
    public Scope {
        queries = List.copyOf(queries);
    }

    /** The scopes of a capture. Executions whose statement is not in it are left out. */
    public static List<Scope> of(Collection<CaptureRecord> records) {
        Map<Long, Statement> statements = new HashMap<>();
        Map<Long, CallSite> sites = new HashMap<>();
        Map<Unit, List<Execution>> units = new TreeMap<>();
        for (CaptureRecord record : records) {
            if (record instanceof Statement statement) {
                statements.put(statement.id(), statement);
            } else if (record instanceof CallSite site) {
                sites.put(site.id(), site);
            } else if (record instanceof Execution execution) {
                units.computeIfAbsent(new Unit(execution.session(), execution.unit()), unit -> new ArrayList<>())
                        .add(execution);
            }
        }
        List<Scope> scopes = new ArrayList<>();
        for (List<Execution> executions : units.values()) {
            executions.removeIf(execution -> !statements.containsKey(execution.statement()));
            executions.sort(Comparator.comparingLong(Execution::sequence));
            scopes.add(new Scope(queries(executions, statements, sites)));
        }
        return scopes;
    }

    private static List<Query> queries(
            List<Execution> executions, Map<Long, Statement> statements, Map<Long, CallSite> sites) {
        Map<Long, List<String>> latestStack = new HashMap<>();
        // backwards first, so that executions before the first sampled one have its stack
        for (int i = executions.size() - 1; i >= 0; i--) {
            CallSite site = sites.get(executions.get(i).callSite());
            if (site != null) {
                latestStack.put(executions.get(i).statement(), site.frames());
            }
        }
        List<Query> queries = new ArrayList<>(executions.size());
        for (Execution execution : executions) {
            CallSite site = sites.get(execution.callSite());
            if (site != null) {
                latestStack.put(execution.statement(), site.frames());
            }
            queries.add(query(
                    execution,
                    statements.get(execution.statement()),
                    latestStack.getOrDefault(execution.statement(), List.of())));
        }
        return queries;
    }

    private static Query query(Execution execution, @Nullable Statement statement, List<String> stack) {
        if (statement == null) {
            throw new IllegalArgumentException("statement is not in the capture: " + execution.statement());
        }
        List<@Nullable Integer> literals = new ArrayList<>();
        List<@Nullable Integer> parameters = new ArrayList<>();
        for (int i = 0; i < execution.binds().size(); i++) {
            boolean literal = statement.literalPositions().contains(i + 1);
            (literal ? literals : parameters).add(execution.binds().get(i));
        }
        return new Query(
                execution.sequence(),
                execution.thread(),
                statement.id(),
                statement.fingerprint(),
                statement.sql(),
                StatementShape.of(statement.sql()).verb(),
                literals,
                parameters,
                stack,
                execution.executeNanos() + execution.fetchNanos(),
                execution.batchSize(),
                statement.truncated());
    }

    private record Unit(long session, long number) implements Comparable<Unit> {
        private static final Comparator<Unit> ORDER =
                Comparator.comparingLong(Unit::session).thenComparingLong(Unit::number);

        @Override
        public int compareTo(Unit other) {
            return ORDER.compare(this, other);
        }
    }
}
