package dev.sonde.migrations.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.migrations.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class LockModeTest {

    @Test
    void conflictsAsTheServerHasIt() throws SQLException {
        TestServer server = TestServer.freshDatabase();
        server.execute("create table t (id int)");
        try (Connection holder = server.open();
                Connection other = server.open()) {
            holder.setAutoCommit(false);
            other.setAutoCommit(false);
            for (LockMode held : LockMode.values()) {
                lock(holder, held);
                for (LockMode asked : LockMode.values()) {
                    assertThat(held.conflictsWith(asked))
                            .as(held + " against " + asked)
                            .isEqualTo(!lock(other, asked));
                    other.rollback();
                }
                holder.rollback();
            }
        }
    }

    /** Whether it was to be had at once. */
    private static boolean lock(Connection connection, LockMode mode) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table t in " + mode.words() + " mode nowait");
            return true;
        } catch (SQLException e) {
            if ("55P03".equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }
}
