package dev.sonde.migrations.finding;

import static dev.sonde.migrations.finding.MigrationRule.*;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One example for each rule about locks, rewrites and scans. */
public final class OutageExamples {

    static final Map<String, String> ORDERS = Map.of("V1__orders.sql", """
            create table customers (id int primary key);
            insert into customers select generate_series(1, 100);
            create table orders (id int primary key, customer_id int, status text, created timestamp);
            insert into orders select i, 1 + i % 100, 'open', '2026-01-01' from generate_series(1, 5000) i;
            create index idx_orders_created on orders (created);
            """);

    private static final Map<String, String> DAYS = Map.of("V1__days.sql", """
            create table days (d date not null, n int) partition by range (d);
            create table days_2026 partition of days for values from ('2026-01-01') to ('2027-01-01');
            insert into days select '2026-02-01', i from generate_series(1, 5000) i;
            create table days_2027 (d date not null, n int);
            insert into days_2027 select '2027-02-01', i from generate_series(1, 5000) i;
            """);

    static final String WITHOUT_TRANSACTION = "executeInTransaction=false\n";

    private OutageExamples() {}

    public static List<RuleExample> all() {
        return Stream.of(work(), WaitExamples.all(), CompatibilityExamples.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<RuleExample> work() {
        return List.of(
                orders(
                        CREATE_INDEX_BLOCKING,
                        "create index idx_orders_customer on orders (customer_id);\n",
                        "create index concurrently idx_orders_customer on orders (customer_id);\n"),
                orders(
                        DROP_INDEX_BLOCKING,
                        "drop index idx_orders_created;\n",
                        "drop index concurrently idx_orders_created;\n"),
                RuleExample.of(
                        REINDEX_BLOCKING,
                        ORDERS,
                        Map.of("V2__change.sql", "reindex index idx_orders_created;\n"),
                        Map.of(
                                "V2__change.sql",
                                "reindex index concurrently idx_orders_created;\n",
                                "V2__change.sql.conf",
                                WITHOUT_TRANSACTION)),
                RuleExample.of(
                        REFRESH_MATVIEW_BLOCKING,
                        with("create materialized view totals as select customer_id, count(*) from orders group by 1;\n"
                                + "create unique index uq_totals on totals (customer_id);\n"),
                        Map.of("V2__change.sql", "refresh materialized view totals;\n"),
                        Map.of("V2__change.sql", "refresh materialized view concurrently totals;\n")),
                orders(VACUUM_FULL, "vacuum full orders;\n", "vacuum orders;\n"),
                orders(CLUSTER, "cluster orders using orders_pkey;\n", "analyze orders;\n"),
                orders(
                        ADD_COLUMN_VOLATILE_DEFAULT,
                        "alter table orders add column token uuid default gen_random_uuid();\n",
                        "alter table orders add column token uuid;\n"
                                + "alter table orders alter column token set default gen_random_uuid();\n"),
                orders(
                        ALTER_TYPE_REWRITE,
                        "alter table orders alter column customer_id type bigint;\n",
                        "alter table orders add column customer_id_new bigint;\n"),
                orders(
                        ALTER_TYPE_INDEX_REBUILD,
                        "set local timezone = 'UTC';\n" + "alter table orders alter column created type timestamptz;\n",
                        "alter table orders add column created_at timestamptz;\n"),
                orders(
                        TABLE_REWRITE,
                        "alter table orders set unlogged;\n",
                        "create unlogged table orders_new (like orders including all);\n"),
                RuleExample.of(
                        SET_NOT_NULL_SCAN,
                        ORDERS,
                        Map.of("V2__change.sql", "alter table orders alter column status set not null;\n"),
                        Map.of(
                                "V2__check.sql",
                                "alter table orders add constraint status_nn check (status is not null) not valid;\n",
                                "V3__validate.sql",
                                "alter table orders validate constraint status_nn;\n",
                                "V4__not_null.sql",
                                "alter table orders alter column status set not null;\n"
                                        + "alter table orders drop constraint status_nn;\n")),
                RuleExample.of(
                        ADD_CHECK_VALIDATING,
                        ORDERS,
                        Map.of("V2__change.sql", "alter table orders add constraint ck_id check (id > 0);\n"),
                        Map.of(
                                "V2__check.sql",
                                "alter table orders add constraint ck_id check (id > 0) not valid;\n",
                                "V3__validate.sql",
                                "alter table orders validate constraint ck_id;\n")),
                RuleExample.of(
                        ADD_FK_VALIDATING,
                        ORDERS,
                        Map.of(
                                "V2__change.sql",
                                "alter table orders add constraint fk foreign key (customer_id) references customers;\n"),
                        Map.of(
                                "V2__fk.sql",
                                "alter table orders add constraint fk foreign key (customer_id) references customers"
                                        + " not valid;\n",
                                "V3__validate.sql",
                                "alter table orders validate constraint fk;\n")),
                RuleExample.of(
                        ADD_UNIQUE_BLOCKING,
                        ORDERS,
                        Map.of("V2__change.sql", "alter table orders add constraint uq unique (id, status);\n"),
                        Map.of(
                                "V2__index.sql",
                                "create unique index concurrently uq on orders (id, status);\n",
                                "V3__constraint.sql",
                                "alter table orders add constraint uq unique using index uq;\n")),
                RuleExample.of(
                        ADD_EXCLUSION_CONSTRAINT,
                        with(
                                "create table bookings (id int primary key, room int4range);\n"
                                        + "insert into bookings select i, int4range(i, i + 1) from generate_series(1, 5000) i;\n"),
                        Map.of(
                                "V2__change.sql",
                                "alter table bookings add constraint no_overlap exclude using gist (room with &&);\n"),
                        Map.of(
                                "V2__new_table.sql",
                                "create table bookings_new (like bookings including all,\n"
                                        + "  constraint no_overlap exclude using gist (room with &&));\n")),
                RuleExample.of(
                        PK_USING_INDEX_ON_NULLABLE,
                        with("create table events as select i as id from generate_series(1, 5000) i;\n"
                                + "create unique index uq_events on events (id);\n"),
                        Map.of("V2__change.sql", "alter table events add primary key using index uq_events;\n"),
                        Map.of(
                                "V2__check.sql",
                                "alter table events add constraint id_nn check (id is not null) not valid;\n",
                                "V3__validate.sql",
                                "alter table events validate constraint id_nn;\n",
                                "V4__key.sql",
                                "alter table events alter column id set not null;\n"
                                        + "alter table events drop constraint id_nn;\n"
                                        + "alter table events add primary key using index uq_events;\n")),
                RuleExample.of(
                        ATTACH_PARTITION_SCAN,
                        DAYS,
                        Map.of(
                                "V2__change.sql",
                                "alter table days attach partition days_2027"
                                        + " for values from ('2027-01-01') to ('2028-01-01');\n"),
                        Map.of(
                                "V2__check.sql",
                                "alter table days_2027 add constraint bounds"
                                        + " check (d >= '2027-01-01' and d < '2028-01-01') not valid;\n",
                                "V3__validate.sql",
                                "alter table days_2027 validate constraint bounds;\n",
                                "V4__attach.sql",
                                "alter table days attach partition days_2027"
                                        + " for values from ('2027-01-01') to ('2028-01-01');\n")),
                RuleExample.of(
                        DETACH_PARTITION_BLOCKING,
                        DAYS,
                        Map.of("V2__change.sql", "alter table days detach partition days_2026;\n"),
                        Map.of(
                                "V2__change.sql",
                                "alter table days detach partition days_2026 concurrently;\n",
                                "V2__change.sql.conf",
                                WITHOUT_TRANSACTION)),
                RuleExample.of(
                        STATEMENT_AFTER_ACCESS_EXCLUSIVE,
                        ORDERS,
                        Map.of(
                                "V2__change.sql",
                                "alter table orders add column note text;\n"
                                        + "update orders set note = 'old' where status = 'closed';\n"),
                        Map.of(
                                "V2__column.sql", "alter table orders add column note text;\n",
                                "V3__fill.sql", "update orders set note = 'old' where status = 'closed';\n")),
                RuleExample.of(
                        CIC_ON_PARTITIONED_PARENT,
                        DAYS,
                        Map.of("V2__change.sql", "create index concurrently idx_days on days (n);\n"),
                        Map.of(
                                "V2__parent.sql", "create index idx_days on only days (n);\n",
                                "V3__part.sql", "create index concurrently idx_days_2026 on days_2026 (n);\n",
                                "V4__attach.sql", "alter index idx_days attach partition idx_days_2026;\n")));
    }

    static RuleExample orders(MigrationRule rule, String bad, String good) {
        return RuleExample.of(rule, ORDERS, Map.of("V2__change.sql", bad), Map.of("V2__change.sql", good));
    }

    static Map<String, String> with(String more) {
        Map<String, String> files = new TreeMap<>();
        files.put("V1__orders.sql", ORDERS.get("V1__orders.sql") + more);
        return files;
    }
}
