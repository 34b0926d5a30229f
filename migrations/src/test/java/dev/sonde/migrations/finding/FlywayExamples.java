package dev.sonde.migrations.finding;

import static dev.sonde.migrations.finding.MigrationRule.*;

import java.util.List;
import java.util.Map;

/** One example for each rule about Flyway. */
public final class FlywayExamples {

    private static final String CIC = "create index concurrently idx_orders_customer on orders (customer_id);\n";
    private static final Map<String, String> NO_LOCK = Map.of("flyway.postgresql.transactional.lock", "false");
    private static final Map<String, String> ORDERS = Map.of("V1__orders.sql", """
            create table orders (id bigint primary key, customer_id bigint);
            insert into orders select i, i % 100 from generate_series(1, 1000) i;
            """);

    private static final String ASSERTED = """
            SET lock_timeout = '3s';
            DO $$ BEGIN
              IF EXISTS (SELECT 1 FROM pg_catalog.pg_index
                         WHERE indexrelid = to_regclass('public.uq_orders_customer') AND NOT indisvalid) THEN
                EXECUTE 'DROP INDEX public.uq_orders_customer';
              END IF;
            END $$;
            SET lock_timeout = '30min';
            CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS uq_orders_customer ON public.orders (customer_id);
            DO $$ BEGIN
              IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_index
                             WHERE indexrelid = to_regclass('public.uq_orders_customer') AND indisvalid) THEN
                RAISE EXCEPTION 'index public.uq_orders_customer is missing or INVALID';
              END IF;
            END $$;
            RESET lock_timeout;
            """;

    private FlywayExamples() {}

    public static List<RuleExample> all() {
        return List.of(
                RuleExample.of(FW_CIC_SELF_DEADLOCK, ORDERS, Map.of("V2__index.sql", CIC), Map.of("V2__index.sql", CIC))
                        .mendedBy(NO_LOCK),
                RuleExample.of(
                                FW_MIXED_FILE,
                                ORDERS,
                                Map.of("V2__index.sql", "comment on table orders is 'what was bought';\n" + CIC),
                                Map.of(
                                        "V2__comment.sql",
                                        "comment on table orders is 'what was bought';\n",
                                        "V3__index.sql",
                                        CIC))
                        .with(NO_LOCK),
                RuleExample.of(
                                FW_UNDETECTED_NONTRANSACTIONAL,
                                ORDERS,
                                Map.of("V2__reindex.sql", "reindex index concurrently orders_pkey;\n"),
                                Map.of(
                                        "V2__reindex.sql", "reindex index concurrently orders_pkey;\n",
                                        "V2__reindex.sql.conf", "executeInTransaction=false\n"))
                        .with(NO_LOCK),
                RuleExample.of(
                                FW_GROUP_WITH_CIC,
                                ORDERS,
                                Map.of(
                                        "V2__column.sql",
                                        "alter table orders add column note text;\n",
                                        "V3__index.sql",
                                        CIC),
                                Map.of(
                                        "V2__column.sql",
                                        "alter table orders add column note text;\n",
                                        "V3__index.sql",
                                        CIC))
                        .with(Map.of("flyway.postgresql.transactional.lock", "false", "flyway.group", "true"))
                        .mendedBy(NO_LOCK),
                RuleExample.of(
                        FW_SESSION_SET_LEAKS,
                        ORDERS,
                        Map.of(
                                "V2__column.sql",
                                "set lock_timeout = '2s';\nalter table orders add column note text;\n",
                                "V3__next.sql",
                                "create table seen as select current_setting('lock_timeout') as lock_timeout;\n"),
                        Map.of(
                                "V2__column.sql",
                                "set local lock_timeout = '2s';\nalter table orders add column note text;\n",
                                "V3__next.sql",
                                "create table seen as select current_setting('lock_timeout') as lock_timeout;\n")),
                RuleExample.of(
                        FW_PLACEHOLDER_IN_TEXT,
                        ORDERS,
                        Map.of("V2__note.sql", "-- the template ${name} is filled by the service\nselect 1;\n"),
                        Map.of("V2__note.sql", "-- the template <name> is filled by the service\nselect 1;\n")),
                RuleExample.of(
                        FW_VERSION_COLLISION,
                        Map.of("V1__orders.sql", "create table orders (id int);\n", "V2__a.sql", "select 1;\n"),
                        Map.of("V02__b.sql", "select 2;\n"),
                        Map.of("V3__b.sql", "select 2;\n")),
                RuleExample.of(
                        FW_LATE_VERSION,
                        Map.of("V1__orders.sql", "create table orders (id int);\n", "V5__a.sql", "select 1;\n"),
                        Map.of("V4__b.sql", "select 2;\n"),
                        Map.of("V6__b.sql", "select 2;\n")),
                RuleExample.of(
                        FW_MIXED_SCHEMES,
                        Map.of(
                                "V20260701120000__a.sql", "select 1;\n",
                                "V20260702120000__b.sql", "select 2;\n",
                                "V20260703143012__c.sql", "select 3;\n"),
                        Map.of("V2026.07.04.1200__d.sql", "select 4;\n"),
                        Map.of("V20260704120000__d.sql", "select 4;\n")),
                RuleExample.of(
                        FW_EDITED_APPLIED,
                        ORDERS,
                        Map.of("V1__orders.sql", "-- what was bought\n" + ORDERS.get("V1__orders.sql")),
                        Map.of("V2__comment.sql", "comment on table orders is 'what was bought';\n")),
                RuleExample.of(
                        FW_MISNAMED_IGNORED,
                        ORDERS,
                        Map.of("V2_customers.sql", "create table customers (id int);\n"),
                        Map.of("V2__customers.sql", "create table customers (id int);\n")),
                RuleExample.of(
                                FW_UNDO_FILE_IN_OSS,
                                ORDERS,
                                Map.of(
                                        "V2__customers.sql", "create table customers (id int);\n",
                                        "U2__customers.sql", "drop table customers;\n"),
                                Map.of("V2__customers.sql", "create table customers (id int);\n"))
                        .with(Map.of("flyway.validateMigrationNaming", "true")),
                RuleExample.of(
                        FW_CONF_PROBLEMS,
                        ORDERS,
                        Map.of("V2__a.sql", "select 1;\n", "V2__a.sql.conf", "executeInTransactions=false\n"),
                        Map.of("V2__a.sql", "select 1;\n", "V2__a.sql.conf", "executeInTransaction=false\n")),
                RuleExample.of(
                        FW_TEAMS_ONLY_KEY,
                        ORDERS,
                        Map.of(
                                "V2__customers.sql",
                                "create table customers (id int);\n",
                                "V2__customers.sql.conf",
                                "shouldExecute=false\n"),
                        Map.of("V2__nothing.sql", "select 1;\n")),
                RuleExample.of(
                                FW_CIC_IF_NOT_EXISTS,
                                ORDERS,
                                Map.of(
                                        "V2__unique.sql",
                                        "create unique index concurrently if not exists uq_orders_customer"
                                                + " on orders (customer_id);\n"),
                                Map.of(
                                        "V2__unique.sql",
                                        ASSERTED,
                                        "V2__unique.sql.conf",
                                        "executeInTransaction=false\n"))
                        .with(NO_LOCK),
                RuleExample.of(
                                FW_GLOBAL_LOCK_TIMEOUT_KILLS_CIC,
                                ORDERS,
                                Map.of("beforeEachMigrate.sql", "set lock_timeout = '500ms';\n", "V2__index.sql", CIC),
                                Map.of(
                                        "beforeEachMigrate.sql", "set lock_timeout = '500ms';\n",
                                        "V2__index.sql", "set lock_timeout = 0;\n" + CIC + "reset lock_timeout;\n",
                                        "V2__index.sql.conf", "executeInTransaction=false\n"))
                        .with(NO_LOCK),
                RuleExample.of(
                        FW_REPEATABLE_HAZARDS,
                        ORDERS,
                        Map.of("R__totals.sql", "create view totals as select count(*) from orders;\n"),
                        Map.of("R__totals.sql", "create or replace view totals as select count(*) from orders;\n")));
    }
}
