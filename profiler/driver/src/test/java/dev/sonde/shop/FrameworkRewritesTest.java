package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sonde.analysis.fix.BatchRewrite;
import dev.sonde.analysis.fix.BatchRewriter;
import dev.sonde.analysis.fix.KeyType;
import dev.sonde.capture.CaptureRecord.Statement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every query that a framework wrote, with each of its parameters as the key: the server takes the batch statement. */
class FrameworkRewritesTest {

    @TempDir
    Path folder;

    @Test
    void theServerTakesEveryRewriteOfWhatFrameworksWrite() throws Exception {
        CapturedDatabase database = new CapturedDatabase(() -> folder);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url(""));
        config.setMaximumPoolSize(3);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            HibernateProgram.run(pool);
            MybatisProgram.run(pool);
            JooqProgram.run(pool);
        }
        List<Statement> queries = CapturedDatabase.all(database.records(), Statement.class).stream()
                .filter(statement -> statement.sql().toLowerCase(Locale.ROOT).startsWith("select"))
                .filter(statement -> statement.sql().contains("$1"))
                .toList();

        int rewritten = 0;
        List<String> refused = new ArrayList<>();
        try (Connection connection = CapturedDatabase.raw()) {
            createTables(connection, database);
            for (Statement query : queries) {
                String error = prepareError(connection, query.sql());
                for (int key = 1; query.sql().contains("$" + key); key++) {
                    BatchRewrite rewrite = BatchRewriter.of(query.sql(), key, KeyType.of(query.bindTypes(), key));
                    if (error.isEmpty() && rewrite instanceof BatchRewrite.Statement batch) {
                        rewritten++;
                        String refusal = prepareError(connection, batch.sql());
                        if (!refusal.isEmpty()) {
                            refused.add(refusal + ": " + batch.sql());
                        }
                    }
                }
            }
        }

        assertThat(refused).isEmpty();
        assertThat(rewritten).isGreaterThanOrEqualTo(8);
    }

    /** Those that the programs dropped at their end. */
    private static void createTables(Connection connection, CapturedDatabase database) throws Exception {
        try (var statement = connection.createStatement()) {
            for (Statement captured : CapturedDatabase.all(database.records(), Statement.class)) {
                if (captured.sql().toLowerCase(Locale.ROOT).startsWith("create table")) {
                    try {
                        statement.execute(captured.sql());
                    } catch (SQLException exists) {
                        assertThat(exists.getSQLState()).isEqualTo("42P07");
                    }
                }
            }
        }
    }

    private static String prepareError(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            try {
                statement.execute("deallocate all");
                statement.execute("prepare one as " + sql);
                return "";
            } catch (SQLException e) {
                return String.valueOf(e.getMessage());
            }
        }
    }
}
