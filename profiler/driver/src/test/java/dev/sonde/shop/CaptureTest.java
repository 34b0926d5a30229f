package dev.sonde.shop;

import static dev.sonde.shop.CapturedDatabase.all;
import static dev.sonde.shop.CapturedDatabase.executionsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.profiler.UnitOfWork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class CaptureTest {

    @TempDir
    Path folder;

    @RegisterExtension
    final CapturedDatabase database = new CapturedDatabase(() -> folder);

    @BeforeAll
    static void createTables() throws SQLException {
        try (Connection connection = CapturedDatabase.raw();
                var statement = connection.createStatement()) {
            statement.execute("create table parent (id bigint primary key, name text)");
            statement.execute("create table child (id bigint primary key, parent_id bigint, secret text)");
            statement.execute("insert into parent select 1000 + i * 7, 'p' || i from generate_series(1, 20) i");
            statement.execute("insert into child select i, 1000 + (i % 20 + 1) * 7, 's' from generate_series(1, 60) i");
        }
    }

    @Test
    void recordsOneEventPerExecutionWithRowsAndCounts() throws Exception {
        try (Connection connection = database.connect("&sonde.service=shop&sonde.version=1.4");
                PreparedStatement select = connection.prepareStatement("select id, name from parent where id > ?");
                PreparedStatement update = connection.prepareStatement("update parent set name = name where id < ?")) {
            for (int i = 0; i < 3; i++) {
                select.setLong(1, 1070);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        rows.getLong(1);
                    }
                }
            }
            update.setLong(1, 1030);
            update.executeUpdate();
        }

        List<CaptureRecord> records = database.records();

        Session session = all(records, Session.class).get(0);
        assertThat(session.service()).isEqualTo("shop");
        assertThat(session.version()).isEqualTo("1.4");
        assertThat(session.serverVersion()).startsWith("18");
        assertThat(session.databaseUrl()).startsWith("jdbc:postgresql:").doesNotContain("?");
        List<Execution> selects = executionsOf(records, "from parent where id >");
        assertThat(selects).hasSize(3).allSatisfy(execution -> {
            assertThat(execution.rows()).isEqualTo(10);
            assertThat(execution.binds()).hasSize(1).doesNotContainNull();
            assertThat(execution.executeNanos()).isPositive();
            assertThat(execution.backendPid()).isPositive();
            assertThat(execution.sqlState()).isEmpty();
        });
        assertThat(selects)
                .extracting(Execution::binds)
                .containsOnly(selects.get(0).binds());
        assertThat(executionsOf(records, "update parent").get(0).updateCount()).isEqualTo(4);
        Statement statement = all(records, Statement.class).stream()
                .filter(s -> s.id() == selects.get(0).statement())
                .findFirst()
                .orElseThrow();
        assertThat(statement.columns()).containsExactly("id", "name");
        assertThat(statement.bindTypes()).containsExactly(java.sql.Types.BIGINT);
    }

    @Test
    void recordsFailedExecutionsAndBatches() throws Exception {
        try (Connection connection = database.connect()) {
            assertThatThrownBy(() -> connection.createStatement().executeQuery("select * from no_such_table"))
                    .isInstanceOf(SQLException.class);
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into child (id, parent_id) values (?, ?)")) {
                for (int i = 0; i < 25; i++) {
                    insert.setLong(1, 5000 + i);
                    insert.setLong(2, 1007);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.createStatement().executeUpdate("delete from child where id >= 5000");
        }

        List<CaptureRecord> records = database.records();

        Execution failed = executionsOf(records, "no_such_table").get(0);
        assertThat(failed.failed()).isTrue();
        assertThat(failed.sqlState()).isEqualTo("42P01");
        List<Execution> inserts = executionsOf(records, "insert into child");
        assertThat(inserts).hasSize(1);
        assertThat(inserts.get(0).batchSize()).isEqualTo(25);
        assertThat(inserts.get(0).updateCount()).isEqualTo(25);
        assertThat(executionsOf(records, "delete from child").get(0).updateCount())
                .isEqualTo(25);
    }

    @Test
    void linksEachChildToTheParentRowItsKeyWasReadFrom() throws Exception {
        try (Connection connection = database.connect();
                UnitOfWork unit = UnitOfWork.open("GET /parents", "trace-1")) {
            List<Long> ids = new ArrayList<>();
            try (PreparedStatement parents = connection.prepareStatement("select name, id from parent order by id");
                    ResultSet rows = parents.executeQuery()) {
                while (rows.next()) {
                    rows.getString("name");
                    ids.add(rows.getLong("id"));
                }
            }
            for (long id : ids) {
                readChildren(connection, id);
            }
            assertThat(unit.isClosed()).isFalse();
        }

        List<CaptureRecord> records = database.records();

        Execution parent = executionsOf(records, "from parent order by").get(0);
        List<Execution> children = executionsOf(records, "from child where parent_id");
        assertThat(children).hasSize(20);
        for (int i = 0; i < children.size(); i++) {
            CaptureRecord.Link link = children.get(i).link();
            assertThat(link).isEqualTo(new CaptureRecord.Link(parent.sequence(), parent.statement(), 2, i, 1));
        }
        assertThat(all(records, Unit.class)).singleElement().satisfies(unit -> {
            assertThat(unit.route()).isEqualTo("GET /parents");
            assertThat(unit.traceId()).isEqualTo("trace-1");
            assertThat(unit.kind()).isEqualTo("explicit");
        });
        assertThat(all(records, CallSite.class))
                .anySatisfy(site -> assertThat(site.frames().get(0)).contains("CaptureTest.readChildren"));
        assertThat(children).filteredOn(child -> child.callSite() != 0).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void linksChildrenThatRunWhileTheParentIsStillBeingRead() throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement parents = connection.prepareStatement("select id from parent order by id");
                ResultSet rows = parents.executeQuery()) {
            while (rows.next()) {
                readChildren(connection, rows.getLong(1));
            }
        }

        List<CaptureRecord> records = database.records();

        List<Execution> children = executionsOf(records, "from child where parent_id");
        assertThat(children)
                .hasSize(20)
                .allSatisfy(child -> assertThat(child.link()).isNotNull());
        assertThat(executionsOf(records, "from parent order by").get(0).rows()).isEqualTo(20);
    }

    @Test
    void keepsCountsExactWhenTheRingIsFull() throws Exception {
        int threads = 8;
        int perThread = 4000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            running.add(pool.submit(() -> {
                try (Connection connection = database.connect("&sonde.ring-size=64");
                        PreparedStatement select = connection.prepareStatement("select 42 where ? > 0")) {
                    for (int i = 0; i < perThread; i++) {
                        select.setInt(1, i);
                        select.executeQuery().close();
                    }
                }
                return null;
            }));
        }
        for (Future<?> thread : running) {
            thread.get();
        }
        pool.shutdown();

        List<CaptureRecord> records = database.records();

        long written = executionsOf(records, "where $").size();
        long dropped =
                all(records, Drops.class).stream().mapToLong(Drops::executions).sum();
        List<Aggregate> aggregates = all(records, Aggregate.class);
        assertThat(aggregates.stream().mapToLong(Aggregate::count).sum()).isEqualTo((long) threads * perThread);
        assertThat(aggregates.stream().mapToLong(Aggregate::details).sum()).isEqualTo(written);
        assertThat(written + dropped).isEqualTo((long) threads * perThread);
        assertThat(aggregates.stream()
                        .flatMap(aggregate -> aggregate.bucketCounts().stream())
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo((long) threads * perThread);
    }

    @Test
    void writesNoBindValueNoLiteralAndNoPassword() throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement select = connection.prepareStatement(
                        "select secret from child where secret = ? or secret = 'inl1ne-s3cret'")) {
            select.setString(1, "b0und-s3cret");
            select.executeQuery().close();
            connection.createStatement().execute("create role captured_role password 'r0le-s3cret'");
            connection.createStatement().execute("drop role captured_role");
            assertThatThrownBy(() -> connection.createStatement().execute("select 'br0ken-s3cret"))
                    .isInstanceOf(SQLException.class);
        }

        List<CaptureRecord> records = database.records();

        assertThat(all(records, Execution.class)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(records.toString()).doesNotContain("s3cret");
        for (Path file : database.files()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void neverDisturbsTheServiceWhenTheFolderCannotBeUsed() throws Exception {
        Path notAFolder = Files.createFile(folder.resolve("file"));
        String url = database.url("").replace("sonde.folder=" + folder, "sonde.folder=" + notAFolder);

        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement select = connection.prepareStatement("select 1");
                ResultSet rows = select.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }

        assertThat(Files.size(notAFolder)).isZero();
    }

    @Test
    void refusesUnknownAndWrongSettingsTogether() {
        assertThatThrownBy(() -> database.connect("&sonde.bind=x&sonde.slow-threshold=-1ms"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("unknown setting sonde.bind")
                .hasMessageContaining("sonde.slow-threshold must be a number");
    }

    @Test
    void leavesTheConnectionAloneWhenSwitchedOff() throws Exception {
        try (Connection connection = database.connect("&sonde.enabled=false")) {
            assertThat(connection.toString()).doesNotContain("Sonde");
            connection.createStatement().execute("select 1");
        }

        assertThat(database.files()).isEmpty();
    }

    @Test
    void handsOutNoRawConnectionAndReachesMethodsThatP6spyLacks() throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement update = connection.prepareStatement("update child set secret = 'x' where id < ?")) {
            update.setLong(1, 0);

            assertThat(update.executeLargeUpdate()).isZero();
            assertThat(update.getConnection()).isSameAs(connection);
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            try (java.sql.Statement plain = connection.createStatement();
                    ResultSet rows = plain.executeQuery("select 1")) {
                assertThat(rows.getStatement()).isSameAs(plain);
                assertThat(plain.enquoteIdentifier("a b", false)).isEqualTo("\"a b\"");
            }
            assertThat(connection.unwrap(org.postgresql.PGConnection.class).getBackendPID())
                    .isPositive();
        }
    }

    private static void readChildren(Connection connection, long parentId) throws SQLException {
        try (PreparedStatement children =
                connection.prepareStatement("select id, secret from child where parent_id = ?")) {
            children.setLong(1, parentId);
            try (ResultSet rows = children.executeQuery()) {
                while (rows.next()) {
                    rows.getLong(1);
                }
            }
        }
    }
}
