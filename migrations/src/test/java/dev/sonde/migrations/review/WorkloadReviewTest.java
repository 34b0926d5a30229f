package dev.sonde.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.migrations.TestServer;
import dev.sonde.migrations.workload.CapturedStatement;
import dev.sonde.migrations.workload.CapturedTraffic;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reviews of several files at once beside captured statements: who is to blame, and what is left alone. */
class WorkloadReviewTest {

    private static final String BASE = """
            create table customers (id bigint primary key, name text not null, ref bigint);
            create table orders (id bigint primary key, customer_id bigint not null references customers, status text not null,
              placed date not null, note text);
            create index idx_orders_customer on orders (customer_id);
            create index idx_orders_status on orders (status);
            create table days (d date not null, n int) partition by range (d);
            create table days_2026 partition of days for values from ('2026-01-01') to ('2027-01-01');
            """;

    private static final String ROWS = """
            insert into customers select i, 'customer ' || i, i from generate_series(1, 2000) i;
            insert into orders select i, 1 + i % 2000, case when i % 100 = 0 then 'open' else 'done' end,
              date '2026-01-01' + i % 300, repeat('x', 60) from generate_series(1, 60000) i;
            insert into days select date '2026-01-01' + i % 300, i from generate_series(1, 60000) i;
            analyze
            """;

    private static final Map<String, String> FILES = Map.of("V1__base.sql", BASE);

    private static CatalogSnapshot snapshot;

    @BeforeAll
    static void aSource() throws SQLException {
        TestServer source = TestServer.freshDatabase();
        source.execute(BASE + ROWS);
        snapshot = Reviewed.snapshot(source);
    }

    @Test
    void blamesTheStatementThatDidIt() {
        Map<String, String> added = new TreeMap<>();
        added.put("V9__column.sql", "alter table orders add column colour text;\n");
        added.put("V10__drop.sql", "-- two of them\nselect 1;\nalter table orders drop column note;\n");
        added.put("V11__index.sql", "alter table orders add column size int;\ndrop index idx_orders_customer;\n");
        CapturedTraffic traffic = Reviewed.traffic(
                "select note from orders where id = $1",
                "select id from orders where customer_id = $1",
                "delete from customers where id = $1",
                "select id from orders where status = 'open' and placed > $1");

        ReviewResult result = Reviewed.review(Reviewed.files(FILES, added), Optional.of(snapshot), traffic);

        assertThat(Reviewed.ofWorkload(result))
                .containsExactlyInAnyOrder(
                        "V10__drop.sql:3 error statement-breaks", "V11__index.sql:2 error used-index-dropped");
        assertThat(messages(result))
                .anySatisfy(message -> assertThat(message)
                        .isEqualTo("1 captured statement no longer prepares: select note from orders where id = $1"
                                + " (billing, shop.Orders.find(Orders.java:40), 4,000 calls):"
                                + " column \"note\" does not exist, at character 8"))
                .anySatisfy(message -> assertThat(message)
                        .contains("index public.idx_orders_customer is dropped, and 2 captured statements")
                        .contains("delete from customers where id = $1 (billing, ")
                        .contains("Seq Scan on orders"));
    }

    @Test
    void findsThatATypeNoLongerFitsWhatIsBound() {
        List<CapturedStatement> captured = new ArrayList<>();
        captured.add(Reviewed.captured(0, "select name from customers where ref = $1", 500, List.of(Types.BIGINT)));
        CapturedTraffic traffic = new CapturedTraffic(captured, "", Duration.ZERO, List.of());
        Map<String, String> added = Map.of(
                "V2__uuid.sql",
                "alter table customers alter column ref type uuid" + " using lpad(to_hex(ref), 32, '0')::uuid;\n");

        ReviewResult result = Reviewed.review(Reviewed.files(FILES, added), Optional.of(snapshot), traffic);

        assertThat(Reviewed.ofWorkload(result)).containsExactly("V2__uuid.sql:1 error statement-breaks");
        assertThat(messages(result)).singleElement().asString().contains("operator does not exist: uuid = bigint");
    }

    @Test
    void findsTheLookUpsOfAForeignKeyWithoutAnIndex() {
        String key = "alter table customers add column first_order bigint;\n"
                + "alter table customers add constraint fk foreign key (first_order) references orders (id) not valid;\n";
        Map<String, String> added =
                Map.of("V2__key.sql", key, "V3__notes.sql", "alter table orders alter column note set default '';\n");

        ReviewResult result = Reviewed.review(
                Reviewed.files(FILES, added),
                Optional.of(snapshot),
                Reviewed.traffic("delete from orders where id = $1"));

        assertThat(Reviewed.ofWorkload(result)).containsExactly("V2__key.sql:2 error plan-regression");
        assertThat(messages(result))
                .singleElement()
                .asString()
                .contains("with a look-up by a new foreign key in public.customers");
    }

    @Test
    void leavesAloneWhatIsReplacedRenamedOrUsedThroughPartitions() {
        Map<String, String> added = new TreeMap<>();
        added.put("V2__longer.sql", "create index concurrently idx_both on orders (customer_id, placed);\n");
        added.put("V3__shorter.sql", "drop index concurrently idx_orders_customer;\n");
        added.put(
                "V4__rename.sql",
                "alter table customers rename to clients;\ncreate view customers as select * from clients;\n"
                        + "alter index idx_orders_status rename to idx_status;\n");
        added.put("V5__days.sql", "create index idx_days on days (n);\n");
        added.put(
                "V6__new.sql",
                "alter table orders add column tag text;\ncreate index idx_tag on orders (tag);\n"
                        + "create table tags (id int primary key, tag text);\ncreate index idx_tags on tags (tag);\n");
        CapturedTraffic traffic = Reviewed.traffic(
                "select id from orders where customer_id = $1 order by placed desc limit 5",
                "select id from orders where customer_id = $1",
                "select id, name from customers where id = $1",
                "select count(*) from orders where status = 'open'",
                "select d from days where n = $1");

        ReviewResult result = Reviewed.review(Reviewed.files(FILES, added), Optional.of(snapshot), traffic);

        assertThat(Reviewed.ofWorkload(result)).isEmpty();
        assertThat(result.notes())
                .anyMatch(note -> note.startsWith("index public.idx_orders_customer is dropped: 2 captured statements"
                        + " planned with it cost no more without it"))
                .anyMatch(note -> note.startsWith("plan-improved: 1 captured statement planned with the new index"
                        + " public.idx_days (V5__days.sql)"));
    }

    @Test
    void saysWhatIsNotJudgedAndWhy() {
        CatalogSnapshot old = snapshot;
        Map<String, String> base = new TreeMap<>(FILES);
        base.put("V2__later.sql", "create table parcels (id int);\nalter table orders add column weight int;\n");
        Map<String, String> added = Map.of("V3__comment.sql", "comment on table orders is 'x';\n");
        CapturedTraffic traffic = new CapturedTraffic(
                List.of(
                        Reviewed.captured(0, "select id from parcels", 250, List.of()),
                        Reviewed.captured(1, "select id from orders where id = $1", 750, List.of())),
                "",
                Duration.ZERO,
                List.of("captured on PostgreSQL 15, planned for 18.6"));

        ReviewResult drifted = Reviewed.review(Reviewed.files(base, added), Optional.of(old), traffic);
        ReviewResult bare = Reviewed.review(Reviewed.files(base, added), Optional.empty(), traffic);

        assertThat(Reviewed.ofWorkload(drifted)).isEmpty();
        assertThat(drifted.notes())
                .contains("captured on PostgreSQL 15, planned for 18.6")
                .anyMatch(note -> note.contains("lacks what migrations of the base branch make")
                        && note.contains("column public.orders.weight; table public.parcels; take a new one"))
                .anyMatch(note -> note.startsWith("1 of 2 captured statements (25.0 % of the executions) do not prepare"
                        + " before the new migrations either and are not judged: select id from parcels (billing, "))
                .anyMatch(note -> note.startsWith("1 captured statement (750 executions) planned before and after"));
        assertThat(bare.notes())
                .contains("captured on PostgreSQL 15, planned for 18.6")
                .anyMatch(note -> note.startsWith("no plans are compared") && note.contains("--snapshot"))
                .noneMatch(note -> note.contains("do not prepare"));
    }

    @Test
    void findsBrokenStatementsWithoutASnapshotAndNothingBehindAFileThatFails() {
        CapturedTraffic traffic = Reviewed.traffic("select note from \"orders\" where id = $1 -- \u202e");
        Map<String, String> broken = Map.of("V2__a.sql", "alter table orders rename note to \"no\"\"te; --\";\n");
        Map<String, String> failing = Map.of("V2__a.sql", "drop table nowhere;\n");

        ReviewResult found = Reviewed.review(Reviewed.files(FILES, broken), Optional.empty(), traffic);
        ReviewResult stopped = Reviewed.review(Reviewed.files(FILES, failing), Optional.empty(), traffic);

        assertThat(Reviewed.ofWorkload(found)).containsExactly("V2__a.sql:1 error statement-breaks");
        assertThat(messages(found)).singleElement().asString().doesNotContain("\u202e");
        assertThat(Reviewed.ofWorkload(stopped)).isEmpty();
        assertThat(stopped.notes()).contains("the captured statements are not judged: V2__a.sql fails");
    }

    private static List<String> messages(ReviewResult result) {
        return result.findings().stream()
                .filter(finding -> finding.rule().ofWorkload())
                .map(finding -> finding.message())
                .toList();
    }
}
