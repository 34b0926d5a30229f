package dev.sonde.engine.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sonde.engine.Majors;
import dev.sonde.engine.Zoo;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader.Options;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that has one of every kind of object, restored from its snapshot on a server of the same version. */
class ZooTest {

    private static final List<String> PASSED_OVER =
            List.of("passed over: foreign table app.far_away", "passed over: aggregate app.product");

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void isRestoredWithAnEqualCatalog(int major) throws Exception {
        try (Zoo zoo = Zoo.open(Majors.home(major))) {
            CatalogSnapshot snapshot = zoo.snapshot(Options.ofDefaults());
            zoo.execute("postgres", "create database twin template template0");

            try (Connection twin = zoo.connect("twin")) {
                assertThat(TwinSchema.restore(twin, snapshot)).isEmpty();
            }

            assertThat(snapshot.notes()).isEqualTo(PASSED_OVER);
            assertThat(catalog(zoo, "twin")).isEqualTo(catalog(zoo, Zoo.DATABASE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15})
    void isDumpedByPgDumpAsItsSourceIs(int major) throws Exception {
        assumeTrue(SchemaDump.canDump(major), "no pg_dump for PostgreSQL " + major + " on this machine");
        try (Zoo zoo = Zoo.open(Majors.home(major))) {
            CatalogSnapshot snapshot = zoo.snapshot(Options.ofDefaults());
            zoo.execute("postgres", "create database twin template template0");
            try (Connection twin = zoo.connect("twin")) {
                TwinSchema.restore(twin, snapshot);
            }

            List<String> source = SchemaDump.of(zoo.url("postgres"));
            List<String> restored = SchemaDump.of(zoo.url("postgres").replace("/" + Zoo.DATABASE + "?", "/twin?"));

            assertThat(source).hasSizeGreaterThan(100);
            assertThat(restored).containsExactlyElementsOf(source);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void isPlannedByItsTwinAsByItself(int major) throws Exception {
        List<String> statements = List.of(
                "select * from app.events where at >= '2025-03-01' and at < '2025-04-01' and kind = 'new'",
                "select kind, count(*) from app.events group by kind",
                "select * from app.animals where id = 17",
                "select * from app.per_status where status = 'new'",
                "select * from \"Größe \"\"and\"\" Co\".\"view over view\"",
                "select o.number, c.name from app.orders o join app.customers c on c.id = o.customer where o.room < 50",
                "select * from app.with_function");
        try (Zoo zoo = Zoo.open(Majors.home(major));
                PlanTwin twin = PlanTwin.start(zoo.snapshot(Options.ofDefaults()), Majors.home(major));
                Connection source = zoo.connect(Zoo.DATABASE);
                Statement statement = source.createStatement()) {
            // Extended statistics over enums are named as what the twin lacks, and nothing else is
            assertThat(twin.notes())
                    .isNotEmpty()
                    .allMatch(note -> note.startsWith("not on the twin: most common combinations of statistics "));
            for (String sql : statements) {
                PlanNode planned = twin.explain(List.of(sql), List.of()).get(0);
                try (ResultSet row = statement.executeQuery("explain (verbose, format json) " + sql)) {
                    row.next();
                    PlanNode expected = ExplainJson.parse(row.getString(1));
                    assertThat(planned.shape()).as(sql).isEqualTo(expected.shape());
                    assertThat(planned.rows()).as(sql).isEqualTo(expected.rows());
                }
            }
        }
    }

    /** What the catalog holds, without OIDs and attribute numbers. */
    private static List<String> catalog(Zoo zoo, String database) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = zoo.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path = pg_catalog");
            for (String query : Zoo.resource("catalog.sql").split(";\\R")) {
                lines.add(query.lines().findFirst().orElseThrow());
                int before = lines.size();
                try (ResultSet rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        StringBuilder line = new StringBuilder();
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            line.append(rows.getString(i)).append(" | ");
                        }
                        lines.add(line.toString());
                    }
                }
                assertThat(lines).as(query).hasSizeGreaterThan(before);
            }
        }
        return lines;
    }
}
