package dev.sonde.shop;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC driver of {@code jdbc:nowhere:<name>} that answers at once, for faults and loads that a server would hide. Every
 * query answers {@link #rows} rows of one column {@code id} that counts from 1, every update changes one row. Methods
 * can be made to fail by name: {@code failing("ResultSetMetaData.getColumnLabel", () -> new SQLException())}.
 */
final class StubDatabase implements AutoCloseable {

    private static final Map<String, StubDatabase> RUNNING = new ConcurrentHashMap<>();
    private static final AtomicLong NAMES = new AtomicLong();
    private static final Map<Class<?>, Object> NOTHING = Map.of(boolean.class, false, int.class, 0, long.class, 0L);

    static {
        try {
            DriverManager.registerDriver(new StubDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Makes what a method throws. */
    interface Fault {
        Throwable problem();
    }

    private final String name = "db" + NAMES.incrementAndGet();
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final AtomicLong executions = new AtomicLong();
    private volatile long rows = 1;

    StubDatabase() {
        RUNNING.put(name, this);
    }

    StubDatabase rows(long count) {
        rows = count;
        return this;
    }

    StubDatabase failing(String typeAndMethod, Fault fault) {
        faults.put(typeAndMethod, fault);
        return this;
    }

    /** What the service really executed. */
    long executions() {
        return executions.get();
    }

    String url() {
        return "jdbc:nowhere:" + name;
    }

    @Override
    public void close() {
        RUNNING.remove(name);
    }

    private <T> T proxy(Class<T> type, InvocationHandler handler) {
        InvocationHandler faulty = (proxy, method, arguments) -> {
            Fault fault = faults.get(type.getSimpleName() + "." + method.getName());
            if (fault != null) {
                throw fault.problem();
            }
            return handler.invoke(proxy, method, arguments);
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, faulty));
    }

    private Connection connection() {
        boolean[] closed = new boolean[1];
        return proxy(Connection.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "createStatement" -> statement(Statement.class, (Connection) proxy, "select");
            case "prepareStatement" -> statement(PreparedStatement.class, (Connection) proxy, (String) arguments[0]);
            case "getMetaData" -> metaData();
            case "close", "abort" -> {
                closed[0] = true;
                yield null;
            }
            case "isClosed" -> closed[0];
            case "isValid" -> !closed[0];
            case "getAutoCommit" -> true;
            default -> anything(proxy, method, arguments);
        });
    }

    private DatabaseMetaData metaData() {
        return proxy(
                DatabaseMetaData.class,
                (proxy, method, arguments) -> method.getName().equals("getDatabaseProductVersion")
                        ? "stub"
                        : anything(proxy, method, arguments));
    }

    private <T extends Statement> T statement(Class<T> type, Connection connection, String sql) {
        return proxy(type, (proxy, method, arguments) -> switch (method.getName()) {
            case "executeQuery" -> {
                executions.incrementAndGet();
                yield result((Statement) proxy);
            }
            case "execute" -> {
                executions.incrementAndGet();
                yield sql.startsWith("select");
            }
            case "executeUpdate" -> {
                executions.incrementAndGet();
                yield 1;
            }
            case "executeBatch" -> {
                executions.incrementAndGet();
                yield new int[] {1};
            }
            case "getResultSet" -> result((Statement) proxy);
            case "getUpdateCount" -> -1;
            case "getConnection" -> connection;
            default -> anything(proxy, method, arguments);
        });
    }

    private ResultSet result(Statement statement) {
        long count = rows;
        long[] row = new long[1];
        return proxy(ResultSet.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "next" -> row[0]++ < count;
            case "getLong" -> row[0];
            case "getInt" -> (int) row[0];
            case "getString" -> Long.toString(row[0]);
            case "findColumn" -> 1;
            case "getMetaData" -> labels();
            case "getStatement" -> statement;
            default -> anything(proxy, method, arguments);
        });
    }

    private ResultSetMetaData labels() {
        return proxy(ResultSetMetaData.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getColumnCount" -> 1;
            case "getColumnLabel" -> "id";
            default -> anything(proxy, method, arguments);
        });
    }

    private static @Nullable Object anything(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
        switch (method.getName()) {
            case "toString" -> {
                return "stub " + method.getDeclaringClass().getSimpleName();
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            case "equals" -> {
                return arguments != null && arguments[0] == proxy;
            }
            default -> {
                return NOTHING.get(method.getReturnType());
            }
        }
    }

    private static final class StubDriver implements Driver {
        @Override
        public boolean acceptsURL(@Nullable String url) {
            return url != null && url.startsWith("jdbc:nowhere:");
        }

        @Override
        public @Nullable Connection connect(@Nullable String url, @Nullable Properties properties) throws SQLException {
            if (url == null || !acceptsURL(url)) {
                return null;
            }
            StubDatabase database = RUNNING.get(url.substring("jdbc:nowhere:".length()));
            if (database == null) {
                throw new SQLException("no such stub: " + url, "08001");
            }
            return database.connection();
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
            return Logger.getLogger("stub");
        }
    }
}
