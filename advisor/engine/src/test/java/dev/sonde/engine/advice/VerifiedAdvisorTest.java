package dev.sonde.engine.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.sonde.engine.Source;
import dev.sonde.engine.advice.AdviceReport.BuiltIndex;
import dev.sonde.engine.bind.BindMatcher;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.verify.AdviceVerifier;
import dev.sonde.engine.verify.VerifyOptions;
import dev.sonde.engine.workload.Workload;
import dev.sonde.engine.workload.WorkloadStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerifiedAdvisorTest {

    private static final VerifyOptions PATIENT =
            new VerifyOptions(Duration.ofSeconds(20), Duration.ofMinutes(1), Duration.ofSeconds(1), 3);

    private static final Workload READINGS = new Workload(
            List.of(
                    statement("00000000000000a1", "select count(filler) from readings where device = 77", 1000),
                    statement(
                            "00000000000000a2",
                            "select * from readings where to_char(taken, 'FM000000') >= '299000' order by taken limit 10",
                            1000)),
            "");

    private static String readings() throws SQLException {
        String database = Source.database("""
            create table readings as
              select i as id, i % 3000 as device, (i::bigint * 104729 % 300000)::int as taken, repeat('x', 80) as filler
              from generate_series(1, 300000) i;
            """);
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
        return database;
    }

    private static WorkloadStatement statement(String id, String sql, long calls) {
        return new WorkloadStatement(
                id, id, sql, Set.of(), List.of(), calls, Double.NaN, Double.NaN, List.of(), List.of());
    }

    /**
     * The planner takes a third of the rows for those that to_char accepts, anywhere, and so likes an index in the wanted
     * order; they are the last of that order.
     */
    @Test
    void advisesTheNextBestInsteadOfWhatTheCloneMeasuresToBeSlower() throws SQLException {
        CatalogSnapshot snapshot = Source.snapshot(readings());

        AdviceReport estimated = Advisor.advise(snapshot, READINGS, BindMatcher.none(), AdviceOptions.ofDefaults());
        AdviceReport report;
        try (Connection connection = Source.connect(snapshot.database())) {
            report = VerifiedAdvisor.advise(
                    current -> Advisor.advise(snapshot, READINGS, BindMatcher.none(), current),
                    AdviceOptions.ofDefaults(),
                    new AdviceVerifier(connection, PATIENT));
        }

        assertThat(estimated.advice())
                .extracting(AdviceReport.Advice::statement)
                .anyMatch(sql -> sql.contains("(taken"));
        assertThat(report.advice())
                .extracting(AdviceReport.Advice::statement)
                .hasSize(1)
                .allMatch(sql -> sql.contains("(device"));
        AdviceReport.CloneResult clone = Objects.requireNonNull(report.onClone());
        assertThat(clone.rounds()).isBetween(2, 4);
        assertThat(clone.indexes())
                .filteredOn(index -> index.rejection() != null)
                .extracting(BuiltIndex::rejection)
                .allMatch(reason -> reason.contains("slower with it, measured: 00000000000000a2"));
        AdviceReport.Query query = report.advice().get(0).queries().get(0);
        assertThat(query.measuredAfterMs()).isLessThan(query.measuredBeforeMs());
    }

    /** In the first round already, which stands for the fifth: the set is advised without what the clone rejected. */
    @Test
    void plansOfTheLastRoundAreThoseWithoutWhatWasRejectedInIt() throws SQLException {
        CatalogSnapshot snapshot = Source.snapshot(readings());

        AdviceReport estimated = Advisor.advise(snapshot, READINGS, BindMatcher.none(), AdviceOptions.ofDefaults());
        AdviceReport report;
        try (Connection connection = Source.connect(snapshot.database())) {
            report = VerifiedAdvisor.advise(
                    current -> Advisor.advise(snapshot, READINGS, BindMatcher.none(), current),
                    AdviceOptions.ofDefaults(),
                    new AdviceVerifier(connection, PATIENT),
                    1);
        }

        AdviceReport alone = Advisor.advise(
                snapshot,
                new Workload(READINGS.statements().subList(0, 1), ""),
                BindMatcher.none(),
                AdviceOptions.ofDefaults());
        double saved = alone.workload().costBefore() - alone.workload().costAfter();
        assertThat(report.advice())
                .extracting(AdviceReport.Advice::statement)
                .hasSize(1)
                .allMatch(sql -> sql.contains("(device"));
        assertThat(report.workload().costAfter())
                .isGreaterThan(estimated.workload().costAfter())
                .isCloseTo(report.workload().costBefore() - saved, withinPercentage(0.1));
        assertThat(report.advice().get(0).queries().get(0).treeAfter().toString())
                .doesNotContain("taken");
    }

    /** The clone is not what the snapshot says: one covering index is missing, another name stands for something else. */
    @Test
    void keepsExistingIndexesWithoutWhichTheCloneIsSlower() throws SQLException {
        String database = Source.database("""
            create table calls as select i as id, i % 600 as account, i % 400 as kind, repeat('x', 90) as filler
              from generate_series(1, 60000) i;
            create index calls_account on calls (account);
            create index calls_account_kind on calls (account, kind);
            create index calls_kind_id on calls (kind, id);
            create index calls_kind on calls (kind);
            create table visits as select * from calls;
            create index visits_account on visits (account);
            """);
        CatalogSnapshot snapshot;
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
            snapshot = Source.snapshot(database);
            statement.execute("drop index calls_account_kind; drop index visits_account;"
                    + " create index visits_account on visits (kind)");
        }
        Workload workload = new Workload(
                List.of(
                        statement("00000000000000c1", "select count(filler) from calls where account = 77", 1000),
                        statement("00000000000000c2", "select count(filler) from calls where kind = 3", 1000),
                        statement(
                                "00000000000000c3",
                                "select * from visits where account = 77 order by id desc limit 10",
                                100_000),
                        statement("00000000000000c4", "select count(filler) from visits where kind = 3", 1)),
                "");

        AdviceReport estimated = Advisor.advise(snapshot, workload, BindMatcher.none(), AdviceOptions.ofDefaults());
        AdviceReport report;
        try (Connection connection = Source.connect(database)) {
            report = VerifiedAdvisor.advise(
                    current -> estimated,
                    AdviceOptions.ofDefaults(),
                    new AdviceVerifier(
                            connection,
                            new VerifyOptions(
                                    Duration.ofSeconds(20), Duration.ofMinutes(1), Duration.ofSeconds(1), 3)));
        }

        assertThat(estimated.advice())
                .extracting(AdviceReport.Advice::name)
                .contains("calls_account", "calls_kind", "idx_visits_account_id");
        assertThat(report.advice())
                .filteredOn(AdviceReport.Advice::isDrop)
                .extracting(AdviceReport.Advice::name)
                .containsExactly("calls_kind");
        assertThat(report.advice())
                .filteredOn(advice -> advice.name().equals("idx_visits_account_id"))
                .singleElement()
                .satisfies(created -> {
                    assertThat(created.action()).isEqualTo("create");
                    assertThat(created.replaces()).isEmpty();
                    assertThat(created.reason())
                            .contains("public.visits_account stays: slower without it, measured: 00000000000000c4");
                });
        assertThat(Objects.requireNonNull(report.onClone()).drops())
                .extracting(AdviceReport.DroppedIndex::index, drop -> drop.rejection() == null)
                .containsExactlyInAnyOrder(
                        tuple("public.calls_account", false),
                        tuple("public.calls_kind", true),
                        tuple("public.visits_account", false));
    }

    @Test
    void runsNothingOnTheCloneIfThereIsNothingToAdvise() throws SQLException {
        String database = Source.database("create table few (id int primary key)");
        CatalogSnapshot snapshot = Source.snapshot(database);
        Workload workload = new Workload(List.of(statement("00000000000000b1", "select * from few", 10)), "");

        AdviceReport report;
        try (Connection connection = Source.connect(database)) {
            report = VerifiedAdvisor.advise(
                    current -> Advisor.advise(snapshot, workload, BindMatcher.none(), current),
                    AdviceOptions.ofDefaults(),
                    new AdviceVerifier(connection, VerifyOptions.ofDefaults()));
        }

        assertThat(report.advice()).isEmpty();
        assertThat(Objects.requireNonNull(report.onClone()).statementsRun()).isZero();
    }
}
