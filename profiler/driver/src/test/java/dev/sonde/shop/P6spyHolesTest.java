package dev.sonde.shop;

import static dev.sonde.shop.CapturedDatabase.executionsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.p6spy.engine.common.PreparedStatementInformation;
import com.p6spy.engine.common.ResultSetInformation;
import com.p6spy.engine.common.StatementInformation;
import com.p6spy.engine.event.CompoundJdbcEventListener;
import com.p6spy.engine.event.DefaultEventListener;
import com.p6spy.engine.event.JdbcEventListener;
import com.p6spy.engine.spy.P6DataSource;
import com.p6spy.engine.spy.P6SpyDriver;
import com.p6spy.engine.wrapper.P6Proxy;
import com.sun.management.ThreadMXBean;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.profiler.jdbc.SondeDataSource;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/**
 * The holes of p6spy 3.9.1, each shown in p6spy itself and shown to be closed in our wrappers, which extend p6spy's. If
 * a test fails in its p6spy half, p6spy has mended the hole.
 */
class P6spyHolesTest {

    /** What a listener of p6spy is told. */
    private static final class Told extends JdbcEventListener {
        final List<String> sqlWithValues = new ArrayList<>();
        int resultsClosed;
        int rollbacks;
        int updates;
        int executions;
        String query = "";

        @Override
        public void onAfterExecuteQuery(PreparedStatementInformation information, long nanos, SQLException e) {
            sqlWithValues.add(information.getSqlWithValues());
        }

        @Override
        public void onAfterExecuteBatch(StatementInformation information, long nanos, int[] counts, SQLException e) {
            sqlWithValues.add(information.getSqlWithValues());
        }

        @Override
        public void onAfterExecute(PreparedStatementInformation information, long nanos, SQLException e) {
            executions++;
        }

        @Override
        public void onAfterExecuteUpdate(
                PreparedStatementInformation information, long nanos, int count, SQLException e) {
            updates++;
        }

        @Override
        public void onAfterResultSetClose(ResultSetInformation information, SQLException e) {
            resultsClosed++;
        }

        @Override
        public void onAfterAddBatch(StatementInformation information, long nanos, String sql, SQLException e) {
            query = information.getSql();
        }

        @Override
        public void onAfterRollback(
                com.p6spy.engine.common.ConnectionInformation information, long nanos, SQLException e) {
            rollbacks++;
        }
    }

    @TempDir
    Path folder;

    @RegisterExtension
    final CapturedDatabase database = new CapturedDatabase(() -> folder);

    private final Told told = new Told();

    @BeforeAll
    static void createTable() throws SQLException {
        try (Connection connection = CapturedDatabase.raw();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists holes (id serial primary key, name text)");
        }
    }

    @BeforeEach
    void useFolder() {
        CompoundJdbcEventListener listener = new CompoundJdbcEventListener();
        listener.addListener(DefaultEventListener.INSTANCE);
        listener.addListener(told);
        P6SpyDriver.setJdbcEventListenerFactory(() -> listener);
    }

    @AfterEach
    void endCapture() {
        P6SpyDriver.setJdbcEventListenerFactory(null);
    }

    private static Connection p6spy() throws SQLException {
        return DriverManager.getConnection(CapturedDatabase.rawUrl().replace("jdbc:", "jdbc:p6spy:"));
    }

    private static boolean isRaw(Object value) {
        return !(value instanceof P6Proxy);
    }

    @Test
    void executeLargeUpdateReachesTheDriver() throws Exception {
        try (Connection ours = database.connect();
                Connection theirs = p6spy();
                PreparedStatement update = ours.prepareStatement("update holes set name = name where id < 0");
                PreparedStatement p6spyUpdate = theirs.prepareStatement("update holes set name = name where id < 0")) {
            assertThat(update.executeLargeUpdate()).isZero();
            assertThatThrownBy(p6spyUpdate::executeLargeUpdate).isInstanceOf(UnsupportedOperationException.class);
        }

        assertThat(executionsOf(database.records(), "update holes")).hasSize(1);
    }

    @Test
    void setObjectWithAnSqlTypeReachesTheDriver() throws Exception {
        StubJdbc driver = StubJdbc.register();
        try (Connection ours = DriverManager.getConnection("jdbc:sonde:stub:x?sonde.folder=" + folder);
                Connection theirs = DriverManager.getConnection("jdbc:p6spy:stub:x")) {
            ours.prepareStatement("select ?").setObject(1, 7, JDBCType.INTEGER);

            assertThat(StubJdbc.of(driver.delegate(JdbcKind.PREPARED)).calls)
                    .singleElement()
                    .satisfies(call -> assertThat(call.arguments()).containsExactly(1, 7, JDBCType.INTEGER));
            PreparedStatement p6spyStatement = theirs.prepareStatement("select ?");
            assertThatThrownBy(() -> p6spyStatement.setObject(1, 7, JDBCType.INTEGER))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
        } finally {
            driver.remove();
        }
    }

    @Test
    void aDataSourcesConnectionBuilderIsThere() throws Exception {
        UrlDataSource source = new UrlDataSource(CapturedDatabase.rawUrl());
        System.setProperty("sonde.folder", folder.toString());
        try {
            ProfilerSettings settings = ProfilerSettings.of(Map.of(), new Properties());
            try (Connection ours = SondeDataSource.wrap(source, "pool", settings)
                            .createConnectionBuilder()
                            .build();
                    Statement statement = ours.createStatement()) {
                statement.execute("select 'built'");
            }
        } finally {
            System.clearProperty("sonde.folder");
        }

        assertThat(executionsOf(database.records(), "select")).hasSize(1);
        assertThatThrownBy(() -> new P6DataSource(source).createConnectionBuilder())
                .isInstanceOf(SQLFeatureNotSupportedException.class);
    }

    @Test
    void noRawObjectIsHandedOut() throws Exception {
        try (Connection ours = database.connect();
                Connection theirs = p6spy()) {
            for (Connection connection : List.of(ours, theirs)) {
                boolean expected = connection == theirs;
                try (Statement statement = connection.createStatement();
                        PreparedStatement insert = connection.prepareStatement(
                                "insert into holes (name) values ('x')", Statement.RETURN_GENERATED_KEYS);
                        ResultSet rows = statement.executeQuery("select array[1, 2], 'c'::refcursor")) {
                    insert.executeUpdate();
                    assertThat(rows.next()).isTrue();

                    assertThat(isRaw(statement.getConnection())).isEqualTo(expected);
                    assertThat(isRaw(connection.getMetaData().getConnection())).isEqualTo(expected);
                    assertThat(isRaw(connection.getMetaData().getTypeInfo())).isEqualTo(expected);
                    assertThat(isRaw(rows.getStatement())).isEqualTo(expected);
                    assertThat(isRaw(rows.unwrap(ResultSet.class))).isEqualTo(expected);
                    assertThat(isRaw(rows.getArray(1).getResultSet())).isEqualTo(expected);
                    assertThat(isRaw(insert.getGeneratedKeys())).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void copyAndListenWorkThroughUnwrapAsWithTheDriver() throws Exception {
        try (Connection ours = database.connect()) {
            PGConnection postgres = ours.unwrap(PGConnection.class);

            long copied = postgres.getCopyAPI()
                    .copyIn("copy holes (name) from stdin", new java.io.StringReader("copied 1\ncopied 2\n"));
            ours.createStatement().execute("listen holes");
            ours.createStatement().execute("notify holes, 'said'");

            assertThat(copied).isEqualTo(2);
            assertThat(postgres.getNotifications(1000))
                    .singleElement()
                    .satisfies(notification ->
                            assertThat(notification.getParameter()).isEqualTo("said"));
        }
    }

    @Test
    void questionMarksInLiteralsCommentsAndOperatorsAreNoParameters() throws Exception {
        String hard = "select 'what?', /* really? */ ?::int, '{\"a\": 1}'::jsonb ?? ?";
        String easy = "select ?::int, ?";
        List<String> seen = new ArrayList<>();
        try (Connection ours = database.connect();
                Connection theirs = p6spy()) {
            for (Connection connection : List.of(ours, theirs)) {
                for (String sql : List.of(hard, easy)) {
                    try (PreparedStatement select = connection.prepareStatement(sql)) {
                        select.setInt(1, 41);
                        select.setString(2, "a");
                        try (ResultSet rows = select.executeQuery()) {
                            assertThat(rows.next()).isTrue();
                            seen.add(rows.getString(1)
                                    + rows.getString(rows.getMetaData().getColumnCount()));
                        }
                    }
                }
            }
        }

        List<CaptureRecord> records = database.records();

        assertThat(seen).containsExactly("what?t", "41a", "what?t", "41a");
        List<Execution> executions = CapturedDatabase.all(records, Execution.class);
        assertThat(executions).hasSize(2);
        List<Integer> withLiterals = executions.get(0).binds();
        assertThat(withLiterals).hasSize(4).doesNotContainNull();
        assertThat(List.of(withLiterals.get(1), withLiterals.get(3)))
                .isEqualTo(executions.get(1).binds());
        assertThat(told.sqlWithValues.get(0)).contains("what41");
    }

    @Test
    void clearedAndRefusedBindsAreNotReported() throws Exception {
        try (Connection ours = database.connect();
                Connection theirs = p6spy()) {
            for (Connection connection : List.of(ours, theirs)) {
                try (PreparedStatement select = connection.prepareStatement("select ?::int as cleared")) {
                    select.setInt(1, 4711);
                    select.clearParameters();
                    assertThatThrownBy(select::executeQuery).isInstanceOf(SQLException.class);
                }
                try (PreparedStatement select = connection.prepareStatement("select ?::int as refused")) {
                    assertThatThrownBy(() -> select.setObject(1, new StringBuilder("4712")))
                            .isInstanceOf(SQLException.class);
                    assertThatThrownBy(select::executeQuery).isInstanceOf(SQLException.class);
                }
            }
        }

        List<CaptureRecord> records = database.records();

        assertThat(executionsOf(records, "as cleared").get(0).binds()).containsOnlyNulls();
        assertThat(executionsOf(records, "as refused").get(0).binds()).containsOnlyNulls();
        assertThat(told.sqlWithValues.get(0)).contains("4711");
        assertThat(told.sqlWithValues.get(1)).contains("4712");
    }

    @Test
    void aBatchIsOneExecutionWithItsRowsAndCounts() throws Exception {
        try (Connection ours = database.connect();
                Connection theirs = p6spy()) {
            for (Connection connection : List.of(ours, theirs)) {
                try (PreparedStatement insert = connection.prepareStatement("insert into holes (name) values (?)")) {
                    for (String name : List.of("row1", "row2", "row3")) {
                        insert.setString(1, name);
                        insert.addBatch();
                    }
                    insert.executeBatch();
                    insert.executeBatch();
                }
            }
        }

        assertThat(executionsOf(database.records(), "insert into holes"))
                .singleElement()
                .satisfies(execution -> {
                    assertThat(execution.batchSize()).isEqualTo(3);
                    assertThat(execution.updateCount()).isEqualTo(3);
                });
        assertThat(told.sqlWithValues.get(0)).contains("row3").doesNotContain("row1");
    }

    @Test
    void addingToABatchCopiesWhatIsAddedOnly() throws Exception {
        try (Connection ours = database.connect();
                Connection theirs = p6spy()) {
            allocatedForAdds(ours, 200);
            allocatedForAdds(theirs, 200);

            double growth = (double) allocatedForAdds(ours, 4000) / allocatedForAdds(ours, 1000);
            double p6spyGrowth = (double) allocatedForAdds(theirs, 4000) / allocatedForAdds(theirs, 1000);

            assertThat(growth).isLessThan(8);
            assertThat(p6spyGrowth).isGreaterThan(10);
            assertThat(told.query.length()).isGreaterThan(1000 * "delete from holes".length());
        }
    }

    private static long allocatedForAdds(Connection connection, int adds) throws SQLException {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Statement statement = connection.createStatement()) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < adds; i++) {
                statement.addBatch("delete from holes where id = -1");
            }
            return thread.getCurrentThreadAllocatedBytes() - before;
        }
    }

    @Test
    void rowsAreCountedWhenTheStatementClosesTheResult() throws Exception {
        try (Connection ours = database.connect();
                Connection theirs = p6spy()) {
            for (Connection connection : List.of(ours, theirs)) {
                try (PreparedStatement select = connection.prepareStatement("select generate_series(1, 9)")) {
                    ResultSet rows = select.executeQuery();
                    rows.next();
                    rows.next();
                }
            }
        }

        assertThat(executionsOf(database.records(), "generate_series"))
                .singleElement()
                .satisfies(execution -> assertThat(execution.rows()).isEqualTo(2));
        assertThat(told.resultsClosed).isZero();
    }

    @Test
    void executeTellsTheUpdateCount() throws Exception {
        try (Connection ours = database.connect();
                Connection theirs = p6spy()) {
            for (Connection connection : List.of(ours, theirs)) {
                try (PreparedStatement insert =
                        connection.prepareStatement("insert into holes (name) values ('a'), ('b')")) {
                    assertThat(insert.execute()).isFalse();
                    assertThat(insert.getUpdateCount()).isEqualTo(2);
                }
            }
        }

        assertThat(executionsOf(database.records(), "insert into holes"))
                .singleElement()
                .satisfies(execution -> assertThat(execution.updateCount()).isEqualTo(2));
        assertThat(told.executions).isEqualTo(1);
        assertThat(told.updates).isZero();
    }

    @Test
    void rollingBackToASavepointDoesNotEndTheTransaction() throws Exception {
        try (Connection ours = database.connect();
                Connection theirs = p6spy()) {
            for (Connection connection : List.of(ours, theirs)) {
                connection.setAutoCommit(false);
                connection.createStatement().execute("select 'before savepoint' as a");
                connection.rollback(connection.setSavepoint());
                connection.createStatement().execute("select 'after savepoint' as b");
            }
            assertThat(told.rollbacks).isEqualTo(1);
            ours.rollback();
            ours.createStatement().execute("select 'next' as c");
        }

        List<CaptureRecord> records = database.records();

        long transaction = executionsOf(records, "as a").get(0).transaction();
        assertThat(executionsOf(records, "as b").get(0).transaction()).isEqualTo(transaction);
        assertThat(executionsOf(records, "as c").get(0).transaction()).isNotEqualTo(transaction);
    }

    @Test
    void theDatabasesDriverIsFoundBehindAnotherProxyAndOnlyThePrefixIsTaken() throws Exception {
        Greedy greedy = new Greedy();
        org.postgresql.Driver.deregister();
        DriverManager.registerDriver(greedy);
        org.postgresql.Driver.register();
        String parameter = "&ApplicationName=";
        try {
            try (Connection ours = database.connect(parameter + "sonde:name");
                    Statement statement = ours.createStatement();
                    ResultSet rows = statement.executeQuery("show application_name")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("sonde:name");
            }
            assertThatThrownBy(P6spyHolesTest::p6spy).hasMessage("greedy");
        } finally {
            DriverManager.deregisterDriver(greedy);
        }
        try (Connection theirs = DriverManager.getConnection(
                        CapturedDatabase.rawUrl().replace("jdbc:", "jdbc:p6spy:") + parameter + "p6spy:name");
                ResultSet rows = theirs.createStatement().executeQuery("show application_name")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("name");
        }
    }

    @Test
    void theBackendIsRecordedHoweverOftenItsConnectionIsWrapped() throws Exception {
        int pid;
        try (Connection ours = database.connect();
                ResultSet rows = ours.createStatement().executeQuery("select pg_backend_pid()");
                Connection theirs = p6spy()) {
            assertThat(rows.next()).isTrue();
            pid = rows.getInt(1);
            var first = ((com.p6spy.engine.wrapper.ConnectionWrapper) theirs).getConnectionInformation();
            var again = com.p6spy.engine.common.ConnectionInformation.fromDriver(
                    first.getDriver(), first.getConnection(), 0);
            assertThat(again.getConnectionId()).isNotEqualTo(first.getConnectionId());
        }

        assertThat(executionsOf(database.records(), "pg_backend_pid").get(0).backendPid())
                .isEqualTo(pid);
    }

    /** Another proxy driver that accepts every URL. */
    private static final class Greedy implements Driver {

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith("jdbc:postgresql:");
        }

        @Override
        public Connection connect(String url, Properties properties) throws SQLException {
            throw new SQLException("greedy");
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }
}
