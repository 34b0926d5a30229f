package dev.sonde.shop;

import static dev.sonde.shop.CapturedDatabase.executionsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.p6spy.engine.event.JdbcEventListener;
import com.p6spy.engine.spy.DefaultJdbcEventListenerFactory;
import com.p6spy.engine.spy.P6DataSource;
import com.p6spy.engine.spy.P6SpyDriver;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.profiler.jdbc.P6spyListenerFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A service that already uses p6spy is captured once our jar is there. */
class P6spyCaptureTest {

    @TempDir
    Path folder;

    @RegisterExtension
    final CapturedDatabase database = new CapturedDatabase(() -> folder);

    @BeforeAll
    static void createTable() throws SQLException {
        try (Connection connection = CapturedDatabase.raw();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists spied (id bigint primary key, name text)");
        }
    }

    @BeforeEach
    void useFolder() {
        System.setProperty("sonde.folder", folder.toString());
        P6SpyDriver.setJdbcEventListenerFactory(null);
    }

    @AfterEach
    void endCapture() throws SQLException {
        System.clearProperty("sonde.folder");
        System.clearProperty("sonde.p6spy");
        System.clearProperty("sonde.enabled");
        try (Connection connection = CapturedDatabase.raw();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate spied");
        }
    }

    private static String p6spyUrl() {
        return CapturedDatabase.rawUrl().replace("jdbc:", "jdbc:p6spy:");
    }

    private static DataSource rawDataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(CapturedDatabase.rawUrl());
        return source;
    }

    /** What a small service does; five executions and a failed one. */
    private static void run(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("insert into spied values (?, ?)")) {
            for (long id = 11; id <= 13; id++) {
                insert.setLong(1, id);
                insert.setString(2, "s3cret" + id);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        connection.commit();
        try (PreparedStatement select = connection.prepareStatement("select id from spied where id > ? order by id")) {
            select.setLong(1, 11);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                try (PreparedStatement child = connection.prepareStatement("select name from spied where id = ?")) {
                    child.setLong(1, rows.getLong("id"));
                    child.executeQuery().next();
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("update spied set name = name");
            assertThatThrownBy(() -> statement.executeQuery("select * from no_such_table"))
                    .isInstanceOf(SQLException.class);
        }
        connection.rollback();
    }

    private static void assertEachExecutionOnce(List<CaptureRecord> records) {
        assertThat(executionsOf(records, "insert into spied")).singleElement().satisfies(execution -> {
            assertThat(execution.batchSize()).isEqualTo(3);
            assertThat(execution.updateCount()).isEqualTo(3);
        });
        Execution parent = executionsOf(records, "where id >").get(0);
        assertThat(executionsOf(records, "where id >")).hasSize(1);
        assertThat(parent.rows()).isEqualTo(2);
        assertThat(parent.binds()).hasSize(1);
        assertThat(parent.backendPid()).isPositive();
        assertThat(executionsOf(records, "select name from spied")).hasSize(2).allSatisfy(child -> {
            assertThat(child.rows()).isEqualTo(1);
            assertThat(child.link()).isNotNull();
            assertThat(child.transaction()).isEqualTo(parent.transaction());
        });
        assertThat(executionsOf(records, "update spied"))
                .singleElement()
                .satisfies(update -> assertThat(update.updateCount()).isEqualTo(3));
        assertThat(executionsOf(records, "no_such_table"))
                .singleElement()
                .satisfies(failed -> assertThat(failed.sqlState()).isEqualTo("42P01"));
        assertThat(executionsOf(records, "insert into spied").get(0).transaction())
                .isNotEqualTo(parent.transaction());
        assertThat(records.toString()).doesNotContain("s3cret");
    }

    @Test
    void capturesAUrlOfP6spy() throws Exception {
        try (Connection connection = DriverManager.getConnection(p6spyUrl())) {
            run(connection);
        }

        List<CaptureRecord> records = database.records();

        assertEachExecutionOnce(records);
        assertThat(CapturedDatabase.all(records, CaptureRecord.Session.class)
                        .get(0)
                        .databaseUrl())
                .startsWith("jdbc:postgresql:")
                .doesNotContain("?");
    }

    @Test
    void capturesADataSourceOfP6spy() throws Exception {
        try (Connection connection = new P6DataSource(rawDataSource()).getConnection()) {
            run(connection);
        }

        assertEachExecutionOnce(database.records());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:sonde:p6spy:", "jdbc:p6spy:sonde:"})
    void recordsOnceIfBothAreInTheUrl(String prefix) throws Exception {
        try (Connection connection =
                DriverManager.getConnection(CapturedDatabase.rawUrl().replace("jdbc:", prefix))) {
            run(connection);
        }

        assertEachExecutionOnce(database.records());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:sonde:", "jdbc:p6spy:"})
    void recordsOnceIfADataSourceOfP6spyIsAroundEither(String prefix) throws Exception {
        P6DataSource source =
                new P6DataSource(new UrlDataSource(CapturedDatabase.rawUrl().replace("jdbc:", prefix)));

        try (Connection connection = source.getConnection()) {
            run(connection);
        }

        assertEachExecutionOnce(database.records());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sonde.p6spy", "sonde.enabled"})
    void givesP6spyItsOwnListenersBackWhenSwitchedOff(String setting) throws Exception {
        System.setProperty(setting, "false");

        JdbcEventListener listener = new P6spyListenerFactory().createJdbcEventListener();

        assertThat(listener).isSameAs(new DefaultJdbcEventListenerFactory().createJdbcEventListener());
        System.clearProperty(setting);
        assertThat(new P6spyListenerFactory().createJdbcEventListener()).isNotSameAs(listener);
    }

    @Test
    void aWrongSettingDoesNotDisturbTheService() throws Exception {
        System.setProperty("sonde.enabled", "perhaps");

        assertThat(new P6spyListenerFactory().createJdbcEventListener())
                .isSameAs(new DefaultJdbcEventListenerFactory().createJdbcEventListener());
    }

    @Test
    void statementsLeftOpenAreCountedWhenTheConnectionIsClosed() throws Exception {
        try (Connection connection = DriverManager.getConnection(p6spyUrl())) {
            ResultSet rows = connection.createStatement().executeQuery("select 'left open'");
            rows.next();
        }

        assertThat(executionsOf(database.records(), "select"))
                .singleElement()
                .satisfies(execution -> assertThat(execution.rows()).isEqualTo(1));
    }
}
