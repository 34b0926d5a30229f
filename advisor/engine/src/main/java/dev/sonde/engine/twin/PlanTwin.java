package dev.sonde.engine.twin;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.PlanSource;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.engine.size.IndexSizeModel;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.GinPages;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.PartitionedTables;
import dev.sonde.engine.snapshot.RelationSize;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A throw-away server that has the schema, the statistics and the file lengths of a snapshot and no row. It plans and
 * never executes. This class is not threadsafe.
 */
public final class PlanTwin implements Planner, PlanSource, AutoCloseable {

    private static final String DATABASE = "postgres";
    static final int WITH_IO_METHOD = 18;

    private static final Map<String, String> SERVER_SETTINGS = Map.ofEntries(
            Map.entry("fsync", "off"),
            Map.entry("full_page_writes", "off"),
            Map.entry("wal_level", "minimal"),
            // New files are synced, which costs nothing here. To log them would read them into the buffers, and the
            // planner would find meta pages there that have not been given their heights yet.
            Map.entry("wal_skip_threshold", "0"),
            Map.entry("max_wal_senders", "0"),
            Map.entry("autovacuum", "off"),
            Map.entry("jit", "off"),
            Map.entry("shared_buffers", "32MB"),
            Map.entry("checkpoint_timeout", "1d"),
            Map.entry("max_connections", "20"),
            Map.entry("max_locks_per_transaction", "1024"),
            Map.entry("log_min_messages", "fatal"),
            Map.entry("log_min_error_statement", "panic"));

    private final CatalogSnapshot snapshot;
    private final PostgresHome home;
    private final ThrowawayServer server;
    private final StatisticsImport statistics;
    private final TwinFiles files;
    private final PartitionedTables partitioned;

    /** The real indexes by the name of the what-if index that they stand for. */
    private final Map<String, List<IndexPart>> partsOf = new HashMap<>();

    /** Names of what-if indexes by those of their parts, where plans show the latter. */
    private final Map<String, String> wholeNames = new HashMap<>();

    private final List<String> notes = new ArrayList<>();
    private TwinSession session;
    private long calls;
    private int defined;

    private PlanTwin(CatalogSnapshot snapshot, PostgresHome home, ThrowawayServer server)
            throws SQLException, IOException {
        this.snapshot = snapshot;
        this.home = home;
        this.server = server;
        this.statistics = StatisticsImport.of(home.major());
        this.files = new TwinFiles(server.dataDirectory());
        this.partitioned = new PartitionedTables(snapshot);
        try (Connection connection = server.connect(DATABASE)) {
            notes.addAll(TwinSchema.restore(connection, snapshot));
            notes.addAll(statistics.importAll(connection, snapshot, home.major()));
            files.find(connection);
        }
        inflate();
        session = open();
        notes.addAll(session.refused());
        if (snapshot.serverVersionNumber() / 10000 != home.major()) {
            notes.add("planned by PostgreSQL " + home.version() + ", the source is " + snapshot.serverVersion()
                    + "; --postgres-home DIR takes a version that is installed");
        }
    }

    /** Starts a twin of the snapshot, of its major version if that can be found on this machine. */
    public static PlanTwin start(CatalogSnapshot snapshot) {
        return start(snapshot, PostgresHome.nearest(snapshot.serverVersionNumber() / 10000));
    }

    /** Starts a twin of the snapshot that is of that version. */
    public static PlanTwin start(CatalogSnapshot snapshot, PostgresHome home) {
        Map<String, String> settings = new TreeMap<>(SERVER_SETTINGS);
        if (home.major() >= WITH_IO_METHOD) {
            settings.put("io_method", "sync"); // no worker processes
        }
        List<List<String>> initdb = new ArrayList<>();
        for (List<String> locale : TwinLocale.initdb(snapshot.locale(), home.major())) {
            List<String> arguments = new ArrayList<>(locale);
            arguments.add("--wal-segsize=1"); // of 39 MB to copy, 16 are the first segment
            initdb.add(arguments);
        }
        ThrowawayServer server = ThrowawayServer.start(home, initdb, settings);
        try {
            return new PlanTwin(snapshot, home, server);
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
        return home.version();
    }

    /** What the twin lacks or does otherwise than the source; grows with what is asked of it. */
    public List<String> notes() {
        return Collections.unmodifiableList(notes);
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
    public List<PlanNode> explain(
            List<String> statements, Collection<WhatIfIndex> visible, Collection<QualifiedName> hidden)
            throws NotPlannableException {
        Set<String> turned = new TreeSet<>();
        visible.forEach(index -> parts(index).forEach(part -> turned.add(regclass(part.name()))));
        hidden.forEach(index -> turned.add(regclass(index)));
        try (Statement statement = session.statement()) {
            session.turnOver(statement, turned);
            List<PlanNode> plans = new ArrayList<>();
            for (String sql : statements) {
                try {
                    plans.add(ExplainJson.parse(explainJson(statement, sql)).withIndexNames(wholeNames));
                } catch (NotPlannableException e) {
                    session.turnBack(statement); // the error has ended the transaction
                    throw e;
                }
            }
            return plans;
        } catch (SQLException e) {
            throw AdvisorException.environment("the plan twin does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean canHide(QualifiedName index) {
        return files.of(index) != null;
    }

    @Override
    public String explainJson(String sql) throws NotPlannableException {
        try (Statement statement = session.statement()) {
            session.turnBack(statement);
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

    private String explainJson(Statement statement, String sql) throws NotPlannableException {
        calls++;
        return session.explainJson(statement, sql);
    }

    @Override
    public List<WhatIfIndex> define(Map<IndexDefinition, IndexSize> definitions) {
        return define(definitions, Map.of());
    }

    @Override
    public List<WhatIfIndex> define(
            Map<IndexDefinition, IndexSize> definitions, Map<IndexDefinition, List<ColumnStatistics>> expressions) {
        List<WhatIfIndex> wanted = new ArrayList<>();
        List<IndexPart> parts = new ArrayList<>();
        definitions.forEach((definition, size) -> {
            WhatIfIndex index = new WhatIfIndex("sonde_whatif_" + defined++, definition, size);
            List<IndexPart> own = IndexPart.of(index, partitioned.leaves(definition.table()));
            if (own.stream().allMatch(part -> files.of(part.table()) != null)) {
                wanted.add(index);
                parts.addAll(own);
                partsOf.put(index.name(), own);
            } else {
                notes.add("not an index: " + definition.target() + " (the twin has no file of the table)");
            }
        });
        List<QualifiedName> tables =
                parts.stream().map(IndexPart::table).distinct().toList();
        try {
            // A session keeps files open by segment; it must not see them shrink.
            session.close();
            for (QualifiedName table : tables) {
                files.deflate(table);
            }
            List<WhatIfIndex> made = new ArrayList<>();
            try (Connection connection = server.connect(DATABASE);
                    Statement statement = connection.createStatement()) {
                for (WhatIfIndex index : wanted) {
                    if (create(statement, index)) {
                        made.add(index);
                    } else {
                        parts.removeAll(parts(index));
                    }
                }
                count(statement, tables, parts);
                describe(statement, made, expressions);
                files.find(connection);
            }
            boolean metaPagesInBuffers = parts.stream()
                    .anyMatch(part -> IndexFile.builtInBuffers(part.definition().method()));
            if (metaPagesInBuffers) {
                server.pause();
            }
            for (IndexPart part : parts) {
                IndexSize size = part.size();
                write(part.name(), part.definition().method(), size.pages(), size.height(), part.table(), size.gin());
            }
            for (QualifiedName table : tables) {
                files.inflate(table, filePages(table));
            }
            if (metaPagesInBuffers) {
                server.resume();
            }
            session = open();
            return made;
        } catch (SQLException | IOException e) {
            throw AdvisorException.environment("cannot build what-if indexes on the twin: " + e.getMessage(), e);
        }
    }

    /** Makes all parts of an index or none, in one transaction. */
    private boolean create(Statement statement, WhatIfIndex index) {
        StringBuilder sql = new StringBuilder();
        for (IndexPart part : parts(index)) {
            sql.append(part.definition().createStatement(part.name().name())).append(";\n");
        }
        try {
            statement.execute(sql.toString());
        } catch (SQLException e) {
            notes.add("not an index: " + index.definition().target() + " (" + e.getMessage() + ")");
            return false;
        }
        if (!index.size().parts().isEmpty()) {
            parts(index).forEach(part -> wholeNames.put(part.name().name(), index.name()));
        }
        return true;
    }

    private List<IndexPart> parts(WhatIfIndex index) {
        return partsOf.getOrDefault(index.name(), List.of());
    }

    /** An index on an expression has no statistics before it is built, and without them the planner guesses. */
    private void describe(
            Statement statement, List<WhatIfIndex> made, Map<IndexDefinition, List<ColumnStatistics>> expressions)
            throws SQLException {
        List<StatisticsImport.Step> columns = new ArrayList<>();
        for (WhatIfIndex index : made) {
            for (ColumnStatistics key : expressions.getOrDefault(index.definition(), List.of())) {
                String expression =
                        index.definition().keys().get(key.number() - 1).expression();
                for (IndexPart part : parts(index)) {
                    columns.add(statistics.column(part.name(), key, StatisticsImport.typeOf(part.table(), expression)));
                }
            }
        }
        if (!columns.isEmpty()) {
            statistics.prepare(statement);
            statistics.importSizes(statement, columns);
        }
    }

    /** Hides the new indexes and tells all rows; CREATE INDEX found none and counted its table's anew. */
    private void count(Statement statement, List<QualifiedName> tables, List<IndexPart> made) throws SQLException {
        List<StatisticsImport.Step> sizes = new ArrayList<>();
        for (IndexPart part : made) {
            IndexSize size = part.size();
            int pages = (int) Math.min(Integer.MAX_VALUE, size.pages());
            sizes.add(statistics.size(part.name(), new RelationSize(size.bytes(), pages, size.tuples(), 0, 0)));
        }
        for (QualifiedName table : tables) {
            sizes.add(statistics.size(table, snapshot.table(table).orElseThrow().size()));
        }
        statistics.importSizes(statement, sizes);
        if (!made.isEmpty()) {
            statement.execute("update pg_catalog.pg_index set indisvalid = false where indexrelid in ("
                    + made.stream().map(part -> regclass(part.name())).collect(Collectors.joining(", ")) + ")");
        }
    }

    private void write(
            QualifiedName index, String method, long pages, int height, QualifiedName table, @Nullable GinPages gin)
            throws IOException {
        Path file = files.of(index);
        if (file != null) {
            new IndexFile(file, method, pages, height, filePages(table), gin).write();
        }
    }

    private long filePages(QualifiedName table) {
        return snapshot.table(table).orElseThrow().size().filePages();
    }

    private static String regclass(QualifiedName name) {
        return StatementText.literal(name.sql()) + "::regclass";
    }

    /** Gives all files their length and their meta pages while the server is down: it must not have read them. */
    private void inflate() throws IOException {
        server.pause();
        for (TableSnapshot table : snapshot.tables()) {
            if (files.of(table.name()) == null) {
                continue;
            }
            for (IndexSnapshot index : table.indexes()) {
                QualifiedName name = new QualifiedName(table.name().schema(), index.name());
                GinPages counted = index.gin();
                GinPages gin = counted == null && index.method().equals("gin")
                        ? IndexSizeModel.ginPages(table, index)
                        : counted;
                write(name, index.method(), index.size().filePages(), index.height(), table.name(), gin);
            }
            files.inflate(table.name(), table.size().filePages());
        }
        server.resume();
    }

    private TwinSession open() throws SQLException {
        return new TwinSession(server.connect(DATABASE), home.major(), snapshot);
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
