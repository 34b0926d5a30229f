package dev.sonde.sample.nplusone.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sentry's MN+1: a pattern of two to eight spans, not all equal, that repeats exactly, at least three times in a row
 * and for 50 ms or more. Equal means the same parametrised text.
 *
 * <p>Adapted: as {@link SentryNPlusOne}; a unit of work has a span over all its statements that is not the event's
 * root, since Sentry finds no parent in the root. All spans are database spans, so their share is always enough. Two
 * problems of the same statements are one here, whichever of them came first; to Sentry they are two.
 */
public final class SentryMnPlusOne implements PeerRule {
    private static final int MIN_REPETITIONS = 3;
    private static final int MAX_RECENT = 8;

    private final String name;
    private final Duration threshold;

    private SentryMnPlusOne(String name, Duration threshold) {
        this.name = name;
        this.threshold = threshold;
    }

    /** As configured by default. */
    public static SentryMnPlusOne ofDefaults() {
        return new SentryMnPlusOne("Sentry MN+1", Duration.ofMillis(50));
    }

    /** Without the threshold on time, as if the database were far away. */
    public static SentryMnPlusOne ofAnyDuration() {
        return new SentryMnPlusOne("Sentry MN+1, any time", Duration.ZERO);
    }

    @Override
    public String name() {
        return name;
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
        List<Query> recent = new ArrayList<>();
        List<Query> spans = new ArrayList<>();
        int length = 0;
        for (Query query : scope.queries()) {
            if (length > 0) {
                boolean repeats = spans.get(spans.size() - length).fingerprint() == query.fingerprint();
                if (!repeats) {
                    report(spans, length, findings);
                    // the last turn of the pattern may begin another
                    recent = new ArrayList<>(spans.subList(spans.size() - length, spans.size()));
                    remember(recent, query);
                    length = 0;
                } else {
                    spans.add(query);
                }
                continue;
            }
            List<Query> pattern = pattern(recent, query);
            if (pattern.isEmpty()) {
                remember(recent, query);
            } else {
                length = pattern.size();
                spans = new ArrayList<>(pattern);
                spans.add(query);
            }
        }
        if (length > 0) {
            report(spans, length, findings);
        }
        return findings;
    }

    /** What the query begins to repeat. A pattern of one is the business of the other rule. */
    private static List<Query> pattern(List<Query> recent, Query query) {
        for (int i = 0; i < recent.size() - 1; i++) {
            if (recent.get(i).fingerprint() == query.fingerprint()) {
                List<Query> pattern = recent.subList(i, recent.size());
                boolean complete = pattern.stream().anyMatch(span -> !span.truncated());
                if (complete && fingerprints(pattern).size() > 1) {
                    return pattern;
                }
            }
        }
        return List.of();
    }

    private static void remember(List<Query> recent, Query query) {
        recent.add(query);
        if (recent.size() > MAX_RECENT) {
            recent.remove(0);
        }
    }

    private void report(List<Query> spans, int length, List<PeerFinding> findings) {
        int turns = spans.size() / length;
        List<Query> offenders = spans.subList(0, turns * length);
        if (turns >= MIN_REPETITIONS
                && offenders.stream().mapToLong(Query::nanos).sum() >= threshold.toNanos()) {
            findings.add(new PeerFinding(name, fingerprints(offenders), null, List.of()));
        }
    }

    private static Set<Long> fingerprints(List<Query> queries) {
        Set<Long> fingerprints = new LinkedHashSet<>();
        queries.forEach(query -> fingerprints.add(query.fingerprint()));
        return fingerprints;
    }
}
