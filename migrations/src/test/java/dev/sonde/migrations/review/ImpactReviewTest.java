package dev.sonde.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotFile;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.engine.workload.WorkloadStatement;
import dev.sonde.migrations.TestServer;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.impact.Forecast;
import dev.sonde.migrations.impact.LockImpact;
import dev.sonde.migrations.impact.StatementImpact;
import dev.sonde.migrations.impact.Work;
import dev.sonde.migrations.lint.ProjectFile;
import dev.sonde.migrations.lint.ProjectSettings;
import dev.sonde.migrations.script.MigrationScript;
import dev.sonde.migrations.workload.CapturedStatement;
import dev.sonde.migrations.workload.CapturedTraffic;
import dev.sonde.migrations.workload.TrafficWindows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a review says of durations and of who waits: real statements on a real server, sizes as if of a large database. */
class ImpactReviewTest {

    private static final ProjectSettings SETTINGS =
            ProjectSettings.of(Map.of("flyway.postgresql.transactional.lock", "false"));
    private static final long GIGABYTE = 1L << 30;

    @TempDir
    private static Path folder;

    private static CatalogSnapshot snapshot;

    @BeforeAll
    static void aLargeDatabase() throws Exception {
        TestServer source = TestServer.freshDatabase();
        source.execute("create table customers (id bigint primary key);"
                + " create table orders (id bigint primary key, customer_id bigint, status text, payload jsonb);"
                + " create index orders_status on orders (status);"
                + " create table items (id bigint primary key, order_id bigint references orders);"
                + " create table empty (id bigint);"
                + " create materialized view totals as select customer_id, count(*) from orders group by 1");
        try (Connection connection = source.open()) {
            snapshot = SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults());
        }
        Path file = folder.resolve("snapshot.json");
        SnapshotFile.write(snapshot, file);
        ObjectMapper json = new ObjectMapper();
        JsonNode tree = json.readTree(file.toFile());
        for (JsonNode table : tree.path("tables")) {
            String name = table.path("name").path("name").asText();
            resize((ObjectNode) table.path("size"), name);
        }
        Files.writeString(file, json.writeValueAsString(tree));
        snapshot = SnapshotFile.read(file);
    }

    private static void resize(ObjectNode size, String table) {
        long bytes = switch (table) {
            case "orders" -> GIGABYTE;
            case "items" -> 4 * GIGABYTE;
            default -> 0;
        };
        size.put("bytes", bytes);
        size.put("pages", bytes / 8192);
        // items was never analysed
        size.put("tuples", table.equals("orders") ? 9_000_000 : table.equals("items") ? -1 : 0);
    }

    @Test
    void forecastsAnIndexBuildFromBytesAndRows() {
        StatementImpact impact = only("create index on orders (customer_id);");

        assertThat(impact.works().stream().map(Work::words))
                .containsExactly("builds an index on public.orders: public.orders_customer_id_idx");
        assertThat(impact.forecast().words())
                .isEqualTo("estimated 1.4 to 40 s: public.orders (1 GB, about 9,000,000 rows);"
                        + " assumed is building an index at 100 to 10,000 MB/s and 0.3 to 7 million rows/s");
        assertThat(impact.forecast().seconds().low()).isBetween(1.38, 1.4);
    }

    @Test
    void countsEveryIndexThatARewriteBuildsAgain() {
        StatementImpact impact = only("alter table orders alter column payload type json;");

        assertThat(impact.works().stream().map(Work::words))
                .containsExactly(
                        "writes anew public.orders",
                        "builds an index on public.orders: public.orders_pkey",
                        "builds an index on public.orders: public.orders_status");
        assertThat(impact.forecast().seconds().low()).isGreaterThan(3 * 1.38);
    }

    @Test
    void saysThatWhatChangesTheCatalogOnlyTakesTheTimeOfWaiting() {
        StatementImpact impact = only("alter table orders add column note text;");

        assertThat(impact.forecast().words())
                .isEqualTo("it changes the catalog only: its time is that of waiting for its locks");
        assertThat(impact.locks().stream().map(lock -> lock.words() + ", " + lock.heldWords()))
                .containsExactly("ACCESS EXCLUSIVE on public.orders, for an instant");
    }

    @Test
    void givesNoFigureForWhatAnEmptyServerDoesNotTell() {
        assertThat(why("update orders set status = 'x';"))
                .isEqualTo("how many rows of public.orders it changes is not known on an empty server");
        assertThat(why("do $$ begin delete from orders; end $$;")).contains("how many rows of public.orders");
        assertThat(why("refresh materialized view totals;")).isEqualTo("it takes as long as the query of the view");
        assertThat(why("create index on orders using gin (payload);"))
                .isEqualTo("no pace is known for building a gin index");
        assertThat(why("vacuum orders;")).isEqualTo("it depends on what has changed since the last time");
    }

    @Test
    void givesNoFigureWithoutASnapshot() {
        ReviewResult result = review("create table t (id int);", "create index on t (id);", Optional.empty());

        assertThat(result.impacts().get(0).forecast().words())
                .isEqualTo("no estimate: sizes are not known without --snapshot");
        assertThat(result.findings().stream()
                        .filter(finding -> finding.rule() == MigrationRule.CREATE_INDEX_BLOCKING)
                        .map(MigrationFinding::message))
                .containsExactly("an index is built over all rows while SHARE is held on public.t: writes wait");
    }

    @Test
    void takesAsManyRowsAsFitWhereATableWasNeverAnalysed() {
        StatementImpact impact = only("alter table items alter column order_id set not null;");

        assertThat(impact.forecast().basis()).startsWith("public.items (4 GB, never analysed, up to 120,000,000 rows)");
        assertThat(impact.forecast().seconds().low()).isLessThan(1);
        assertThat(impact.forecast().seconds().high()).isBetween(50.0, 60.0);
    }

    @Test
    void addsUpWhatFollowsInTheTransactionToTheTimeALockIsHeld() {
        List<StatementImpact> impacts = impacts(
                "alter table empty add column note text;\nalter table orders alter column status set not null;\n"
                        + "update customers set id = 1;\n");

        LockImpact first = impacts.get(0).locks().get(0);
        LockImpact second = impacts.get(1).locks().get(0);
        assertThat(first.words()).isEqualTo("ACCESS EXCLUSIVE on public.empty");
        assertThat(first.held()).isEqualTo(second.held());
        assertThat(first.held()).isEqualTo(impacts.get(1).forecast().seconds());
        assertThat(first.heldWords()).isEqualTo("for an estimated 0.25 to 11 s and a time that is not known");
    }

    @Test
    void aConcurrentBuildBlocksNobodyAndTellsItsPhases() {
        StatementImpact impact = only("create index concurrently on orders (customer_id);");

        assertThat(impact.works().stream().map(work -> work.task().name())).containsExactly("BUILD_CONCURRENTLY");
        assertThat(impact.phases().stream().map(phase -> phase.name()))
                .containsExactly(
                        "waiting for its lock",
                        "waiting for writers before build",
                        "waiting for writers before validation",
                        "waiting for old snapshots");
        assertThat(blocked("create index concurrently on orders (customer_id);"))
                .isEmpty();
    }

    @Test
    void joinsLocksWithTheTraffic() {
        ReviewResult result = review("", "create index on orders (customer_id);", Optional.of(traffic(100)));

        assertThat(result.findings().stream()
                        .filter(finding -> finding.rule() == MigrationRule.CREATE_INDEX_BLOCKING)
                        .map(MigrationFinding::message))
                .containsExactly("an index is built over all rows while SHARE is held on public.orders (1024 MB at the"
                        + " source): writes wait; it blocks 1 captured statement, 50 executions/s in the mean of the capture, for"
                        + " an estimated 1.4 to 40 s: about 70 to 2,000 requests queue");
    }

    @Test
    void knowsWhichStatementsALockBlocks() {
        assertThat(blocked("create index on orders (customer_id);"))
                .containsExactly("insert into orders (id) values ($1)");
        assertThat(blocked("lock table orders in exclusive mode;"))
                .containsExactly(
                        "insert into orders (id) values ($1)",
                        "select id from orders where id = $1 for update",
                        "insert into items (id, order_id) values ($1, $2)");
        assertThat(blocked("alter table orders add column note text;"))
                .containsExactly(
                        "select id from orders where id = $1",
                        "insert into orders (id) values ($1)",
                        "select id from orders where id = $1 for update",
                        "insert into items (id, order_id) values ($1, $2)");
        assertThat(blocked("alter table empty add column note text;")).isEmpty();
    }

    @Test
    void saysSoWhereTheCaptureHasNoTimes() {
        ReviewResult result = review("", "create index on orders (customer_id);", Optional.of(traffic(0)));

        assertThat(result.findings().get(0).message())
                .endsWith(
                        "it blocks 1 captured statement, how often is not known since the capture has no times, for an"
                                + " estimated 1.4 to 40 s; they also queue behind it while it waits for the lock itself");
    }

    private static List<String> blocked(String sql) {
        ReviewResult result = review("", sql, Optional.of(traffic(100)));
        return result.impacts().get(0).locks().get(0).blocked().orElseThrow().statements().stream()
                .map(statement -> statement.sql())
                .toList();
    }

    @Test
    void takesTheBusiestMinuteWhereTheCaptureTells() {
        CapturedTraffic mean = traffic(1000);
        TrafficWindows windows = new TrafficWindows();
        windows.add("insert into orders (id) values ($1)", 0, 60_000_000, 600);
        windows.add("insert into orders (id) values ($1)", 60_000_000, 120_000_000, 4200);
        CapturedTraffic traffic = new CapturedTraffic(mean.statements(), "", mean.observed(), windows, List.of());

        ReviewResult result = review("", "create index on orders (customer_id);", Optional.of(traffic));

        assertThat(result.findings().get(0).message())
                .endsWith("it blocks 1 captured statement, 70 executions/s in the busiest minute of the capture, for an"
                        + " estimated 1.4 to 40 s: about 98 to 2,800 requests queue");
    }

    private static CapturedTraffic traffic(int seconds) {
        List<CapturedStatement> statements = new ArrayList<>();
        Map.of(
                        "select id from orders where id = $1", 9000L,
                        "insert into orders (id) values ($1)", 5000L,
                        "select id from orders where id = $1 for update", 3000L,
                        "insert into items (id, order_id) values ($1, $2)", 2000L,
                        "select 1 from gone where id = $1", 1000L)
                .forEach((sql, calls) -> statements.add(new CapturedStatement(
                        new WorkloadStatement(
                                sql, "0000000000000001", sql, Set.of(), List.of(), calls, 1, 1, List.of(), List.of()),
                        List.of("shop"))));
        return new CapturedTraffic(statements, "", Duration.ofSeconds(seconds), List.of());
    }

    private static String why(String sql) {
        Forecast forecast = only(sql).forecast();
        assertThat(forecast.kind()).isEqualTo(Forecast.Kind.NOT_KNOWN);
        return forecast.basis();
    }

    private static StatementImpact only(String sql) {
        List<StatementImpact> impacts = impacts(sql);
        assertThat(impacts).hasSize(1);
        return impacts.get(0);
    }

    private static List<StatementImpact> impacts(String sql) {
        return review("", sql, Optional.empty()).impacts();
    }

    /** @param base empty to review beside the snapshot */
    private static ReviewResult review(String base, String sql, Optional<CapturedTraffic> traffic) {
        List<ProjectFile> files = new ArrayList<>();
        if (!base.isEmpty()) {
            MigrationScript script = MigrationScript.of("V1__base.sql", base, Optional.empty());
            files.add(new ProjectFile(
                    script.file(),
                    ProjectFile.added(script.file(), script, SETTINGS).name(),
                    ProjectFile.State.KEPT,
                    Optional.of(script),
                    Optional.of(base),
                    Optional.empty()));
        }
        files.add(ProjectFile.added(
                "V9__change.sql", MigrationScript.of("V9__change.sql", sql, Optional.empty()), SETTINGS));
        return Review.of(
                new ReviewInput(files, SETTINGS, base.isEmpty() ? Optional.of(snapshot) : Optional.empty(), traffic));
    }
}
