package dev.sonde.migrations.finding;

import static dev.sonde.migrations.finding.MigrationRule.*;
import static dev.sonde.migrations.finding.OutageExamples.orders;
import static dev.sonde.migrations.finding.OutageExamples.with;

import java.util.List;
import java.util.Map;

/** Examples of what breaks the release that is still running, and of what loses data. */
final class CompatibilityExamples {

    private CompatibilityExamples() {}

    static List<RuleExample> all() {
        return List.of(
                orders(
                        DROP_COLUMN,
                        "alter table orders drop column status;\n",
                        "comment on column orders.status is 'unused, goes with the next release';\n"),
                orders(
                        DROP_TABLE,
                        "drop table orders;\n",
                        "comment on table orders is 'unused, goes with the next release';\n"),
                orders(
                        RENAME_COLUMN,
                        "alter table orders rename column status to state;\n",
                        "alter table orders add column state text;\n"),
                orders(
                        RENAME_TABLE,
                        "alter table orders rename to purchases;\n",
                        "alter table orders rename to purchases;\ncreate view orders as select * from purchases;\n"),
                RuleExample.of(
                        ADD_REQUIRED_COLUMN,
                        with("create table invoices (id int primary key);\n"),
                        Map.of("V2__change.sql", "alter table invoices add column region text not null;\n"),
                        Map.of(
                                "V2__change.sql",
                                "alter table invoices add column region text not null default 'eu';\n")),
                orders(TRUNCATE_TABLE, "truncate orders;\n", "delete from orders where id <= 100;\n"),
                RuleExample.of(
                        DROP_CASCADE,
                        with("create view some_orders as select * from orders where id > 10;\n"
                                + "create view open_orders as select * from some_orders where status = 'open';\n"),
                        Map.of("V2__change.sql", "drop view some_orders cascade;\n"),
                        Map.of(
                                "V2__change.sql",
                                "create or replace view some_orders as select * from orders where id > 20;\n")));
    }
}
