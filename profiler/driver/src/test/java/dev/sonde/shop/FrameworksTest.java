package dev.sonde.shop;

import static dev.sonde.shop.CapturedDatabase.all;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.profiler.jdbc.SondeDataSource;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs with the usual frameworks see the same under HikariCP with pgjdbc, our driver and our data source. */
class FrameworksTest {

    /** A framework, the program that uses it, and a line that the program must have seen. */
    enum Framework {
        HIBERNATE(HibernateProgram::run, "optimistic lock"),
        MYBATIS(MybatisProgram::run, "updated too late 0"),
        JOOQ(JooqProgram::run, "updated 0");

        private final Program program;
        private final String expected;

        Framework(Program program, String expected) {
            this.program = program;
            this.expected = expected;
        }
    }

    /** A program. */
    interface Program {
        List<String> run(DataSource dataSource) throws Exception;
    }

    @TempDir
    Path folder;

    @RegisterExtension
    final CapturedDatabase database = new CapturedDatabase(() -> folder);

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(3);
        return new HikariDataSource(config);
    }

    private DataSource around(DataSource pool) {
        Properties properties = new Properties();
        properties.setProperty("sonde.folder", folder.toString());
        return SondeDataSource.wrap(pool, "pool", ProfilerSettings.of(Map.of(), properties));
    }

    @ParameterizedTest
    @EnumSource
    void seesTheSameThroughTheDriver(Framework framework) throws Exception {
        List<String> raw = raw(framework);
        List<String> wrapped;
        try (HikariDataSource pool = pool(database.url(""))) {
            wrapped = framework.program.run(pool);
        }

        assertThat(raw).contains(framework.expected);
        assertThat(Transcript.differences(raw, wrapped)).isEmpty();
        assertEachIsCaptured();
    }

    @ParameterizedTest
    @EnumSource
    void seesTheSameThroughTheDataSource(Framework framework) throws Exception {
        List<String> raw = raw(framework);
        List<String> wrapped;
        try (HikariDataSource pool = pool(CapturedDatabase.rawUrl())) {
            wrapped = framework.program.run(around(pool));
        }

        assertThat(Transcript.differences(raw, wrapped)).isEmpty();
        assertEachIsCaptured();
    }

    private static List<String> raw(Framework framework) throws Exception {
        try (HikariDataSource pool = pool(CapturedDatabase.rawUrl())) {
            return framework.program.run(pool);
        }
    }

    private void assertEachIsCaptured() throws Exception {
        List<Execution> executions = all(database.records(), Execution.class);
        assertThat(executions).hasSizeGreaterThan(12);
        assertThat(executions)
                .anySatisfy(execution -> assertThat(execution.batchSize()).isGreaterThanOrEqualTo(10));
        assertThat(executions)
                .anySatisfy(execution -> assertThat(execution.sqlState()).isEqualTo("23505"));
        assertThat(executions)
                .anySatisfy(execution -> assertThat(execution.sqlState()).isEqualTo("55P03"));
        assertThat(executions)
                .anySatisfy(execution -> assertThat(execution.rows()).isGreaterThanOrEqualTo(17));
    }

    @Test
    void aPoolRecoversFromABackendThatIsGone() throws Exception {
        try (HikariDataSource pool = pool(database.url(""))) {
            try (var connection = pool.getConnection();
                    var statement = connection.createStatement()) {
                int pid = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
                try (var other = CapturedDatabase.raw();
                        var terminate = other.createStatement()) {
                    terminate.execute("select pg_terminate_backend(" + pid + ", 5000)");
                }
                assertThat(stateOf(() -> statement.execute("select 'broken'"))).isEqualTo("57P01");
            }
            try (var connection = pool.getConnection();
                    var statement = connection.createStatement()) {
                assertThat(statement.execute("select 'again'")).isTrue();
            }
        }

        assertThat(all(database.records(), Execution.class))
                .extracting(Execution::sqlState)
                .contains("57P01", "");
    }

    @Test
    void statementsOfOneTransactionAreOneTransactionInAPoolWithoutAutoCommit() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(CapturedDatabase.rawUrl());
        config.setAutoCommit(false);
        try (HikariDataSource pool = new HikariDataSource(config);
                var connection = around(pool).getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select 'one'");
            statement.execute("select 'two'");
            connection.rollback();
        }

        List<Execution> executions = all(database.records(), Execution.class);
        assertThat(executions).hasSize(2);
        assertThat(executions.get(1).transaction()).isEqualTo(executions.get(0).transaction());
    }

    private static String stateOf(Transcript.Call call) throws Exception {
        try {
            call.run();
            return "";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }
}
