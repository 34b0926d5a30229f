package dev.sonde.engine.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.engine.Source;
import dev.sonde.engine.bind.PlannedStatement.PlanKind;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.workload.Workload;
import dev.sonde.engine.workload.WorkloadStatement;
import dev.sonde.engine.workload.WorkloadStatement.Sample;
import dev.sonde.engine.workload.WorkloadStatement.Variant;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PlannedWorkloadTest {

    private static final String SCHEMA = """
            create table events (id int primary key, kind text not null, tenant int not null, body text not null);
            insert into events select i, case when i % 2000 < 2 then 'rare ' || i % 2000 when i % 40 = 7 then 'some' else 'most' end,
              case when i < 15000 then 1 else i end, repeat('b', 300) || i
              from generate_series(1, 20000) i;
            create index events_kind on events (kind); create index events_tenant on events (tenant);
            """;

    private static String database;
    private static CatalogSnapshot snapshot;
    private static PlanTwin twin;

    @BeforeAll
    static void makeDatabase() throws SQLException {
        database = Source.analysed(SCHEMA);
        snapshot = Source.snapshot(database);
        twin = PlanTwin.start(snapshot);
    }

    @AfterAll
    static void stopTwin() {
        twin.close();
    }

    /** Literals that became parameters have no type; the server then refuses the statement that it took before. */
    @Test
    void literalsThatTheServerCannotTypeArePutBack() {
        WorkloadStatement typed = literal(
                "select sum(case when kind = $1 then $2 else $3 end), max(tenant * ($4 - $5)) from events"
                        + " where tenant > $6 and now() > $7::date + $8::interval year",
                "some",
                "1",
                "0",
                "1",
                "0.06",
                "15000",
                "2025-01-01",
                "1");
        WorkloadStatement quoted =
                literal("select ($1 || $2) || body from events where length($3 || kind) = $4", "a", "1", "2", "3");
        WorkloadStatement hopeless = literal("select no_such($1, body) from events where tenant = $2", "x", "1");

        PlannedWorkload planned = PlannedWorkload.of(
                twin, snapshot, BindMatcher.none(), new Workload(List.of(typed, quoted, hopeless), ""));

        assertThat(planned.unplannable())
                .extracting(one -> one.statement().sql() + ": " + one.reason())
                .singleElement()
                .asString()
                .startsWith(hopeless.sql());
        assertThat(planned.statements())
                .extracting(PlannedStatement::sql)
                .anyMatch(sql -> sql.contains("kind = 'some' then 1 else 0 end), max(tenant * (1 - 0.06))"));
        assertThat(planned.divided(twin, List.of()).statements())
                .extracting(PlannedStatement::calls)
                .allMatch(calls -> calls == 1);
    }

    private static WorkloadStatement literal(String sql, String... values) {
        Map<Integer, @Nullable String> byPosition = new TreeMap<>();
        for (String value : values) {
            byPosition.put(byPosition.size() + 1, value);
        }
        return new WorkloadStatement(
                        "00000000000000f1",
                        "00000000000000f1",
                        sql,
                        Set.copyOf(byPosition.keySet()),
                        List.of(),
                        1,
                        Double.NaN,
                        Double.NaN,
                        List.of(),
                        List.of())
                .with(List.of(Sample.of(byPosition)), Double.NaN);
    }

    @Test
    void valuesThatArePlannedAlikeAreOneCluster() {
        PlannedWorkload planned = plan(hashed(
                "select * from events where kind = $1", Set.of(), "most", 70, "some", 20, "rare 0", 6, "rare 1", 4));

        assertThat(planned.statements())
                .filteredOn(statement -> statement.kind() == PlanKind.CUSTOM)
                .extracting(PlannedStatement::sql)
                .satisfiesExactly(
                        sql -> assertThat(sql).endsWith("kind = 'most'"),
                        sql -> assertThat(sql).endsWith("kind = 'some'"),
                        sql -> assertThat(sql).contains("kind = 'rare "));
        assertThat(planned.statements())
                .extracting(PlannedStatement::calls)
                .containsExactly(700.0, 200.0, 100.0, 0.0); // the last is the generic plan
    }

    @Test
    void literalsOfTheTextAreKeptApartThoughTheyArePlannedAlike() {
        PlannedWorkload planned =
                plan(hashed("select * from events where kind = $1", Set.of(1), "rare 0", 60, "rare 1", 40));

        assertThat(planned.statements())
                .extracting(PlannedStatement::sql)
                .containsExactly(
                        "select * from events where kind = 'rare 0'", "select * from events where kind = 'rare 1'");
        assertThat(planned.statements())
                .allSatisfy(statement -> assertThat(statement.boundColumns()).isEmpty());
        assertThat(planned.divided(twin, List.of()).statements()).hasSize(2);
    }

    @Test
    void ofTooManyLiteralsNoneIsReliedUpon() {
        List<Sample> samples = new ArrayList<>();
        for (int id = 1; id <= 300; id++) {
            samples.add(Sample.of(Map.of(1, Integer.toString(20 * id))));
        }
        PlannedWorkload planned =
                plan(hashed("select * from events where id = $1", Set.of(1)).with(samples, 5));

        assertThat(planned.statements()).hasSize(PlanClusters.MAX);
        assertThat(planned.statements().stream()
                        .mapToDouble(PlannedStatement::calls)
                        .sum())
                .isEqualTo(1_000, within(1e-6));
        assertThat(planned.statements().stream()
                        .filter(statement -> statement.boundColumns().isEmpty())
                        .mapToDouble(PlannedStatement::calls)
                        .sum())
                .as("single literals") // each of 256 that were looked at stands for four calls
                .isLessThan(40);
    }

    @Test
    void capturedValuesArePlannedAsTheyAreAndHoldTheirTime() {
        PlannedWorkload planned = plan(hashed("select * from events where tenant = $1 and id < $2", Set.of())
                .with(
                        List.of(sample(9, 1, "1", "20000"), sample(1, 81, "17000", "20000"), sample(0.5, 9, null, "1")),
                        3));

        assertThat(planned.statements())
                .filteredOn(statement -> statement.kind() == PlanKind.CUSTOM)
                .extracting(PlannedStatement::sql)
                .containsExactly(
                        "select * from events where tenant = '1' and id < '20000'",
                        "select * from events where tenant = '17000' and id < '20000'",
                        "select * from events where tenant = null and id < '1'");
        assertThat(planned.statements().get(1).timeShare()).isEqualTo(81 / 94.5, within(1e-9));
    }

    @Test
    void aPatternThatIsNotKnownStaysAParameter() {
        PlannedWorkload planned = plan(
                hashed("select * from events where body like $1", Set.of(), "b%", 10),
                hashed("select * from events where body like $1 and id > 1", Set.of())
                        .with(List.of(Sample.of(Map.of(1, "b%"))), 3));

        assertThat(planned.statements())
                .extracting(PlannedStatement::sql)
                .contains(
                        "select * from events where body like $1",
                        "select * from events where body like 'b%' and id > 1");
    }

    @Test
    void aStatementThatIsHotRunsByItsGenericPlan() {
        WorkloadStatement lookUp = hashed("select * from events where id = $1", Set.of());

        PlannedWorkload hot = plan(lookUp).divided(twin, List.of());
        PlannedWorkload cold = plan(lookUp.with(List.of(), 4)).divided(twin, List.of());

        assertThat(hot.statements()).extracting(PlannedStatement::kind).containsExactly(PlanKind.GENERIC);
        assertThat(hot.statements().get(0).sql()).endsWith("id = $1");
        assertThat(hot.genericShare(lookUp)).isEqualTo(1);
        assertThat(cold.statements()).extracting(PlannedStatement::kind).containsExactly(PlanKind.CUSTOM);
        assertThat(cold.genericShare(lookUp)).isZero();
    }

    @Test
    void aValueThatTheTypeDoesNotKnowIsLeftOut() {
        PlannedWorkload planned = plan(hashed("select * from events where id = $1", Set.of())
                .with(List.of(Sample.of(Map.of(1, "no number")), Sample.of(Map.of(1, "17"))), 3));

        assertThat(planned.unplannable()).isEmpty();
        assertThat(planned.statements().get(0).sql()).endsWith("id = '17'");
        assertThat(planned.statements().get(0).calls()).isEqualTo(1_000);
    }

    @Test
    void whatTheServerRefusesIsListedAndTheRestGoesOn() {
        PlannedWorkload planned = plan(
                hashed("select * from nowhere where id = $1", Set.of()),
                hashed("select * from events where id = $1", Set.of()));

        assertThat(planned.unplannable())
                .extracting(PlannedWorkload.Unplannable::reason)
                .satisfiesExactly(reason -> assertThat(reason).contains("relation \"nowhere\" does not exist"));
        assertThat(planned.general()).hasSize(1);
    }

    @Test
    void valuesOutsideOfTheStatisticsAreNoted() {
        String sql = "select * from events where id = $1";
        List<Sample> inside = List.of(sample(1, 1, "1"), sample(1, 1, "20000"), sample(98, 1, "500"));
        List<Sample> outside = List.of(sample(20, 1, "20001"), sample(80, 1, "500"));

        assertThat(plan(hashed(sql, Set.of()).with(inside, 3)).notes()).isEmpty();
        assertThat(plan(hashed(sql, Set.of()).with(outside, 3)).notes())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("20 % of the values bound to $1 of query ")
                .contains("public.events.id have seen (1 to 20000)");
    }

    @Test
    void hashesAgainstARedactedSnapshotAreNoted() throws SQLException {
        CatalogSnapshot redacted;
        try (Connection connection = Source.connect(database)) {
            redacted = SnapshotReader.read(
                    connection, SnapshotReader.Options.ofDefaults().redacted());
        }
        Workload workload = new Workload(
                List.of(
                        hashed("select * from events where kind = $1", Set.of(), "most", 10),
                        hashed("select * from events where id = $1", Set.of(), "17", 10)),
                "");

        assertThat(PlannedWorkload.of(twin, redacted, PlannedWorkloadTest::matches, workload)
                        .notes())
                .containsExactly("the snapshot is redacted, so the bind hashes of 1 statement could not be matched to"
                        + " common text values, and are planned as average ones");
    }

    private static PlannedWorkload plan(WorkloadStatement... statements) {
        return PlannedWorkload.of(twin, snapshot, PlannedWorkloadTest::matches, new Workload(List.of(statements), ""));
    }

    /** What a hash of the value's text would be; the real one is keyed. */
    private static boolean matches(int hash, String value, String type) {
        return value.hashCode() == hash;
    }

    private static Sample sample(double weight, double millis, @Nullable String... values) {
        TreeMap<Integer, @Nullable String> bound = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            bound.put(i + 1, values[i]);
        }
        return new Sample(bound, weight, millis);
    }

    /** A thousand executions; values and how often each was bound. */
    private static WorkloadStatement hashed(String sql, Set<Integer> literals, Object... valuesAndCalls) {
        List<Variant> variants = new ArrayList<>();
        for (int i = 0; i < valuesAndCalls.length; i += 2) {
            variants.add(new Variant(List.of(valuesAndCalls[i].hashCode()), (Integer) valuesAndCalls[i + 1]));
        }
        return new WorkloadStatement(
                "%016x".formatted(sql.hashCode()),
                "%016x".formatted(sql.hashCode()),
                sql,
                literals,
                List.of(),
                1_000,
                Double.NaN,
                5,
                List.of(),
                variants);
    }
}
