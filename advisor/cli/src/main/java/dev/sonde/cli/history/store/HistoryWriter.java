package dev.sonde.cli.history.store;

import static dev.sonde.cli.history.store.HistoryTables.*;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.cli.history.store.Additions.Span;
import dev.sonde.cli.history.store.Additions.UnitKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jooq.BatchBindStep;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Adds to the tables within a transaction. Sketches cannot be merged by the server, so whoever adds is alone meanwhile. */
final class HistoryWriter {

    private static final int CHUNK = 1_000;

    private final DSLContext dsl;
    private final HistoryTables tables;
    private final String schema;

    HistoryWriter(DSLContext dsl, HistoryTables tables, String schema) {
        this.dsl = dsl;
        this.tables = tables;
        this.schema = schema;
    }

    /** Waits until nobody else writes to this history, and keeps others waiting until the transaction ends. */
    static void lock(DSLContext dsl, String schema) {
        dsl.fetch("select pg_advisory_xact_lock({0})", DSL.val(ContentHash.of("sonde history " + schema)));
    }

    boolean add(Additions additions) {
        lock(dsl, schema);
        Map<Long, CountedCapture> known = new HistoryReader(dsl, tables)
                .captures(additions.captures.stream().map(CountedCapture::id).toList());
        if (!known.equals(additions.before)) {
            return false;
        }
        names(additions);
        series(additions);
        List<Long> series = List.copyOf(additions.counts.keySet());
        for (int from = 0; from < series.size(); from += CHUNK) {
            counts(additions, series.subList(from, Math.min(series.size(), from + CHUNK)));
        }
        units(additions);
        findings(additions);
        captures(additions);
        return true;
    }

    private void names(Additions additions) {
        Query release = dsl.insertInto(tables.release, ID, SERVICE, VERSION, FIRST_SEEN, LAST_SEEN)
                .values(0L, "", "", Instant.EPOCH, Instant.EPOCH)
                .onConflict(ID)
                .doUpdate()
                .set(FIRST_SEEN, DSL.least(of(tables.release, FIRST_SEEN), DSL.excluded(FIRST_SEEN)))
                .set(LAST_SEEN, DSL.greatest(of(tables.release, LAST_SEEN), DSL.excluded(LAST_SEEN)));
        List<Object[]> rows = new ArrayList<>();
        additions.releases.forEach((id, of) -> {
            Span span = Objects.requireNonNull(additions.releaseSpans.get(id));
            rows.add(new Object[] {id, stored(of.service()), stored(of.version()), span.first(), span.last()});
        });
        execute(release, rows);
        rows.clear();
        additions.routes.forEach((id, name) -> rows.add(new Object[] {id, stored(name)}));
        execute(dsl.insertInto(tables.route, ID, NAME).values(0L, "").onConflictDoNothing(), rows);
        rows.clear();
        additions.statements.forEach((id, sql) -> rows.add(new Object[] {id, stored(sql)}));
        execute(dsl.insertInto(tables.statement, ID, SQL).values(0L, "").onConflictDoNothing(), rows);
    }

    private void series(Additions additions) {
        List<Object[]> rows = new ArrayList<>();
        additions.series.forEach((id, of) -> {
            Span span = Objects.requireNonNull(additions.seriesSpans.get(id));
            rows.add(new Object[] {id, of.release(), of.statement(), of.route(), span.first(), span.last()});
        });
        execute(
                dsl.insertInto(tables.series, ID, RELEASE, STATEMENT, ROUTE, FIRST_SEEN, LAST_SEEN)
                        .values(0L, 0L, 0L, 0L, Instant.EPOCH, Instant.EPOCH)
                        .onConflict(ID)
                        .doUpdate()
                        .set(FIRST_SEEN, DSL.least(of(tables.series, FIRST_SEEN), DSL.excluded(FIRST_SEEN)))
                        .set(LAST_SEEN, DSL.greatest(of(tables.series, LAST_SEEN), DSL.excluded(LAST_SEEN))),
                rows);
    }

    private void counts(Additions additions, List<Long> series) {
        record Key(long series, Period period) {}
        Map<Key, Counts> all =
                new TreeMap<>(Comparator.comparingLong(Key::series).thenComparing(Key::period));
        for (long id : series) {
            Objects.requireNonNull(additions.counts.get(id))
                    .forEach((period, counts) -> all.put(new Key(id, period), counts));
        }
        List<Instant> starts = all.keySet().stream()
                .map(key -> key.period().starts())
                .distinct()
                .toList();
        dsl.select(SERIES, STARTS, HOURS, CALLS, ERRORS, ROW_COUNT, TOTAL_NANOS, MAX_NANOS, TIMES)
                .from(tables.executionCount)
                .where(SERIES.in(series).and(STARTS.in(starts)))
                .forEach(row -> all.computeIfPresent(
                        new Key(row.get(SERIES), period(row)), (key, counts) -> counts.plus(counts(row))));
        List<Object[]> rows = new ArrayList<>();
        all.forEach((key, of) -> rows.add(new Object[] {
            key.series(),
            key.period().starts(),
            (short) key.period().hours(),
            of.calls(),
            of.errors(),
            of.rows(),
            of.totalNanos(),
            of.maxNanos(),
            StoredTimes.bytes(of.times())
        }));
        execute(
                dsl.insertInto(
                                tables.executionCount,
                                SERIES,
                                STARTS,
                                HOURS,
                                CALLS,
                                ERRORS,
                                ROW_COUNT,
                                TOTAL_NANOS,
                                MAX_NANOS,
                                TIMES)
                        .values(0L, Instant.EPOCH, (short) 0, 0L, 0L, 0L, 0L, 0L, new byte[0])
                        .onConflict(SERIES, STARTS, HOURS)
                        .doUpdate()
                        .set(excluded(CALLS, ERRORS, ROW_COUNT, TOTAL_NANOS, MAX_NANOS, TIMES)),
                rows);
    }

    private void units(Additions additions) {
        Map<UnitKey, UnitCounts> all = new TreeMap<>(Comparator.comparingLong(UnitKey::release)
                .thenComparingLong(UnitKey::route)
                .thenComparing(UnitKey::period));
        all.putAll(additions.units);
        List<Instant> starts = all.keySet().stream()
                .map(key -> key.period().starts())
                .distinct()
                .toList();
        dsl.select(RELEASE, ROUTE, STARTS, HOURS, UNITS, EXECUTIONS, MAX_NANOS, TIMES)
                .from(tables.unitCount)
                .where(RELEASE.in(additions.releases.keySet()).and(STARTS.in(starts)))
                .forEach(row -> all.computeIfPresent(
                        new UnitKey(row.get(RELEASE), row.get(ROUTE), period(row)),
                        (key, counts) -> counts.plus(unitCounts(row))));
        List<Object[]> rows = new ArrayList<>();
        all.forEach((key, of) -> rows.add(new Object[] {
            key.release(),
            key.route(),
            key.period().starts(),
            (short) key.period().hours(),
            of.units(),
            of.executions(),
            of.maxNanos(),
            StoredTimes.bytes(of.times())
        }));
        execute(
                dsl.insertInto(tables.unitCount, RELEASE, ROUTE, STARTS, HOURS, UNITS, EXECUTIONS, MAX_NANOS, TIMES)
                        .values(0L, 0L, Instant.EPOCH, (short) 0, 0L, 0L, 0L, new byte[0])
                        .onConflict(RELEASE, ROUTE, STARTS, HOURS)
                        .doUpdate()
                        .set(excluded(UNITS, EXECUTIONS, MAX_NANOS, TIMES)),
                rows);
    }

    private void findings(Additions additions) {
        Map<Long, Sighting> byFinding = new TreeMap<>();
        Map<Additions.SightingKey, Sighting> sightings =
                new TreeMap<>(Comparator.comparingLong(Additions.SightingKey::finding)
                        .thenComparingLong(Additions.SightingKey::release));
        sightings.putAll(additions.sightings);
        sightings.forEach((key, sighting) -> byFinding.putIfAbsent(key.finding(), sighting));
        List<Object[]> rows = new ArrayList<>();
        byFinding.forEach((id, sighting) -> {
            Finding finding = sighting.finding();
            rows.add(new Object[] {
                id,
                stored(finding.service()),
                finding.rule(),
                finding.kind(),
                Long.parseUnsignedLong(finding.fingerprint(), 16),
                stored(finding.route()),
                stored(sighting.loopMethod())
            });
        });
        execute(
                dsl.insertInto(tables.finding, ID, SERVICE, RULE, KIND, STATEMENT, ROUTE_NAME, LOOP_FRAME)
                        .values(0L, "", "", "", 0L, "", "")
                        .onConflictDoNothing(),
                rows);
        rows.clear();
        sightings.forEach((key, sighting) -> rows.add(new Object[] {
            key.finding(),
            key.release(),
            Sighting.identity(sighting.finding()),
            sighting.first(),
            sighting.last(),
            (short) sighting.finding().verdict().ordinal(),
            (short) sighting.finding().severity().ordinal(),
            sighting.executions(),
            sighting.units(),
            sighting.savedRoundTrips(),
            stored(sighting.finding().message())
        }));
        execute(
                dsl.insertInto(
                                tables.sighting,
                                FINDING,
                                RELEASE,
                                IDENTITY,
                                FIRST_SEEN,
                                LAST_SEEN,
                                VERDICT,
                                SEVERITY,
                                EXECUTIONS,
                                UNITS,
                                SAVED_ROUND_TRIPS,
                                MESSAGE)
                        .values(0L, 0L, 0L, Instant.EPOCH, Instant.EPOCH, (short) 0, (short) 0, 0L, 0L, 0L, "")
                        .onConflict(FINDING, RELEASE)
                        .doUpdate()
                        .set(FIRST_SEEN, DSL.least(of(tables.sighting, FIRST_SEEN), DSL.excluded(FIRST_SEEN)))
                        .set(LAST_SEEN, DSL.greatest(of(tables.sighting, LAST_SEEN), DSL.excluded(LAST_SEEN)))
                        .set(VERDICT, DSL.least(of(tables.sighting, VERDICT), DSL.excluded(VERDICT)))
                        .set(SEVERITY, DSL.least(of(tables.sighting, SEVERITY), DSL.excluded(SEVERITY)))
                        .set(EXECUTIONS, of(tables.sighting, EXECUTIONS).plus(DSL.excluded(EXECUTIONS)))
                        .set(UNITS, of(tables.sighting, UNITS).plus(DSL.excluded(UNITS)))
                        .set(
                                SAVED_ROUND_TRIPS,
                                of(tables.sighting, SAVED_ROUND_TRIPS).plus(DSL.excluded(SAVED_ROUND_TRIPS)))
                        .set(MESSAGE, DSL.excluded(MESSAGE)),
                rows);
    }

    private void captures(Additions additions) {
        List<Object[]> rows = new ArrayList<>();
        additions.captures.stream()
                .sorted(Comparator.comparingLong(CountedCapture::id))
                .forEach(of -> rows.add(new Object[] {of.id(), of.bytes(), of.records(), of.first(), of.last()}));
        execute(
                dsl.insertInto(tables.capture, ID, BYTES, RECORDS, FIRST_SEEN, LAST_SEEN)
                        .values(0L, 0L, 0L, Instant.EPOCH, Instant.EPOCH)
                        .onConflict(ID)
                        .doUpdate()
                        .set(excluded(BYTES, RECORDS, FIRST_SEEN, LAST_SEEN)),
                rows);
    }

    private static Map<Field<?>, Field<?>> excluded(Field<?>... columns) {
        Map<Field<?>, Field<?>> set = new LinkedHashMap<>();
        for (Field<?> column : columns) {
            set.put(column, DSL.excluded(column));
        }
        return set;
    }

    private void execute(Query query, List<Object[]> rows) {
        for (int from = 0; from < rows.size(); from += CHUNK) {
            BatchBindStep batch = dsl.batch(query);
            for (Object[] row : rows.subList(from, Math.min(rows.size(), from + CHUNK))) {
                batch = batch.bind(row);
            }
            batch.execute();
        }
    }

    static Period period(Record row) {
        return new Period(row.get(STARTS), row.get(HOURS));
    }

    static Counts counts(Record row) {
        return new Counts(
                row.get(CALLS),
                row.get(ERRORS),
                row.get(ROW_COUNT),
                row.get(TOTAL_NANOS),
                row.get(MAX_NANOS),
                StoredTimes.times(row.get(TIMES)));
    }

    static UnitCounts unitCounts(Record row) {
        return new UnitCounts(
                row.get(UNITS), row.get(EXECUTIONS), row.get(MAX_NANOS), StoredTimes.times(row.get(TIMES)));
    }

    /** PostgreSQL's text has every character but this one. */
    private static String stored(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
