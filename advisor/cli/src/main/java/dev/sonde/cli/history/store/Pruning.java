package dev.sonde.cli.history.store;

import static dev.sonde.cli.history.store.HistoryTables.*;

import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Removes the counts of periods that began before an instant. What says since when something is there stays for as long as it
 * is seen: a statement, route, finding or release goes when it was last seen before.
 */
public record Pruning(Instant before) {

    /** How many rows went. */
    public record Removed(long counts, long statements, long findings, long releases, long captures) {}

    Removed on(DSLContext dsl, HistoryTables tables) {
        long counts =
                dsl.deleteFrom(tables.executionCount).where(STARTS.lt(before)).execute();
        counts += dsl.deleteFrom(tables.unitCount).where(STARTS.lt(before)).execute();
        dsl.deleteFrom(tables.sighting)
                .where(FINDING.notIn(DSL.select(FINDING).from(tables.sighting).where(LAST_SEEN.ge(before))))
                .execute();
        long findings = dsl.deleteFrom(tables.finding)
                .where(of(tables.finding, ID).notIn(DSL.select(FINDING).from(tables.sighting)))
                .execute();
        series(dsl, tables);
        long statements = dsl.deleteFrom(tables.statement)
                .where(of(tables.statement, ID).notIn(DSL.select(STATEMENT).from(tables.series)))
                .and(of(tables.statement, ID).notIn(DSL.select(STATEMENT).from(tables.finding)))
                .execute();
        long releases = dsl.deleteFrom(tables.release)
                .where(LAST_SEEN.lt(before))
                .and(of(tables.release, ID).notIn(DSL.select(RELEASE).from(tables.series)))
                .and(of(tables.release, ID).notIn(DSL.select(RELEASE).from(tables.sighting)))
                .and(of(tables.release, ID).notIn(DSL.select(RELEASE).from(tables.unitCount)))
                .execute();
        dsl.deleteFrom(tables.route)
                .where(of(tables.route, ID).notIn(DSL.select(ROUTE).from(tables.series)))
                .and(of(tables.route, ID).notIn(DSL.select(ROUTE).from(tables.unitCount)))
                .execute();
        long captures =
                dsl.deleteFrom(tables.capture).where(LAST_SEEN.lt(before)).execute();
        return new Removed(counts, statements, findings, releases, captures);
    }

    /** Of a statement that a service still executes all releases stay, since the first of them says since when. */
    private void series(DSLContext dsl, HistoryTables tables) {
        Table<Record> later = tables.series.as("later");
        Table<Record> laterRelease = tables.release.as("later_release");
        Table<Record> release = tables.release.as("its_release");
        dsl.deleteFrom(tables.series)
                .where(DSL.notExists(DSL.selectOne()
                        .from(later)
                        .join(laterRelease)
                        .on(of(laterRelease, ID).eq(of(later, RELEASE)))
                        .join(release)
                        .on(of(release, ID).eq(of(tables.series, RELEASE)))
                        .where(of(later, STATEMENT).eq(of(tables.series, STATEMENT)))
                        .and(of(later, LAST_SEEN).ge(before))
                        .and(of(laterRelease, SERVICE).eq(of(release, SERVICE)))))
                .execute();
    }
}
