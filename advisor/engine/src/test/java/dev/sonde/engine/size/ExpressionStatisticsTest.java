package dev.sonde.engine.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.engine.Source;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.index.IndexDefinition.Order;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExpressionStatisticsTest {

    private static final QualifiedName TABLE = new QualifiedName("public", "people");
    private static CatalogSnapshot snapshot;
    private static TableSnapshot table;

    @BeforeAll
    static void makeRows() throws SQLException {
        String database = Source.database("""
                create table people (id int, email varchar(80) not null, nick text, data jsonb not null, at timestamp not null);
                insert into people select i, 'Person' || i || '@example.org', case when i % 4 = 0 then 'nick ' || i % 50 end,
                    jsonb_build_object('kind', i % 2000), timestamp '2025-01-01' + i * interval '10 minutes'
                  from generate_series(1, 40000) i;
                create index people_kind on people ((data ->> 'kind'));
                """);
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
        snapshot = Source.snapshot(database);
        table = snapshot.table(TABLE).orElseThrow();
    }

    private static double distinct(String expression) {
        return ExpressionStatistics.of(table, expression).orElseThrow().distinctIn(40000);
    }

    @Test
    void keepsValuesApartWhereTheFunctionDoes() {
        assertThat(distinct("lower((email)::text)")).isEqualTo(40000, within(400.0));
        assertThat(ExpressionStatistics.of(table, "COALESCE(nick, ''::text)")
                        .orElseThrow()
                        .nullFraction())
                .isZero();
    }

    @Test
    void countsTheDaysOfASpan() {
        assertThat(distinct("date_trunc('day'::text, at)")).isEqualTo(278, within(3.0));
        assertThat(distinct("(at)::date")).isEqualTo(278, within(3.0));
        assertThat(distinct("pg_catalog.extract('month', at)")).isEqualTo(12);
    }

    @Test
    void takesThemFromAnIndexOnTheSameExpression() {
        assertThat(distinct("data ->> 'kind'::text")).isEqualTo(2000, within(100.0));
    }

    @Test
    void assumesNothingOfWhatItDoesNotKnow() {
        assertThat(ExpressionStatistics.of(table, "data ->> 'other'::text")).isEmpty();
        assertThat(ExpressionStatistics.of(table, "length(nick)")).isEmpty();
    }

    @Test
    void makesThePlannerExpectOneRowForAnAddress() throws Exception {
        Key lower = new Key("lower((email)::text)", false, "", Order.ASC_NULLS_LAST);
        IndexDefinition index = new IndexDefinition(TABLE, "btree", List.of(lower), List.of(), false, "");
        ColumnStatistics assumed = ExpressionStatistics.numbered(
                ExpressionStatistics.of(table, lower.expression()).orElseThrow(), 1);
        try (PlanTwin twin = PlanTwin.start(snapshot)) {
            List<WhatIfIndex> made = twin.define(
                    Map.of(index, IndexSizeModel.of(table, index, 1, snapshot.serverVersionNumber())),
                    Map.of(index, List.of(assumed)));

            PlanNode plan = twin.explain(List.of("select * from people where lower(email) = 'a@example.org'"), made)
                    .get(0);

            assertThat(plan.rows()).isEqualTo(1);
            assertThat(plan.usedIndexes()).containsExactly(made.get(0).name());
        }
    }
}
