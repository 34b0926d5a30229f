package dev.sonde.cli.history;

import dev.sonde.capture.hash.ContentHash;
import dev.sonde.cli.history.HistoryPage.FindingHistory;
import dev.sonde.cli.history.HistoryPage.PeriodTrend;
import dev.sonde.cli.history.HistoryPage.ReleaseTrend;
import dev.sonde.cli.history.HistoryPage.RouteTrend;
import dev.sonde.cli.history.HistoryPage.Seen;
import dev.sonde.cli.history.HistoryPage.StatementTrend;
import dev.sonde.cli.history.store.HistoryReader;
import dev.sonde.cli.history.store.Period;
import dev.sonde.cli.history.store.Release;
import dev.sonde.cli.history.store.Rows.CountRow;
import dev.sonde.cli.history.store.Rows.FindingRow;
import dev.sonde.cli.history.store.Rows.ReleaseRow;
import dev.sonde.cli.history.store.Rows.SeriesRow;
import dev.sonde.cli.history.store.Rows.UnitRow;
import dev.sonde.cli.history.store.UnitCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the page of a subject. */
final class HistoryPages {

    /** Statements and routes that a page shows. */
    static final int MOST = 20;

    private record OfStatement(String service, long statement) {}

    private record OfRoute(String service, String route) {}

    private record OfPeriod(String service, Period period) {}

    private final HistoryReader reader;
    private final Asked asked;
    private final Instant since;
    private final Period.Length length;

    private final List<ReleaseRow> releases;
    private final List<SeriesRow> series;
    private final List<UnitRow> unitRows;
    private final UnitTotals units;
    private final Map<Release, LoadSum> byRelease = new HashMap<>();
    private final Map<OfPeriod, LoadSum> byPeriod =
            new TreeMap<>(Comparator.comparing(OfPeriod::service).thenComparing(OfPeriod::period));
    private final Map<OfStatement, LoadSum> byStatement = new HashMap<>();
    private final Map<OfRoute, LoadSum> byRoute = new HashMap<>();
    private long knownByDayOnly;

    private HistoryPages(HistoryReader reader, Asked asked, Instant since, Period.Length length) {
        this.reader = reader;
        this.asked = asked;
        this.since = since;
        this.length = length;
        this.releases = reader.releases();
        this.series = new ArrayList<>(reader.series(asked.rows()));
        this.unitRows = reader.units(asked.rows(), since);
        this.units = new UnitTotals(unitRows, reader.routeCalls(asked.rows(), since));
        Map<Release, Integer> order = new HashMap<>();
        releases.forEach(row -> order.put(row.release(), order.size()));
        series.sort(Comparator.comparing(SeriesRow::first).thenComparing(row -> order.getOrDefault(row.release(), 0)));
    }

    /** A page, and how many executions it had to leave out of its hours. */
    record Made(HistoryPage page, long knownByDayOnly) {}

    static Made of(HistoryReader reader, Asked asked, Instant since, Period.Length length) {
        HistoryPages pages = new HistoryPages(reader, asked, since, length);
        reader.counts(asked.rows(), since, pages::add);
        return new Made(pages.page(), pages.knownByDayOnly);
    }

    private void add(CountRow row) {
        String service = row.release().service();
        byRelease.computeIfAbsent(row.release(), key -> new LoadSum()).add(row);
        byStatement
                .computeIfAbsent(new OfStatement(service, row.statement()), key -> new LoadSum())
                .add(row);
        byRoute.computeIfAbsent(new OfRoute(service, row.route()), key -> new LoadSum())
                .add(row);
        if (row.period().hours() > length.hours()) {
            knownByDayOnly += row.counts().calls();
            return;
        }
        byPeriod.computeIfAbsent(new OfPeriod(service, Period.of(row.period().starts(), length)), key -> new LoadSum())
                .add(row);
    }

    private HistoryPage page() {
        return new HistoryPage(
                HistoryPage.SCHEMA_VERSION,
                since,
                asked.subject(),
                seen(),
                releases.stream()
                        .filter(row -> byRelease.containsKey(row.release()))
                        .map(this::release)
                        .toList(),
                periods(),
                asked.subject().fingerprint() == null ? statements() : List.of(),
                routes(),
                findings());
    }

    /** From the series, which are in order of time. */
    private List<Seen> seen() {
        Map<String, Seen> seen = new TreeMap<>();
        for (SeriesRow row : series) {
            Release release = row.release();
            Seen one = new Seen(release.service(), row.first(), release.version(), row.last(), release.version());
            seen.merge(
                    release.service(),
                    one,
                    (before, now) -> now.last().isBefore(before.last())
                            ? before
                            : new Seen(
                                    before.service(),
                                    before.first(),
                                    before.firstVersion(),
                                    now.last(),
                                    now.lastVersion()));
        }
        return List.copyOf(seen.values());
    }

    private ReleaseTrend release(ReleaseRow row) {
        List<SeriesRow> own =
                series.stream().filter(of -> of.release().equals(row.release())).toList();
        return new ReleaseTrend(
                row.release().service(),
                row.release().version(),
                own.stream()
                        .map(SeriesRow::first)
                        .min(Comparator.naturalOrder())
                        .orElse(row.first()),
                own.stream().map(SeriesRow::last).max(Comparator.naturalOrder()).orElse(row.last()),
                byRelease.getOrDefault(row.release(), new LoadSum()).load(units));
    }

    private List<PeriodTrend> periods() {
        List<PeriodTrend> periods = new ArrayList<>();
        byPeriod.forEach((key, sum) -> periods.add(new PeriodTrend(
                key.service(),
                key.period().starts(),
                key.period().hours(),
                List.copyOf(sum.versions()),
                sum.load(units))));
        return periods;
    }

    private static <K> Comparator<Map.Entry<K, LoadSum>> dearestFirst() {
        return Comparator.<Map.Entry<K, LoadSum>>comparingLong(
                        entry -> entry.getValue().nanos())
                .thenComparingLong(entry -> entry.getValue().executions())
                .reversed();
    }

    private List<StatementTrend> statements() {
        List<Map.Entry<OfStatement, LoadSum>> dearest = byStatement.entrySet().stream()
                .sorted(HistoryPages.<OfStatement>dearestFirst()
                        .thenComparing(entry -> entry.getKey().service())
                        .thenComparing(entry -> ContentHash.hex(entry.getKey().statement())))
                .limit(MOST)
                .toList();
        Map<Long, String> texts = reader.statements(dearest.stream()
                .map(entry -> entry.getKey().statement())
                .distinct()
                .toList());
        List<StatementTrend> statements = new ArrayList<>();
        for (Map.Entry<OfStatement, LoadSum> entry : dearest) {
            OfStatement key = entry.getKey();
            for (SeriesRow row : series) {
                if (row.statement() == key.statement()
                        && row.release().service().equals(key.service())) {
                    statements.add(new StatementTrend(
                            key.service(),
                            ContentHash.hex(key.statement()),
                            texts.getOrDefault(key.statement(), ""),
                            row.first(),
                            row.release().version(),
                            entry.getValue().load(units)));
                    break;
                }
            }
        }
        return statements;
    }

    private List<RouteTrend> routes() {
        Map<OfRoute, UnitCounts> unitsByRoute = new HashMap<>();
        unitRows.forEach(row ->
                unitsByRoute.merge(new OfRoute(row.release().service(), row.route()), row.counts(), UnitCounts::plus));
        List<RouteTrend> routes = new ArrayList<>();
        byRoute.entrySet().stream()
                .sorted(HistoryPages.<OfRoute>dearestFirst()
                        .thenComparing(entry -> entry.getKey().service())
                        .thenComparing(entry -> entry.getKey().route()))
                .limit(MOST)
                .forEach(entry -> {
                    OfRoute key = entry.getKey();
                    UnitCounts of = unitsByRoute.getOrDefault(key, UnitCounts.NONE);
                    series.stream()
                            .filter(row -> row.route().equals(key.route())
                                    && row.release().service().equals(key.service()))
                            .findFirst()
                            .ifPresent(row -> routes.add(new RouteTrend(
                                    key.service(),
                                    key.route(),
                                    row.first(),
                                    row.release().version(),
                                    of.units(),
                                    of.times().quantileMillis(0.95),
                                    entry.getValue().load(units))));
                });
        return routes;
    }

    private List<FindingHistory> findings() {
        List<FindingRow> about =
                reader.findings().stream().filter(asked::isAbout).toList();
        Map<FindingHistories.Run, Long> executions = new HashMap<>();
        reader.calls(about.stream().map(FindingRow::statement).distinct().toList())
                .forEach(row -> executions.put(new FindingHistories.Run(row.release(), row.statement()), row.calls()));
        return new FindingHistories(releases, executions).of(about);
    }
}
