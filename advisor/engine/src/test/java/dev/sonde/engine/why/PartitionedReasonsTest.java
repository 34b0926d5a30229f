package dev.sonde.engine.why;

import static dev.sonde.engine.advice.Queries.query;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.engine.Source;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.why.WhyReport.Considered;
import dev.sonde.engine.why.WhyReport.Index;
import dev.sonde.engine.why.WhyReport.Query;
import dev.sonde.engine.workload.WorkloadStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Queries on a partitioned table, its indexes and their parts. */
class PartitionedReasonsTest {

    private static final String BY_TENANT = "select sum(length(payload)) from events where tenant = 17";
    private static final String BY_ID = "select payload from events where id = 17";

    private static String database;
    private static CatalogSnapshot snapshot;
    private static PlanTwin twin;

    @BeforeAll
    static void makeEvents() throws Exception {
        database = Source.database("""
                create table events (id bigint not null, tenant int not null, at date not null, payload text not null)
                  partition by range (at);
                create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
                create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01')
                  partition by hash (id);
                create table events_2025_0 partition of events_2025 for values with (modulus 2, remainder 0);
                create table events_2025_1 partition of events_2025 for values with (modulus 2, remainder 1);
                insert into events select i, i % 600, date '2024-01-01' + i % 500, repeat('x', 80)
                  from generate_series(1, 60000) i;
                create index events_tenant on events (tenant);
                create index events_tenant_again on events (tenant);
                """);
        execute("vacuum analyze");
        execute("set enable_seqscan = off", BY_TENANT);
        snapshot = Source.snapshot(database);
        twin = PlanTwin.start(snapshot);
    }

    @AfterAll
    static void stopTwin() {
        twin.close();
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Asked asked(WorkloadStatement... workload) {
        return Asked.of(twin, snapshot, workload);
    }

    @Test
    void aPartitionedIndexIsAllItsParts() throws SQLException {
        Asked asked = asked(
                query(BY_TENANT, 100, Set.of()), query("insert into events values ($1, $2, $3, $4)", 1000, Set.of()));

        Index whole = asked.index("events_tenant");
        Index again = asked.index("events_tenant_again");
        Index part = asked.index("events_2024_tenant_idx");

        assertThat(whole.sizeBytes()).isEqualTo(bytes("events_tenant"));
        assertThat(whole.writes().entries()).isEqualTo(1000);
        assertThat(requireNonNull(whole.use()).scans()
                        + requireNonNull(again.use()).scans())
                .isEqualTo(3);
        assertThat(again.verdict()).isEqualTo(Verdict.SUPERFLUOUS);
        assertThat(again.hygiene())
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.statements()).containsExactly("drop index public.events_tenant_again"));
        assertThat(part.verdict()).isEqualTo(Verdict.PART);
        assertThat(part.because()).contains("a part of public.events_tenant");
        assertThat(part.writes().entries()).isEqualTo(1000 * 0.732, within(1.0));
    }

    private static long bytes(String index) throws SQLException {
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select sum(pg_relation_size(relid)) from pg_partition_tree('" + index + "')")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void losingAPartitionedIndexCostsWhatTheServerSaysOnceItIsDropped() throws SQLException {
        execute("drop index events_tenant_again");
        CatalogSnapshot one = Source.snapshot(database);
        execute("create index events_tenant_again on events (tenant)");
        try (PlanTwin other = PlanTwin.start(one)) {
            Index index = Asked.of(other, one, query(BY_TENANT, 100, Set.of())).index("events_tenant");

            assertThat(index.verdict()).isEqualTo(Verdict.IN_USE);
            double dropped = costOnceDropped(BY_TENANT);
            assertThat(index.users())
                    .singleElement()
                    .satisfies(user ->
                            assertThat(requireNonNull(user.costWithout())).isCloseTo(dropped, within(dropped * 0.005)));
        }
    }

    private static double costOnceDropped(String sql) throws SQLException {
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("begin");
            statement.execute("drop index events_tenant, events_tenant_again");
            try (ResultSet row = statement.executeQuery("explain (verbose, format json) " + sql)) {
                row.next();
                return ExplainJson.parse(row.getString(1)).totalCost();
            } finally {
                statement.execute("rollback");
            }
        }
    }

    @Test
    void aQueryIsToldWhatWasExaminedForTheWholeTable() {
        Query query = asked(query(BY_ID, 100, Set.of())).query();

        assertThat(query.considered()).singleElement().satisfies(considered -> {
            assertThat(considered.index()).isEqualTo("public.events (id)");
            assertThat(considered.verdict()).isEqualTo(Verdict.ADVISED);
        });
        assertThat(query.plans()).singleElement().satisfies(plan -> {
            assertThat(plan.before()).contains("Append");
            assertThat(plan.after()).contains("idx_events_id").doesNotContain("sonde_whatif");
        });
        assertThat(query.rejected()).isEmpty();
    }

    @Test
    void anIndexThatDoesNotExistIsExaminedOnAllPartitions() {
        Asked asked = asked(query(BY_ID, 100, Set.of()), query("select payload from events", 1, Set.of()));

        Index full = asked.whatIf("create index on events (id)");
        Index partial = asked.whatIf("create index on events (id) where tenant = 3");

        assertThat(full.verdict()).isEqualTo(Verdict.ADVISED);
        assertThat(full.users())
                .singleElement()
                .satisfies(user -> assertThat(user.planWith()).contains("using it"));
        assertThat(full.sizeBytes()).isBetween(1_000_000L, 2_000_000L);
        assertThat(partial.sizeBytes()).isLessThan(100_000);
        assertThat(asked.whatIf("create index on events (tenant)").verdict()).isEqualTo(Verdict.EXISTS);
    }

    @Test
    void anIndexOnPartitionsOfOneKindIsExaminedBesideThatOnAll() {
        Asked asked = asked(query(BY_ID, 100, Set.of()));

        Considered whole = asked.considered("public.events (id)");
        for (String partition : new String[] {"events_2024", "events_2025", "events_2025_0"}) {
            Index index = asked.whatIf("create index on " + partition + " (id)");

            assertThat(index.table()).isEqualTo("public." + partition);
            assertThat(index.users())
                    .singleElement()
                    .satisfies(user -> assertThat(user.costWith())
                            .isLessThan(requireNonNull(user.costWithout()))
                            .isGreaterThan(requireNonNull(whole.costAlone())));
            assertThat(index.verdict()).isEqualTo(Verdict.SUPERSEDED);
            assertThat(index.sizeBytes()).isLessThan(whole.sizeBytes());
        }
    }
}
