package dev.sonde.cli.history.store;

import static dev.sonde.cli.history.store.HistoryTables.*;

import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Removes the counts of periods that began before an instant. Of a statement, route or finding that was seen since, the first
 * release stays, which says since when it is there; what was last seen before goes.
 */
public record Pruning(Instant before) {

    /** How many rows went. */
    public record Removed(long counts, long statements, long findings, long releases, long captures) {}

    Removed on(DSLContext dsl, HistoryTables tables) {
        long counts =
                dsl.deleteFrom(tables.executionCount).where(STARTS.lt(before)).execute();
        counts += dsl.deleteFrom(tables.unitCount).where(STARTS.lt(before)).execute();
        sightings(dsl, tables);
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

    private void sightings(DSLContext dsl, HistoryTables tables) {
        Field<Boolean> kept = DSL.field(
                        LAST_SEEN.ge(before).or(isFirst(List.of(FINDING), FIRST_SEEN, LAST_SEEN, RELEASE)))
                .as("kept");
        Table<?> marked =
                DSL.select(FINDING, RELEASE, kept).from(tables.sighting).asTable("marked");
        dsl.deleteFrom(tables.sighting)
                .where(DSL.row(FINDING, RELEASE)
                        .notIn(DSL.select(FINDING, RELEASE).from(marked).where(DSL.condition(kept(marked)))))
                .execute();
    }

    /** The first stays of each statement, of each route, and of each statement on a route. */
    private void series(DSLContext dsl, HistoryTables tables) {
        Field<Long> id = of(tables.series, ID);
        Field<Instant> first = of(tables.series, FIRST_SEEN);
        Field<Instant> last = of(tables.series, LAST_SEEN);
        Condition condition = last.ge(before);
        for (List<Field<?>> of : List.<List<Field<?>>>of(
                List.of(SERVICE, STATEMENT), List.of(SERVICE, ROUTE), List.of(SERVICE, STATEMENT, ROUTE))) {
            condition = condition.or(isFirst(of, first, last, id));
        }
        Field<Boolean> kept = DSL.field(condition).as("kept");
        Table<?> marked = DSL.select(id, kept)
                .from(tables.series)
                .join(tables.release)
                .on(of(tables.release, ID).eq(RELEASE))
                .asTable("marked");
        dsl.deleteFrom(tables.series)
                .where(id.notIn(DSL.select(ID).from(marked).where(DSL.condition(kept(marked)))))
                .execute();
    }

    /** Whether a row is the first of some whose last was seen since. */
    private Condition isFirst(List<Field<?>> of, Field<Instant> first, Field<Instant> last, Field<Long> tie) {
        return DSL.rowNumber()
                .over(DSL.partitionBy(of).orderBy(first, tie))
                .eq(1)
                .and(DSL.max(last).over(DSL.partitionBy(of)).ge(before));
    }

    private static Field<Boolean> kept(Table<?> marked) {
        return DSL.field(marked.getQualifiedName().append("kept"), SQLDataType.BOOLEAN);
    }
}
