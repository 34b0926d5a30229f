package dev.sonde.engine.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.Source;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class LikenessTest {

    @Test
    void indexesOfTwoTablesAreNeverAlike() throws Exception {
        String sql = "select a.name, m.body from agents a join messages m on m.created_at = a.created_at";
        List<WhatIfIndex> indexes = List.of(index("agents"), index("messages"));

        try (Connection connection = Source.connect(Source.agents());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("explain (verbose, format json) " + sql)) {
            row.next();
            Likeness likeness =
                    new Likeness(Source.snapshot(Source.agents()), sql, ExplainJson.parse(row.getString(1)));

            assertThat(likeness.groups(indexes))
                    .extracting(group -> group.members().cardinality())
                    .containsExactly(1, 1);
        }
    }

    private static WhatIfIndex index(String table) {
        IndexDefinition definition = IndexDefinition.btree(new QualifiedName("public", table), "created_at");
        return new WhatIfIndex(table + "_created_at", definition, new IndexSize(100, 10_000, 1));
    }
}
