package dev.sonde.engine.twin;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.PlanSource;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.RelationSize;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A throw-away server that has the schema, the statistics and the file lengths of a snapshot and no row. It plans and
 * never executes. This class is not threadsafe.
 */
public final class PlanTwin implements Planner, PlanSource, AutoCloseable {

    private static final String DATABASE = "postgres";
    private static final String EXPLAIN = "explain (generic_plan, verbose, format json) ";

    private static final Map<String, String> SERVER_SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("fsync", "off"),
            Map.entry("full_page_writes", "off"),
            Map.entry("wal_level", "minimal"),
            Map.entry("max_wal_senders", "0"),
            Map.entry("autovacuum", "off"),
            Map.entry("jit", "off"),
            Map.entry("io_method", "sync"),
            Map.entry("shared_buffers", "32MB"),
            Map.entry("checkpoint_timeout", "1d"),
            Map.entry("max_connections", "20"),
            Map.entry("max_locks_per_transaction", "1024"),
            Map.entry("log_min_messages", "fatal"),
            Map.entry("log_min_error_statement", "panic"));

    private final CatalogSnapshot snapshot;
    private final ThrowawayServer server;
    private final StatisticsImport statistics = new RestoreFunctions();
    private final List<String> notes = new ArrayList<>();
    private final Map<QualifiedName, Path> heaps = new TreeMap<>();
    private Connection session;
    private String version = "";
    private long calls;
    private int defined;

    private PlanTwin(CatalogSnapshot snapshot, ThrowawayServer server) throws SQLException, IOException {
        this.snapshot = snapshot;
        this.server = server;
        try (Connection connection = server.connect(DATABASE)) {
            notes.addAll(TwinSchema.restore(connection, snapshot));
            notes.addAll(statistics.importAll(connection, snapshot));
        }
        inflate();
        session = open();
        try (Statement statement = session.createStatement();
                ResultSet row =
                        statement.executeQuery("select split_part(current_setting('server_version'), ' ', 1)")) {
            row.next();
            version = row.getString(1);
        }
        if (snapshot.serverVersionNumber() / 10000 != Integer.parseInt(version.split("\\.")[0])) {
            notes.add("planned by PostgreSQL " + version + ", the source is " + snapshot.serverVersion());
        }
    }

    /** Starts a twin of the snapshot. */
    public static PlanTwin start(CatalogSnapshot snapshot) {
        ThrowawayServer server = ThrowawayServer.start(TwinLocale.initdb(snapshot.locale()), SERVER_SETTINGS);
        try {
            return new PlanTwin(snapshot, server);
        } catch (SQLException | IOException e) {
            server.close();
            throw AdvisorException.environment("cannot set up the plan twin: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "twin";
    }

    @Override
    public String serverVersion() {
        return version;
    }

    /** What the twin lacks or does otherwise than the source. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public long calls() {
        return calls;
    }

    /** Where the twin keeps its files while it is open. */
    public Path folder() {
        return server.dataDirectory();
    }

    @Override
    public List<PlanNode> explain(List<String> statements, Collection<WhatIfIndex> visible)
            throws NotPlannableException {
        try (Statement statement = session.createStatement()) {
            statement.execute("begin");
            try {
                if (!visible.isEmpty()) {
                    // Only valid indexes are considered; the rollback hides them again.
                    statement.execute("update pg_catalog.pg_index set indisvalid = true where indexrelid in ("
                            + visible.stream().map(PlanTwin::regclass).collect(Collectors.joining(", "))
                            + ")");
                }
                List<PlanNode> plans = new ArrayList<>();
                for (String sql : statements) {
                    plans.add(explain(statement, sql));
                }
                return plans;
            } finally {
                statement.execute("rollback");
            }
        } catch (SQLException e) {
            throw AdvisorException.environment("the plan twin does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public String explainJson(String sql) throws NotPlannableException {
        try (Statement statement = session.createStatement()) {
            statement.execute("begin");
            try {
                return explainJson(statement, sql);
            } finally {
                statement.execute("rollback");
            }
        } catch (SQLException e) {
            throw AdvisorException.environment("the plan twin does not answer: " + e.getMessage(), e);
        }
    }

    private PlanNode explain(Statement statement, String sql) throws NotPlannableException {
        return ExplainJson.parse(explainJson(statement, sql));
    }

    private String explainJson(Statement statement, String sql) throws NotPlannableException {
        calls++;
        // A second statement in the text would be executed, not planned.
        if (StatementText.hasSeveralStatements(sql)) {
            throw new NotPlannableException("more than one statement");
        }
        try (ResultSet row = statement.executeQuery(EXPLAIN + sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new NotPlannableException(String.valueOf(e.getMessage()).replaceAll("\\s*\\n\\s*", " "));
        }
    }

    @Override
    public List<WhatIfIndex> define(Map<IndexDefinition, IndexSize> definitions) {
        return define(definitions, Map.of());
    }

    @Override
    public List<WhatIfIndex> define(
            Map<IndexDefinition, IndexSize> definitions, Map<IndexDefinition, List<ColumnStatistics>> expressions) {
        List<WhatIfIndex> made = new ArrayList<>();
        Map<String, IndexSize> files = new HashMap<>();
        List<QualifiedName> tables = definitions.keySet().stream()
                .map(IndexDefinition::table)
                .distinct()
                .toList();
        try {
            // A session keeps files open by segment; it must not see them shrink.
            session.close();
            deflate(tables);
            try (Connection connection = server.connect(DATABASE);
                    Statement statement = connection.createStatement()) {
                for (Map.Entry<IndexDefinition, IndexSize> entry : definitions.entrySet()) {
                    String name = "sonde_whatif_" + defined++;
                    try {
                        WhatIfIndex index = new WhatIfIndex(name, entry.getKey(), entry.getValue());
                        statement.execute(entry.getKey().createStatement(name));
                        made.add(index);
                    } catch (SQLException e) {
                        notes.add("not an index: " + entry.getKey().target() + " (" + e.getMessage() + ")");
                    }
                }
                for (WhatIfIndex index : made) {
                    finish(connection, statement, index, files);
                    for (ColumnStatistics key : expressions.getOrDefault(index.definition(), List.of())) {
                        statistics.importIndexColumn(
                                connection, index.definition().table().schema(), index.name(), key);
                    }
                }
                for (QualifiedName table : tables) {
                    // CREATE INDEX counted the rows anew.
                    TableSnapshot source = snapshot.table(table).orElseThrow();
                    statistics.importSize(connection, table.schema(), table.name(), source.size());
                }
            }
            for (Map.Entry<String, IndexSize> file : files.entrySet()) {
                Path path = server.dataDirectory().resolve(file.getKey());
                if (file.getValue().height() > 0) {
                    BTreeSpine.write(path, file.getValue().height()); // only B-trees are said to have a height
                }
                RelationFiles.extend(path, file.getValue().pages());
            }
            for (QualifiedName table : tables) {
                RelationFiles.extend(
                        heap(table), snapshot.table(table).orElseThrow().size().filePages());
            }
            session = open();
            return made;
        } catch (SQLException | IOException e) {
            throw AdvisorException.environment("cannot build what-if indexes on the twin: " + e.getMessage(), e);
        }
    }

    private void finish(Connection connection, Statement statement, WhatIfIndex index, Map<String, IndexSize> files)
            throws SQLException {
        String schema = index.definition().table().schema();
        String name = regclass(index);
        IndexSize size = index.size();
        int pages = (int) Math.min(Integer.MAX_VALUE, size.pages());
        statistics.importSize(
                connection, schema, index.name(), new RelationSize(size.bytes(), pages, size.tuples(), 0, 0));
        try (ResultSet row = statement.executeQuery("select pg_relation_filepath(" + name + ")")) {
            row.next();
            files.put(row.getString(1), size);
        }
        statement.execute("update pg_catalog.pg_index set indisvalid = false where indexrelid = " + name);
    }

    private static String regclass(WhatIfIndex index) {
        // An index lives in the schema of its table.
        QualifiedName name = new QualifiedName(index.definition().table().schema(), index.name());
        return StatementText.literal(name.sql()) + "::regclass";
    }

    private void deflate(List<QualifiedName> tables) throws IOException {
        for (QualifiedName table : tables) {
            RelationFiles.empty(heap(table));
        }
    }

    private Path heap(QualifiedName table) {
        Path heap = heaps.get(table);
        if (heap == null) {
            throw new IllegalArgumentException("the twin has no table " + table);
        }
        return heap;
    }

    /** Gives all files their length and B-trees their height while the server is down: it must not have read them. */
    private void inflate() throws SQLException, IOException {
        Map<Path, Long> pages = new HashMap<>();
        Map<Path, Integer> heights = new HashMap<>();
        try (Connection connection = server.connect(DATABASE)) {
            for (TableSnapshot table : snapshot.tables()) {
                Path heap = file(connection, table.name());
                if (heap == null) {
                    continue;
                }
                heaps.put(table.name(), heap);
                pages.put(heap, (long) table.size().filePages());
                for (IndexSnapshot index : table.indexes()) {
                    Path file = file(connection, new QualifiedName(table.name().schema(), index.name()));
                    if (file != null) {
                        pages.put(file, (long) index.size().filePages());
                        if (index.method().equals("btree")) {
                            heights.put(file, index.height());
                        }
                    }
                }
            }
        }
        server.pause();
        for (Map.Entry<Path, Integer> spine : heights.entrySet()) {
            BTreeSpine.write(spine.getKey(), spine.getValue());
        }
        for (Map.Entry<Path, Long> length : pages.entrySet()) {
            RelationFiles.extend(length.getKey(), length.getValue());
        }
        server.resume();
    }

    private @Nullable Path file(Connection connection, QualifiedName relation) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select pg_relation_filepath(to_regclass(" + StatementText.literal(relation.sql()) + "))")) {
            row.next();
            String path = row.getString(1);
            Path file = path == null ? null : server.dataDirectory().resolve(path);
            return file != null && Files.exists(file) ? file : null;
        }
    }

    private Connection open() throws SQLException {
        Connection connection = server.connect(DATABASE);
        List<String> refused = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting : snapshot.settings().entrySet()) {
                String name = setting.getKey();
                if (name.equals("jit") || name.equals("search_path")) {
                    continue;
                }
                try {
                    statement.execute("set " + name + " = " + StatementText.literal(setting.getValue()));
                } catch (SQLException e) {
                    refused.add("setting " + name + " is not carried over: " + e.getMessage());
                }
            }
            String searchPath = snapshot.settings().getOrDefault("search_path", "public");
            statement.execute("set search_path = " + (searchPath.isEmpty() ? "''" : searchPath));
        }
        if (version.isEmpty()) {
            notes.addAll(refused);
        }
        return connection;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (SQLException e) {
            notes.add("closing: " + e.getMessage());
        }
        server.close();
    }
}
