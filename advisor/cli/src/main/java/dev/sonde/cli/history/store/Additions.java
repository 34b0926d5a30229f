package dev.sonde.cli.history.store;

import dev.sonde.analysis.Findings;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.summary.RouteTotals;
import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.analysis.summary.UnitSummary;
import dev.sonde.capture.hash.ContentHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one {@code sonde history add} brings, reduced to rows of the tables. Maps are sorted, so that adds cannot lock each other out. */
public final class Additions {

    /** First and last time of something. */
    record Span(Instant first, Instant last) {
        Span plus(Span other) {
            return new Span(
                    first.isBefore(other.first) ? first : other.first, last.isAfter(other.last) ? last : other.last);
        }
    }

    /** A statement on a route in a release, by their identifiers. */
    record Series(long release, long statement, long route) {
        long id() {
            return ContentHash.finish(ContentHash.add(ContentHash.add(release, statement), route));
        }
    }

    record UnitKey(long release, long route, Period period) {}

    record SightingKey(long finding, long release) {}

    final SortedMap<Long, Release> releases = new TreeMap<>();
    final SortedMap<Long, Span> releaseSpans = new TreeMap<>();
    final SortedMap<Long, String> routes = new TreeMap<>();
    final SortedMap<Long, String> statements = new TreeMap<>();
    final SortedMap<Long, Series> series = new TreeMap<>();
    final SortedMap<Long, Span> seriesSpans = new TreeMap<>();
    final Map<Long, SortedMap<Period, Counts>> counts = new TreeMap<>();
    final Map<UnitKey, UnitCounts> units = new HashMap<>();
    final Map<SightingKey, Sighting> sightings = new HashMap<>();
    final List<CountedCapture> captures = new ArrayList<>();
    final Map<Long, CountedCapture> before = new HashMap<>();

    private long executions;

    /**
     * Adds a part.
     *
     * @param version to count it under, null for the one that the captures name
     */
    public void add(WorkloadPart part, @Nullable String version) {
        Span span = new Span(part.first(), part.last());
        Map<String, StatementSummary> byId = new HashMap<>();
        for (StatementSummary statement : part.summary().statements()) {
            byId.put(statement.id(), statement);
        }
        for (RouteTotals totals : part.summary().routes()) {
            StatementSummary statement = byId.get(totals.statement());
            if (statement == null) { // its text is in a file that was not given
                continue;
            }
            add(totals, statement, version == null ? totals.version() : version, part.period(), span);
        }
        for (UnitSummary unit : part.summary().units()) {
            long release = release(new Release(unit.service(), version == null ? unit.version() : version), span);
            units.merge(
                    new UnitKey(release, route(unit.route()), part.period()),
                    new UnitCounts(unit.units(), unit.executions(), unit.maxNanos(), unit.spans()),
                    UnitCounts::plus);
        }
        for (Finding finding : Findings.of(part.summary(), FindingOptions.ofDefaults())) {
            add(finding, part, version, span);
        }
    }

    private void add(RouteTotals totals, StatementSummary statement, String version, Period period, Span span) {
        long release = release(new Release(totals.service(), version), span);
        long fingerprint = statement.statement().fingerprint();
        statements.merge(fingerprint, statement.statement().sql(), Additions::shorter);
        Series of = new Series(release, fingerprint, route(totals.route()));
        series.put(of.id(), of);
        seriesSpans.merge(of.id(), span, Span::plus);
        executions += totals.calls();
        counts.computeIfAbsent(of.id(), id -> new TreeMap<>())
                .merge(
                        period,
                        new Counts(
                                totals.calls(),
                                totals.errors(),
                                totals.rows(),
                                totals.totalNanos(),
                                totals.maxNanos(),
                                totals.latencies()),
                        Counts::plus);
    }

    private void add(Finding finding, WorkloadPart part, @Nullable String version, Span span) {
        // Pools count from the start of their session, which may be many periods ago
        if (finding.fingerprint().isEmpty()) {
            return;
        }
        Set<String> versions = version != null
                ? Set.of(version)
                : part.summary().sessions().stream()
                        .filter(session -> session.service().equals(finding.service()))
                        .map(session -> session.version())
                        .collect(Collectors.toSet());
        if (versions.size() != 1) {
            return;
        }
        long release =
                release(new Release(finding.service(), versions.iterator().next()), span);
        statements.putIfAbsent(
                Long.parseUnsignedLong(finding.fingerprint(), 16),
                String.valueOf(finding.evidence().getOrDefault("sql", "")));
        sightings.merge(
                new SightingKey(Sighting.key(finding), release),
                new Sighting(finding, span.first(), span.last()),
                Sighting::plus);
    }

    private long release(Release release, Span span) {
        releases.put(release.id(), release);
        releaseSpans.merge(release.id(), span, Span::plus);
        return release.id();
    }

    private long route(String route) {
        long id = ContentHash.of(route);
        routes.put(id, route);
        return id;
    }

    // One fingerprint, several texts: which one is kept does not matter, that it is always the same one does
    private static String shorter(String one, String other) {
        if (one.length() != other.length()) {
            return one.length() < other.length() ? one : other;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }

    /**
     * Notes a file that is counted with this.
     *
     * @param before what the history had of it, null if nothing
     */
    public void add(CountedCapture capture, @Nullable CountedCapture before) {
        captures.add(capture);
        if (before != null) {
            this.before.put(capture.id(), before);
        }
    }

    /** Files that are counted with this. */
    public int captures() {
        return captures.size();
    }

    public long executions() {
        return executions;
    }

    public int statements() {
        return statements.size();
    }

    public List<Release> releases() {
        return List.copyOf(releases.values());
    }
}
