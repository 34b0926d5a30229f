package dev.sonde.shop;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.ShardingKey;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Opens a connection of the URL each time. */
record UrlDataSource(String url) implements DataSource {

    @Override
    public Connection getConnection() throws SQLException {
        return DriverManager.getConnection(url);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    @Override
    public ConnectionBuilder createConnectionBuilder() {
        return new Builder();
    }

    /** Builds a connection, whatever was said before. */
    private final class Builder implements ConnectionBuilder {

        @Override
        public ConnectionBuilder user(String username) {
            return this;
        }

        @Override
        public ConnectionBuilder password(String password) {
            return this;
        }

        @Override
        public ConnectionBuilder shardingKey(ShardingKey key) {
            return this;
        }

        @Override
        public ConnectionBuilder superShardingKey(ShardingKey key) {
            return this;
        }

        @Override
        public Connection build() throws SQLException {
            return getConnection();
        }
    }

    @Override
    public PrintWriter getLogWriter() {
        return new PrintWriter(System.err, true);
    }

    @Override
    public void setLogWriter(PrintWriter writer) {
        // there is nothing to log
    }

    @Override
    public void setLoginTimeout(int seconds) {
        DriverManager.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() {
        return DriverManager.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
