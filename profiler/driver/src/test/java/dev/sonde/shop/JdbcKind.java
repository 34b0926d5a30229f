package dev.sonde.shop;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Every way by which a service comes to an object of JDBC, starting from a connection. */
enum JdbcKind {
    CONNECTION(Connection.class, connection -> connection),
    STATEMENT(Statement.class, Connection::createStatement),
    SCROLLABLE_STATEMENT(Statement.class, connection -> connection.createStatement(1, 2)),
    HOLDABLE_STATEMENT(Statement.class, connection -> connection.createStatement(1, 2, 3)),
    PREPARED(PreparedStatement.class, connection -> connection.prepareStatement("select 1")),
    PREPARED_SCROLLABLE(PreparedStatement.class, connection -> connection.prepareStatement("select 1", 1, 2)),
    PREPARED_HOLDABLE(PreparedStatement.class, connection -> connection.prepareStatement("select 1", 1, 2, 3)),
    PREPARED_WITH_KEYS(PreparedStatement.class, connection -> connection.prepareStatement("select 1", 1)),
    PREPARED_WITH_INDEXES(
            PreparedStatement.class, connection -> connection.prepareStatement("select 1", new int[] {1})),
    PREPARED_WITH_NAMES(
            PreparedStatement.class, connection -> connection.prepareStatement("select 1", new String[] {"a"})),
    CALL(CallableStatement.class, connection -> connection.prepareCall("{call f()}")),
    CALL_SCROLLABLE(CallableStatement.class, connection -> connection.prepareCall("{call f()}", 1, 2)),
    CALL_HOLDABLE(CallableStatement.class, connection -> connection.prepareCall("{call f()}", 1, 2, 3)),
    METADATA(DatabaseMetaData.class, Connection::getMetaData),
    RESULT(ResultSet.class, connection -> connection.createStatement().executeQuery("select 1")),
    RESULT_OF_PREPARED(
            ResultSet.class,
            connection -> connection.prepareStatement("select 1").executeQuery()),
    RESULT_OF_EXECUTE(
            ResultSet.class, connection -> connection.createStatement().getResultSet()),
    GENERATED_KEYS(ResultSet.class, connection -> connection.createStatement().getGeneratedKeys()),
    RESULT_OF_METADATA(ResultSet.class, connection -> connection.getMetaData().getCatalogs()),
    RESULT_OF_ARRAY(
            ResultSet.class,
            connection -> connection.createArrayOf("text", new Object[0]).getResultSet()),
    ARRAY(Array.class, connection -> connection.createArrayOf("text", new Object[0])),
    ARRAY_OF_RESULT(
            Array.class,
            connection -> connection.createStatement().executeQuery("select 1").getArray(1)),
    ARRAY_OF_CALL(
            Array.class, connection -> connection.prepareCall("{call f()}").getArray("a"));

    interface Step {
        Object from(Connection connection) throws SQLException;
    }

    final Class<?> type;
    private final Step step;

    JdbcKind(Class<?> type, Step step) {
        this.type = type;
        this.step = step;
    }

    Object from(Connection connection) throws SQLException {
        return step.from(connection);
    }
}
