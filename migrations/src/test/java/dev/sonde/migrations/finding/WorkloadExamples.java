package dev.sonde.migrations.finding;

import static dev.sonde.migrations.finding.MigrationRule.*;

import java.util.List;
import java.util.Map;

/** One example for each rule about captured statements. */
public final class WorkloadExamples {

    private static final Map<String, String> ORDERS = Map.of("V1__orders.sql", """
            create table orders (id bigint primary key, customer_id int not null, status text not null, note text);
            insert into orders select i, i % 2000, case when i % 100 = 0 then 'open' else 'done' end, repeat('x', 50)
              from generate_series(1, 60000) i;
            create index idx_orders_customer on orders (customer_id);
            create index idx_orders_status on orders (status);
            create view open_orders as select * from orders where status = 'open';
            """);

    private WorkloadExamples() {}

    public static List<WorkloadExample> all() {
        return List.of(
                orders(
                        STATEMENT_BREAKS,
                        "alter table orders rename column note to remark;\n",
                        "alter table orders add column remark text;\n",
                        "select note from orders where id = $1"),
                orders(
                        USED_INDEX_DROPPED,
                        "drop index concurrently idx_orders_customer;\n",
                        "drop index concurrently idx_orders_status;\n",
                        "select id, status from orders where customer_id = $1"),
                orders(
                        PLAN_REGRESSION,
                        "create or replace view open_orders as select * from orders where lower(status) = 'open';\n",
                        "create or replace view open_orders as select * from orders where status in ('open', 'new');\n",
                        "select id from open_orders"),
                orders(
                        INDEX_NEVER_CHOSEN,
                        "create index concurrently idx_orders_note on orders (note);\n",
                        "create index concurrently idx_orders_both on orders (customer_id, status);\n",
                        "select id from orders where customer_id = $1 and status = 'open'"));
    }

    private static WorkloadExample orders(MigrationRule rule, String bad, String good, String captured) {
        return new WorkloadExample(
                RuleExample.of(rule, ORDERS, Map.of("V2__change.sql", bad), Map.of("V2__change.sql", good)),
                List.of(captured));
    }
}
