package dev.sonde.migrations.finding;

import static dev.sonde.migrations.finding.MigrationRule.*;
import static dev.sonde.migrations.finding.OutageExamples.ORDERS;
import static dev.sonde.migrations.finding.OutageExamples.WITHOUT_TRANSACTION;
import static dev.sonde.migrations.finding.OutageExamples.orders;
import static dev.sonde.migrations.finding.OutageExamples.with;

import java.util.List;
import java.util.Map;

/** Examples of statements that make others wait by waiting themselves, or that hold locks for longer than needed. */
final class WaitExamples {

    private static final String TRIGGER =
            "create trigger stamp before update on orders" + " for each row execute function stamp();\n";

    private static final String BUILD = "create index concurrently idx_orders_customer on orders (customer_id);\n";

    private WaitExamples() {}

    static List<RuleExample> all() {
        return List.of(
                RuleExample.of(
                        CREATE_TRIGGER_WAITS,
                        with("create function stamp() returns trigger language plpgsql"
                                + " as 'begin new.created = now(); return new; end';\n"),
                        Map.of("V2__change.sql", TRIGGER),
                        Map.of("V2__change.sql", "set local lock_timeout = '1s';\n" + TRIGGER)),
                RuleExample.of(
                        DDL_WITHOUT_LOCK_TIMEOUT,
                        // 70 MB: a page for each row
                        with(
                                "create table documents (id int primary key, body text);\n"
                                        + "alter table documents alter column body set storage plain;\n"
                                        + "insert into documents select i, repeat('x', 7000) from generate_series(1, 9000) i;\n"),
                        Map.of("V2__change.sql", "alter table documents add column note text;\n"),
                        Map.of(
                                "V2__change.sql",
                                "set local lock_timeout = '1s';\nalter table documents add column note text;\n")),
                RuleExample.of(
                        CONCURRENT_BUILD_UNDER_SHORT_TIMEOUT,
                        ORDERS,
                        Map.of(
                                "V2__change.sql",
                                "set lock_timeout = '1s';\n" + BUILD + "reset lock_timeout;\n",
                                "V2__change.sql.conf",
                                WITHOUT_TRANSACTION),
                        Map.of(
                                "V2__change.sql",
                                "set lock_timeout = '30min';\n" + BUILD + "reset lock_timeout;\n",
                                "V2__change.sql.conf",
                                WITHOUT_TRANSACTION)),
                orders(
                        EXPLICIT_LOCK_TABLE,
                        "lock table orders in exclusive mode;\nupdate orders set status = 'paid' where id = 1;\n",
                        "select id from orders where id = 1 for update;\n"
                                + "update orders set status = 'paid' where id = 1;\n"),
                RuleExample.of(
                        DML_WITHOUT_WHERE,
                        ORDERS,
                        Map.of("V2__change.sql", "update orders set status = 'old';\n"),
                        Map.of(
                                "V2__first.sql", "update orders set status = 'old' where id <= 2500;\n",
                                "V3__others.sql", "update orders set status = 'old' where id > 2500;\n")));
    }
}
