package dev.sonde.cli.history.store;

import static dev.sonde.cli.history.store.HistoryTables.*;

import dev.sonde.capture.hash.ContentHash;
import dev.sonde.cli.history.store.Rows.CountRow;
import dev.sonde.cli.history.store.Rows.FindingRow;
import dev.sonde.cli.history.store.Rows.ReleaseRow;
import dev.sonde.cli.history.store.Rows.RouteRow;
import dev.sonde.cli.history.store.Rows.SeriesRow;
import dev.sonde.cli.history.store.Rows.SightingRow;
import dev.sonde.cli.history.store.Rows.Subject;
import dev.sonde.cli.history.store.Rows.UnitRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Questions to a history, within one transaction. */
public final class HistoryReader {

    private static final int FETCHED = 5_000;

    private final DSLContext dsl;
    private final HistoryTables tables;

    HistoryReader(DSLContext dsl, HistoryTables tables) {
        this.dsl = dsl;
        this.tables = tables;
    }

    /** The newest migration that was applied, 0 if none was. */
    int version(String schema) {
        boolean exists = dsl.fetchExists(DSL.select()
                .from("pg_class c join pg_namespace n on n.oid = c.relnamespace")
                .where("n.nspname = ? and c.relname = ?", schema, HistorySchema.TABLE));
        if (!exists) {
            return 0;
        }
        Field<String> version = DSL.field(DSL.name("version"), SQLDataType.CLOB);
        return dsl
                .select(version)
                .from(DSL.table(DSL.name(schema, HistorySchema.TABLE)))
                .where(DSL.condition(DSL.field(DSL.name("success"), SQLDataType.BOOLEAN))
                        .and(version.isNotNull()))
                .fetch(version)
                .stream()
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    Map<Long, CountedCapture> captures(Iterable<Long> ids) {
        List<Long> asked = new ArrayList<>();
        ids.forEach(asked::add);
        Map<Long, CountedCapture> captures = new HashMap<>();
        dsl.select(ID, BYTES, RECORDS, FIRST_SEEN, LAST_SEEN)
                .from(tables.capture)
                .where(among(ID, asked))
                .forEach(row -> captures.put(
                        row.get(ID),
                        new CountedCapture(
                                row.get(ID),
                                row.get(BYTES),
                                row.get(RECORDS),
                                row.get(FIRST_SEEN),
                                row.get(LAST_SEEN))));
        return captures;
    }

    /** One parameter however many there are. */
    private static Condition among(Field<Long> field, Collection<Long> ids) {
        return DSL.condition("{0} = any({1})", field, DSL.val(ids.toArray(Long[]::new)));
    }

    /** Releases by service and when they were first seen. */
    public List<ReleaseRow> releases() {
        Field<Long> id = of(tables.release, ID);
        Field<Long> statements = count("statements", DSL.countDistinct(STATEMENT), tables.series, id);
        Field<Long> routes = count("routes", DSL.countDistinct(ROUTE), tables.series, id);
        Field<Long> findings = count("findings", DSL.count(), tables.sighting, id);
        Field<Long> executions = DSL.field(DSL.select(sum(CALLS))
                        .from(tables.executionCount)
                        .join(tables.series)
                        .on(of(tables.series, ID).eq(SERIES))
                        .where(of(tables.series, RELEASE).eq(id)))
                .as("executions");
        return dsl
                .select(id, SERVICE, VERSION, FIRST_SEEN, LAST_SEEN, statements, routes, findings, executions)
                .from(tables.release)
                .fetch(row -> new ReleaseRow(
                        release(row),
                        row.get(FIRST_SEEN),
                        row.get(LAST_SEEN),
                        row.get(statements),
                        row.get(routes),
                        row.get(findings),
                        row.get(executions)))
                .stream()
                .sorted(ReleaseOrder.BY_FIRST)
                .toList();
    }

    private static Field<Long> count(String name, Field<Integer> count, Table<?> table, Field<Long> release) {
        return DSL.field(DSL.select(count.cast(SQLDataType.BIGINT))
                        .from(table)
                        .where(of(table, RELEASE).eq(release)))
                .as(name);
    }

    private static Field<Long> sum(Field<Long> field) {
        return DSL.coalesce(DSL.sum(field).cast(SQLDataType.BIGINT), 0L);
    }

    /** Texts of statements by fingerprint, as far as they are known. */
    public Map<Long, String> statements(Collection<Long> fingerprints) {
        return dsl.select(ID, SQL)
                .from(tables.statement)
                .where(among(ID, fingerprints))
                .fetchMap(ID, SQL);
    }

    /** Fingerprints of all statements. */
    public List<Long> fingerprints() {
        return dsl.select(ID).from(tables.statement).fetch(ID);
    }

    /** Names of all routes, in order. */
    public List<String> routes() {
        return dsl.select(NAME).from(tables.route).fetch(NAME).stream().sorted().toList();
    }

    /** Hands over counts since then, in no order, a few at a time: there may be millions. */
    public void counts(Subject subject, Instant since, Consumer<CountRow> consumer) {
        try (Cursor<? extends Record> rows = dsl.select(
                        SERVICE,
                        VERSION,
                        STARTS,
                        HOURS,
                        STATEMENT,
                        NAME,
                        CALLS,
                        ERRORS,
                        ROW_COUNT,
                        TOTAL_NANOS,
                        MAX_NANOS,
                        TIMES)
                .from(counts())
                .where(subject(subject).and(STARTS.ge(since)))
                .fetchSize(FETCHED)
                .fetchLazy()) {
            for (Record row : rows) {
                consumer.accept(new CountRow(
                        release(row),
                        HistoryWriter.period(row),
                        row.get(STATEMENT),
                        row.get(NAME),
                        HistoryWriter.counts(row)));
            }
        }
    }

    /** All executions of a statement in a release. */
    public record StatementCalls(Release release, long statement, long calls) {}

    /** What is still counted of some statements, whenever it was. */
    public List<StatementCalls> calls(Collection<Long> statements) {
        Field<Long> calls = sum(CALLS).as("all_calls");
        return dsl.select(SERVICE, VERSION, STATEMENT, calls)
                .from(counts())
                .where(among(STATEMENT, statements))
                .groupBy(SERVICE, VERSION, STATEMENT)
                .fetch(row -> new StatementCalls(release(row), row.get(STATEMENT), row.get(calls)));
    }

    private Table<?> counts() {
        return tables.executionCount
                .join(tables.series)
                .on(of(tables.series, ID).eq(SERIES))
                .join(tables.release)
                .on(of(tables.release, ID).eq(of(tables.series, RELEASE)))
                .join(tables.route)
                .on(of(tables.route, ID).eq(of(tables.series, ROUTE)));
    }

    private Condition subject(Subject subject) {
        Condition condition = DSL.noCondition();
        if (subject.service() != null) {
            condition = condition.and(of(tables.release, SERVICE).eq(subject.service()));
        }
        if (subject.statement() != null) {
            condition = condition.and(of(tables.series, STATEMENT).eq(subject.statement()));
        }
        if (subject.route() != null) {
            condition = condition.and(of(tables.series, ROUTE).eq(ContentHash.of(subject.route())));
        }
        return condition;
    }

    /** All calls of the routes that the subject is on, in the releases in which it is. */
    public List<RouteRow> routeCalls(Subject subject, Instant since) {
        Field<Long> calls = sum(CALLS).as("calls_of_route");
        Field<String> service = of(tables.release, SERVICE);
        Field<String> version = of(tables.release, VERSION);
        Field<String> route = of(tables.route, NAME);
        return dsl.select(service, version, STARTS, HOURS, route, calls)
                .from(counts())
                .where(onItsRoutes(subject, of(tables.series, ROUTE)).and(STARTS.ge(since)))
                .groupBy(service, version, STARTS, HOURS, route)
                .fetch(row -> new RouteRow(release(row), HistoryWriter.period(row), row.get(route), row.get(calls)));
    }

    /** Units of work of the routes that the subject is on, in the releases in which it is. */
    public List<UnitRow> units(Subject subject, Instant since) {
        return dsl.select(SERVICE, VERSION, STARTS, HOURS, NAME, UNITS, EXECUTIONS, MAX_NANOS, TIMES)
                .from(tables.unitCount
                        .join(tables.release)
                        .on(of(tables.release, ID).eq(of(tables.unitCount, RELEASE)))
                        .join(tables.route)
                        .on(of(tables.route, ID).eq(of(tables.unitCount, ROUTE))))
                .where(onItsRoutes(subject, of(tables.unitCount, ROUTE)).and(STARTS.ge(since)))
                .fetch(row -> new UnitRow(
                        release(row), HistoryWriter.period(row), row.get(NAME), HistoryWriter.unitCounts(row)));
    }

    private Condition onItsRoutes(Subject subject, Field<Long> route) {
        Condition condition = DSL.noCondition();
        if (subject.service() != null) {
            condition = condition.and(of(tables.release, SERVICE).eq(subject.service()));
        }
        if (subject.route() != null) {
            condition = condition.and(route.eq(ContentHash.of(subject.route())));
        }
        if (subject.statement() != null) {
            Table<Record> own = tables.series.as("own");
            condition = condition.and(DSL.row(of(tables.release, ID), route)
                    .in(DSL.select(of(own, RELEASE), of(own, ROUTE))
                            .from(own)
                            .where(of(own, STATEMENT).eq(subject.statement()))));
        }
        return condition;
    }

    /** When the subject was seen in which release, whenever that was. */
    public List<SeriesRow> series(Subject subject) {
        return dsl.select(
                        of(tables.release, SERVICE),
                        of(tables.release, VERSION),
                        of(tables.series, STATEMENT),
                        of(tables.route, NAME),
                        of(tables.series, FIRST_SEEN),
                        of(tables.series, LAST_SEEN))
                .from(tables.series
                        .join(tables.release)
                        .on(of(tables.release, ID).eq(of(tables.series, RELEASE)))
                        .join(tables.route)
                        .on(of(tables.route, ID).eq(of(tables.series, ROUTE))))
                .where(subject(subject))
                .fetch(row -> new SeriesRow(
                        release(row),
                        row.get(of(tables.series, STATEMENT)),
                        row.get(of(tables.route, NAME)),
                        row.get(of(tables.series, FIRST_SEEN)),
                        row.get(of(tables.series, LAST_SEEN))));
    }

    /** Findings by identifier. */
    public List<FindingRow> findings() {
        SortedMap<Long, FindingRow> findings = new TreeMap<>();
        dsl.select(ID, SERVICE, RULE, KIND, STATEMENT, ROUTE_NAME, LOOP_FRAME)
                .from(tables.finding)
                .forEach(row -> findings.put(
                        row.get(ID),
                        new FindingRow(
                                row.get(ID),
                                row.get(SERVICE),
                                row.get(RULE),
                                row.get(KIND),
                                row.get(STATEMENT),
                                row.get(ROUTE_NAME),
                                row.get(LOOP_FRAME),
                                new ArrayList<>())));
        dsl.select(
                        FINDING,
                        of(tables.release, VERSION),
                        IDENTITY,
                        of(tables.sighting, FIRST_SEEN),
                        of(tables.sighting, LAST_SEEN),
                        VERDICT,
                        SEVERITY,
                        EXECUTIONS,
                        UNITS,
                        SAVED_ROUND_TRIPS,
                        MESSAGE)
                .from(tables.sighting
                        .join(tables.release)
                        .on(of(tables.release, ID).eq(of(tables.sighting, RELEASE))))
                .forEach(row -> {
                    FindingRow finding = findings.get(row.get(FINDING));
                    if (finding != null) {
                        finding.sightings().add(sighting(row));
                    }
                });
        return List.copyOf(findings.values());
    }

    private SightingRow sighting(Record row) {
        return new SightingRow(
                row.get(of(tables.release, VERSION)),
                row.get(IDENTITY),
                row.get(of(tables.sighting, FIRST_SEEN)),
                row.get(of(tables.sighting, LAST_SEEN)),
                row.get(VERDICT),
                row.get(SEVERITY),
                row.get(EXECUTIONS),
                row.get(UNITS),
                row.get(SAVED_ROUND_TRIPS),
                row.get(MESSAGE));
    }

    private static Release release(Record row) {
        return new Release(row.get(SERVICE), row.get(VERSION));
    }
}
