package dev.sonde.benchmarks.sizes;

import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.engine.size.IndexSizeModel;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One server with all shapes of data, on which each index is predicted, built, measured and dropped again. */
final class BuiltSizes {

    private static final String DATABASE = "postgres";
    private static final Map<String, String> SETTINGS = Map.of(
            "fsync", "off",
            "autovacuum", "off",
            "jit", "off",
            "shared_buffers", "256MB",
            "unix_socket_directories", "",
            "listen_addresses", "127.0.0.1");

    /**
     * What became of an index.
     *
     * @param hypothetical pages that HypoPG says it would have, 0 if it was not asked
     * @param realHeight levels above the leaves, -1 if it is no B-tree
     */
    record Built(SizeCase of, IndexSize predicted, long realPages, int realHeight, long hypothetical) {
        double error() {
            return Math.abs(predicted.pages() - realPages) / (double) realPages;
        }

        double hypotheticalError() {
            return Math.abs(hypothetical - realPages) / (double) realPages;
        }
    }

    private BuiltSizes() {}

    /** Rows to build indexes on, and which. */
    interface Source {
        /** Makes tables, fills them and analyses them. */
        void fill(Connection connection) throws SQLException, IOException;

        List<SizeCase> cases(CatalogSnapshot snapshot);

        /** What to say of it. */
        String name();
    }

    /** Builds a source's indexes on a server of that home; with HypoPG beside, where it takes the kind, if it is asked for. */
    static List<Built> of(PostgresHome home, Source source, boolean hypopg, Consumer<String> progress)
            throws SQLException, IOException {
        try (ThrowawayServer server = ThrowawayServer.start(home, List.of(List.of("--locale=C.UTF-8")), SETTINGS);
                Connection connection = server.connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("create extension pg_trgm; create extension pageinspect");
            if (hypopg) {
                statement.execute("create extension hypopg");
            }
            source.fill(connection);
            CatalogSnapshot snapshot = SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults());
            List<SizeCase> cases = source.cases(snapshot);
            progress.accept(
                    "sizes: " + source.name() + " on PostgreSQL " + home.version() + ", " + cases.size() + " indexes");
            List<Built> built = new ArrayList<>();
            for (SizeCase each : cases) {
                if (!hypopg || each.hypothetical()) {
                    built.add(build(statement, snapshot, each, hypopg));
                }
            }
            return built;
        }
    }

    private static Built build(Statement statement, CatalogSnapshot snapshot, SizeCase each, boolean hypopg)
            throws SQLException {
        TableSnapshot table = snapshot.table(each.definition().table()).orElseThrow();
        IndexSize predicted = IndexSizeModel.of(
                table, each.definition(), each.share().applyAsDouble(table), snapshot.serverVersionNumber());
        long hypothetical = hypopg ? hypothetical(statement, each) : 0;
        statement.execute(each.definition().createStatement("built"));
        long pages = number(statement, "select pg_relation_size('built') / 8192");
        int height = each.definition().method().equals("btree")
                ? (int) number(statement, "select fastlevel from bt_metap('built')")
                : -1;
        statement.execute("drop index built");
        return new Built(each, predicted, pages, height, hypothetical);
    }

    private static long hypothetical(Statement statement, SizeCase each) throws SQLException {
        String create = "create index on " + each.definition().target();
        long pages = number(
                statement,
                "select hypopg_relation_size(indexrelid) / 8192 from hypopg_create_index(" + literal(create) + ")");
        statement.execute("select hypopg_reset()");
        return pages;
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
