package dev.sonde.engine.size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sonde.engine.Majors;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Indexes on {@code character(n)}, which some minor releases merge duplicates of and others do not, built for real. */
class BlankPaddedTest {

    private static final Path DEBIANS = Path.of("/usr/lib/postgresql/15");

    static int[] majors() {
        return Majors.TESTED;
    }

    @ParameterizedTest
    @MethodSource("majors")
    void isAsLargeAsPredictedOnTheBundledServers(int major) throws Exception {
        isAsLargeAsPredicted(Majors.home(major));
    }

    /** Of a newer minor release, as long as Debian's is newer than the bundled one. */
    @Test
    void isAsLargeAsPredictedOnDebiansServer() throws Exception {
        assumeTrue(Files.isExecutable(DEBIANS.resolve("bin/postgres")), "skipped: apt-get install postgresql-15");
        isAsLargeAsPredicted(PostgresHome.at(DEBIANS));
    }

    private static void isAsLargeAsPredicted(PostgresHome home) throws Exception {
        QualifiedName parts = new QualifiedName("public", "parts");
        try (ThrowawayServer server = ThrowawayServer.start(home, List.of(List.of()), Map.of("fsync", "off"));
                Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create table parts as select i as id, ('Brand ' || i % 25)::character(10) as brand,"
                    + " ('Brand ' || i % 25)::varchar(10) as name from generate_series(1, 50000) i");
            statement.execute("vacuum analyze");
            CatalogSnapshot snapshot = SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults());
            for (IndexDefinition index :
                    List.of(IndexDefinition.btree(parts, "brand"), IndexDefinition.btree(parts, "name"))) {
                statement.execute(index.createStatement("built"));
                try (ResultSet row = statement.executeQuery("select pg_relation_size('built') / 8192")) {
                    row.next();
                    double predicted = IndexSizeModel.of(
                                    snapshot.table(parts).orElseThrow(), index, 1, snapshot.serverVersionNumber())
                            .pages();
                    assertThat(predicted / row.getDouble(1))
                            .as(index.target() + " on " + home.version())
                            .isEqualTo(1, within(0.05));
                }
                statement.execute("drop index built");
            }
        }
    }
}
