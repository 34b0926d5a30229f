package dev.sonde.shop;

import static dev.sonde.shop.CapturedDatabase.executionsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.profiler.UnitOfWork;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Small identifiers are found in many results; a loop is linked to the one that it follows. */
class LinksTest {

    @TempDir
    Path folder;

    @RegisterExtension
    final CapturedDatabase database = new CapturedDatabase(() -> folder);

    @Test
    void aLoopFollowsTheListOfItsKeysNotALongerOneThatHoldsThemToo() throws Exception {
        try (Connection connection = database.connect();
                UnitOfWork unit = UnitOfWork.open("GET /start")) {
            ids(connection, "select generate_series(1, 50) as person");
            for (long id : ids(connection, "select 3 * generate_series(1, 6) as item")) {
                child(connection, id);
            }
            assertThat(unit.isClosed()).isFalse();
        }

        assertThat(parents(database.records())).containsOnly("item").hasSize(6);
    }

    @Test
    void aSecondLoopOverTheSameListIsNotLinkedToTheChildrenOfTheFirst() throws Exception {
        try (Connection connection = database.connect();
                UnitOfWork unit = UnitOfWork.open("GET /both")) {
            for (long id : ids(connection, "select 3 * generate_series(1, 6) as item")) {
                ids(connection, "select " + id + " as parent, generate_series(1, 2) as remark");
                child(connection, id);
            }
            assertThat(unit.isClosed()).isFalse();
        }

        assertThat(parents(database.records())).containsOnly("item").hasSize(6);
    }

    @Test
    void aLoopThatPassesRowsOverStaysWithItsList() throws Exception {
        try (Connection connection = database.connect();
                UnitOfWork unit = UnitOfWork.open("GET /some")) {
            for (long id : ids(connection, "select 3 * generate_series(1, 12) as item")) {
                if (id % 2 == 1) {
                    child(connection, id);
                }
            }
            assertThat(unit.isClosed()).isFalse();
        }

        assertThat(parents(database.records())).containsOnly("item").hasSize(6);
    }

    @Test
    void aKeyIsNotTakenForTheConstantColumnBesideIt() throws Exception {
        try (Connection connection = database.connect();
                UnitOfWork unit = UnitOfWork.open("GET /customers/3/orders")) {
            List<Long> ids = new ArrayList<>();
            try (PreparedStatement orders =
                            connection.prepareStatement("select 3 * generate_series(1, 6) as item, 3 as customer");
                    ResultSet row = orders.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong("item"));
                    row.getLong("customer");
                }
            }
            for (long id : ids) {
                child(connection, id);
            }
            assertThat(unit.isClosed()).isFalse();
        }

        assertThat(parents(database.records())).containsOnly("item").hasSize(6);
    }

    @Test
    void theBindThatIsAKeyIsLinkedNotTheOneThatIsTheSameInEveryRow() throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement child = connection.prepareStatement("select 'child' where ? <> '' and ? > 0");
                UnitOfWork unit = UnitOfWork.open("POST /orders")) {
            List<Long> ids = new ArrayList<>();
            List<String> states = new ArrayList<>();
            try (PreparedStatement orders =
                            connection.prepareStatement("select 3 * generate_series(1, 6) as item, 'open' as state");
                    ResultSet row = orders.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                    states.add(row.getString(2));
                }
            }
            for (int i = 0; i < ids.size(); i++) {
                child.setString(1, states.get(i));
                child.setLong(2, ids.get(i));
                child.executeQuery().close();
            }
            assertThat(unit.isClosed()).isFalse();
        }

        assertThat(parents(database.records())).containsOnly("item").hasSize(6);
    }

    @Test
    void anUpdateWhileTheListIsStillReadIsLinkedByItsKey() throws Exception {
        try (Connection connection = database.connect();
                PreparedStatement child = connection.prepareStatement("select 'child' where ? <> '' and ? > 0");
                PreparedStatement orders =
                        connection.prepareStatement("select 'open' as state, 3 * generate_series(1, 6) as item");
                UnitOfWork unit = UnitOfWork.open("POST /orders");
                ResultSet row = orders.executeQuery()) {
            while (row.next()) {
                child.setString(1, row.getString("state"));
                child.setLong(2, row.getLong("item"));
                child.executeQuery().close();
            }
            assertThat(unit.isClosed()).isFalse();
        }

        assertThat(parents(database.records())).containsOnly("item").hasSize(6);
    }

    @Test
    void anInnerLoopGoesOnWithTheNextResultOfItsList() throws Exception {
        try (Connection connection = database.connect();
                UnitOfWork unit = UnitOfWork.open("GET /sections")) {
            ids(connection, "select generate_series(1, 60) as person");
            for (long section : ids(connection, "select 7 * generate_series(1, 4) as section")) {
                for (long id : ids(connection, "select " + section + " + generate_series(1, 3) as item")) {
                    child(connection, id);
                }
            }
            assertThat(unit.isClosed()).isFalse();
        }

        assertThat(parents(database.records())).containsOnly("item").hasSize(12);
    }

    private static List<Long> ids(Connection connection, String sql) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
    }

    private static void child(Connection connection, long id) throws SQLException {
        try (PreparedStatement child = connection.prepareStatement("select 'child' where ? > 0")) {
            child.setLong(1, id);
            child.executeQuery().close();
        }
    }

    /** Name of the column that each child's key is said to come from. */
    private static List<String> parents(List<CaptureRecord> records) {
        List<CaptureRecord.Statement> statements = CapturedDatabase.all(records, CaptureRecord.Statement.class);
        List<String> parents = new ArrayList<>();
        for (Execution child : executionsOf(records, "where $")) {
            CaptureRecord.Link link = child.link();
            parents.add(
                    link == null
                            ? "none"
                            : statements.stream()
                                    .filter(statement -> statement.id() == link.parentStatement())
                                    .findFirst()
                                    .orElseThrow()
                                    .columns()
                                    .get(link.column() - 1));
        }
        return parents;
    }
}
