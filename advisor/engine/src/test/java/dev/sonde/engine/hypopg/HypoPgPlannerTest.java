package dev.sonde.engine.hypopg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.server.ThrowawayServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * On Debian's PostgreSQL 15 with its package postgresql-15-hypopg, which {@code .ci/run} installs; without it these tests
 * are skipped, but on CI they fail.
 */
class HypoPgPlannerTest {

    private static final Path HOME = Path.of("/usr/lib/postgresql/15");
    private static final QualifiedName ORDERS = new QualifiedName("public", "orders");
    private static final String BY_CUSTOMER = "select total from orders where customer = $1";

    private static ThrowawayServer server;

    @BeforeAll
    static void start() throws SQLException {
        boolean there = Files.exists(HOME.resolve("bin/postgres"))
                && Files.exists(Path.of("/usr/share/postgresql/15/extension/hypopg.control"));
        if (System.getenv("CI") == null) {
            assumeTrue(there, "skipped: no HypoPG; apt-get install postgresql-15-hypopg");
        }
        assertThat(there).as("Debian's postgresql-15-hypopg is installed").isTrue();
        server = ThrowawayServer.start(PostgresHome.at(HOME), List.of(List.of()), Map.of("fsync", "off"));
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create extension hypopg");
            statement.execute("create table orders as select i as id, i % 5000 as customer, i % 7 as total,"
                    + " array[i % 10] as tags from generate_series(1, 200000) i");
            statement.execute("create table customers as select i as id, md5(i::text) as name"
                    + " from generate_series(1, 5000) i");
            statement.execute("vacuum analyze");
            statement.execute("create database plain");
        }
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static Map<IndexDefinition, IndexSize> sized(IndexDefinition... definitions) {
        Map<IndexDefinition, IndexSize> sizes = new LinkedHashMap<>();
        for (IndexDefinition definition : definitions) {
            sizes.put(definition, new IndexSize(300, 200_000, 1));
        }
        return sizes;
    }

    private static PlanNode plan(HypoPgPlanner planner, String sql, WhatIfIndex... visible)
            throws NotPlannableException {
        return planner.explain(List.of(sql), List.of(visible)).get(0);
    }

    @Test
    void plansWithTheIndexesThatAreVisibleAndNoOthers() throws Exception {
        try (Connection connection = server.connect("postgres")) {
            HypoPgPlanner planner = HypoPgPlanner.of(connection, Duration.ofSeconds(5), Duration.ofSeconds(1));
            List<WhatIfIndex> indexes = planner.define(sized(
                    IndexDefinition.btree(ORDERS, "customer"), IndexDefinition.btree(ORDERS, "customer", "total")));

            assertThat(indexes).hasSize(2);
            assertThat(plan(planner, BY_CUSTOMER).usedIndexes()).isEmpty();
            assertThat(plan(planner, BY_CUSTOMER, indexes.get(0)).usedIndexes())
                    .containsExactly(indexes.get(0).name());
            assertThat(plan(planner, BY_CUSTOMER, indexes.get(0), indexes.get(1))
                            .usedIndexes())
                    .containsExactly(indexes.get(1).name());
            assertThat(plan(planner, BY_CUSTOMER).usedIndexes()).isEmpty();
            assertThat(planner.calls()).isEqualTo(4);
            assertThat(planner.serverVersion()).startsWith("15.");
        }
    }

    /** The same index, built, has a height that HypoPG's has not; what is added makes up for it. */
    @Test
    void addsTheDescentThatHypoPgLeavesOut() throws Exception {
        String lookup = "select name from customers where id = 77";
        String join = "select c.name from orders o join customers c on c.id = o.customer where o.id = 5";
        IndexDefinition definition = IndexDefinition.btree(new QualifiedName("public", "customers"), "id");
        try (Connection connection = server.connect("postgres")) {
            HypoPgPlanner planner = HypoPgPlanner.of(connection, Duration.ofSeconds(5), Duration.ofSeconds(1));
            WhatIfIndex index = planner.define(sized(definition)).get(0);
            PlanNode hypothetical = plan(planner, lookup, index);
            PlanNode nested = plan(planner, join, index);
            try (Connection owner = server.connect("postgres");
                    Statement statement = owner.createStatement()) {
                statement.execute(definition.createStatement("built"));
                PlanNode real = plan(planner, lookup);
                PlanNode realNested = plan(planner, join);
                statement.execute("drop index built");

                assertThat(real.usedIndexes()).containsExactly("built");
                assertThat(hypothetical.totalCost()).isCloseTo(real.totalCost(), within(0.02));
                assertThat(realNested.usedIndexes()).containsExactly("built");
                assertThat(nested.totalCost()).isCloseTo(realNested.totalCost(), within(0.02));
            }
        }
    }

    /** Rows that a nested loop keeps are fetched once, however often it reads them. */
    @Test
    void addsTheDescentOnceBelowMaterialize() throws Exception {
        String sql = "select count(o.total) from customers c left join orders o on o.customer = 77 and o.total <> c.id";
        try (Connection connection = server.connect("postgres")) {
            HypoPgPlanner planner = HypoPgPlanner.of(connection, Duration.ofSeconds(5), Duration.ofSeconds(1));
            WhatIfIndex index = planner.define(sized(IndexDefinition.btree(ORDERS, "customer")))
                    .get(0);

            PlanNode plan = plan(planner, sql, index);

            List<String> types = new ArrayList<>();
            plan.forEach(node -> types.add(node.type()));
            assertThat(types).contains("Nested Loop", "Materialize");
            assertThat(plan.usedIndexes()).containsExactly(index.name());
            double once = (1 + 1) * 50 * 0.0025;
            assertThat(plan.totalCost() - planWithoutDescent(sql)).isCloseTo(once, within(0.02));
        }
    }

    private static double planWithoutDescent(String sql) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("select hypopg_create_index('create index on orders (customer)')");
            try (ResultSet row = statement.executeQuery("explain (format json) " + sql)) {
                row.next();
                return ExplainJson.parse(row.getString(1)).totalCost();
            }
        }
    }

    @Test
    void leavesOutKindsThatHypoPgDoesNotKnow() throws Exception {
        IndexDefinition gin = new IndexDefinition(ORDERS, "gin", List.of(Key.column("tags")), List.of(), false, "");
        try (Connection connection = server.connect("postgres")) {
            HypoPgPlanner planner = HypoPgPlanner.of(connection, Duration.ofSeconds(5), Duration.ofSeconds(1));

            assertThat(planner.define(sized(gin))).isEmpty();
            assertThat(planner.notes())
                    .anyMatch(note -> note.startsWith("not planned by HypoPG: public.orders using gin"));
        }
    }

    @Test
    void refusesToWriteAndToPlanTwoStatements() throws Exception {
        try (Connection connection = server.connect("postgres")) {
            HypoPgPlanner planner = HypoPgPlanner.of(connection, Duration.ofSeconds(5), Duration.ofSeconds(1));

            assertThatThrownBy(() -> plan(planner, "select 1; drop table orders"))
                    .isInstanceOf(NotPlannableException.class);
            assertThatThrownBy(() -> plan(planner, "select no_such_column from orders"))
                    .isInstanceOf(NotPlannableException.class)
                    .hasMessageContaining("no_such_column");
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("show default_transaction_read_only")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("on");
            }
        }
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        try (Connection connection = server.connect("plain")) {
            assertThatThrownBy(() -> HypoPgPlanner.of(connection, Duration.ofSeconds(5), Duration.ofSeconds(1)))
                    .isInstanceOf(AdvisorException.class)
                    .hasMessageContaining("CREATE EXTENSION hypopg");
        }
    }
}
