package dev.sonde.engine.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sonde.engine.Majors;
import dev.sonde.engine.Zoo;
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
            List<String> restored =
                    SchemaDump.of(zoo.url("postgres").replace("/" + Zoo.DATABASE + "?", "/twin?"));

            assertThat(source).hasSizeGreaterThan(100);
            assertThat(restored).containsExactlyElementsOf(source);
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
