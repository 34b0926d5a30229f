package dev.sonde.sample.nplusone.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sentry's N+1 Queries: a source span, then at least five equal database spans that follow it directly under the same
 * parent, differ from it, and take 50 ms or more together; none may be truncated. Equal means the same parametrised text and the
 * same description, so a text with a value in it equals nothing but itself.
 *
 * <p>Adapted: a unit of work is one event with one parent span over all statements, and no spans of other kinds lie
 * between them, although pools and view templates put some there in practice. One sighting is enough. Spans that
 * overlap, as of parallel reads, are taken in the order of their start. A span lasts until its rows are read.
 */
public final class SentryNPlusOne implements PeerRule {
    private static final int COUNT = 5;

    private final String name;
    private final Duration threshold;

    private SentryNPlusOne(String name, Duration threshold) {
        this.name = name;
        this.threshold = threshold;
    }

    /** As configured by default. */
    public static SentryNPlusOne ofDefaults() {
        return new SentryNPlusOne("Sentry N+1", Duration.ofMillis(50));
    }

    /** Without the threshold on time, as if the database were far away. */
    public static SentryNPlusOne ofAnyDuration() {
        return new SentryNPlusOne("Sentry N+1, any time", Duration.ZERO);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean namesParent() {
        return true;
    }

    @Override
    public Set<Fault> looksFor() {
        return EnumSet.of(Fault.READ_LOOP, Fault.DUPLICATE, Fault.WRITE_LOOP);
    }

    @Override
    public boolean hasIdentity() {
        return true;
    }

    @Override
    public List<PeerFinding> findings(Scope scope) {
        List<PeerFinding> findings = new ArrayList<>();
        Query source = null;
        List<Query> repeated = new ArrayList<>();
        for (Query query : scope.queries()) {
            if (source == null) {
                source = query;
            } else if (continues(source, repeated, query)) {
                repeated.add(query);
            } else {
                report(source, repeated, findings);
                Query last = repeated.isEmpty() ? null : repeated.get(repeated.size() - 1);
                repeated.clear();
                // the last of a run may be the source of the next
                if (last != null && continues(last, repeated, query)) {
                    source = last;
                    repeated.add(query);
                } else {
                    source = query;
                }
            }
        }
        report(source, repeated, findings);
        return findings;
    }

    private static boolean continues(Query source, List<Query> repeated, Query query) {
        if (query.fingerprint() == source.fingerprint()) {
            return false;
        }
        return repeated.isEmpty() || repeated.get(0).text().equals(query.text());
    }

    private void report(@Nullable Query source, List<Query> repeated, List<PeerFinding> findings) {
        if (source == null || repeated.size() < COUNT || repeated.get(0).truncated()) {
            return;
        }
        if (repeated.stream().mapToLong(Query::nanos).sum() >= threshold.toNanos()) {
            findings.add(new PeerFinding(name, Set.of(repeated.get(0).fingerprint()), source.fingerprint(), List.of()));
        }
    }
}
