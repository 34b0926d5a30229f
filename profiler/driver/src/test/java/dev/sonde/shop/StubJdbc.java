package dev.sonde.shop;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URL;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A driver made of JDK proxies that remember their calls: every method of every interface of JDBC is there, whichever
 * version of JDBC the JDK has, and returns a value that can be recognised.
 */
final class StubJdbc implements Driver {

    /** A call that reached a stub, and what it returned. */
    record Call(
            Method method, List<Object> arguments, @Nullable Object returned) {}

    /** One object of the stub driver. */
    static final class Stub implements InvocationHandler {
        final List<Call> calls = new ArrayList<>();
        private final Class<?> type;
        private final Map<Method, Throwable> failures = new HashMap<>();

        private Stub(Class<?> type) {
            this.type = type;
        }

        /** Lets the method throw. */
        void fail(Method method, Throwable failure) {
            failures.put(method, failure);
        }

        List<Call> callsOf(Method method) {
            return calls.stream()
                    .filter(call -> call.method().getName().equals(method.getName())
                            && Arrays.equals(call.method().getParameterTypes(), method.getParameterTypes()))
                    .toList();
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
            Object[] arguments = given == null ? new Object[0] : given;
            switch (method.getName()) {
                case "equals":
                    return proxy == arguments[0];
                case "hashCode":
                    return System.identityHashCode(proxy);
                case "toString":
                    return "stub of " + type.getSimpleName();
                case "isWrapperFor":
                    return ((Class<?>) arguments[0]).isInstance(proxy);
                case "unwrap":
                    return proxy;
                default:
            }
            Throwable failure = failures.get(method);
            Object value = failure == null ? value(method.getReturnType(), calls.size()) : failure;
            calls.add(new Call(method, Arrays.asList(arguments), value));
            if (failure != null) {
                throw failure;
            }
            if (value != null) {
                RETURNED.add(value);
            }
            return value;
        }
    }

    private static final Map<Class<?>, Function<Integer, Object>> VALUES = new HashMap<>();

    static {
        VALUES.put(boolean.class, n -> true);
        VALUES.put(byte.class, n -> (byte) (n % 7 + 2));
        VALUES.put(short.class, n -> (short) (n % 7 + 3));
        VALUES.put(int.class, n -> n % 7 + 4);
        VALUES.put(long.class, n -> n % 7 + 5L);
        VALUES.put(float.class, n -> n + 0.5f);
        VALUES.put(double.class, n -> n + 0.25);
        VALUES.put(String.class, n -> "text " + n);
        VALUES.put(Object.class, n -> new StringBuilder("object " + n));
        VALUES.put(byte[].class, n -> new byte[] {n.byteValue()});
        VALUES.put(int[].class, n -> new int[] {n});
        VALUES.put(long[].class, n -> new long[] {n});
        VALUES.put(String[].class, n -> new String[] {"name " + n});
        VALUES.put(Object[].class, n -> new Object[] {n});
        VALUES.put(BigDecimal.class, n -> new BigDecimal(n));
        VALUES.put(java.sql.Date.class, n -> new java.sql.Date(n));
        VALUES.put(java.sql.Time.class, n -> new java.sql.Time(n));
        VALUES.put(java.sql.Timestamp.class, n -> new java.sql.Timestamp(n));
        VALUES.put(InputStream.class, n -> new ByteArrayInputStream(new byte[n]));
        VALUES.put(Reader.class, n -> new StringReader("text " + n));
        VALUES.put(URL.class, StubJdbc::url);
        VALUES.put(Calendar.class, n -> Calendar.getInstance());
        VALUES.put(Properties.class, n -> new Properties());
        VALUES.put(Map.class, n -> new HashMap<String, Class<?>>());
        VALUES.put(Class.class, n -> StringBuilder.class);
        VALUES.put(java.sql.SQLWarning.class, n -> new java.sql.SQLWarning("warning " + n));
        VALUES.put(RowIdLifetime.class, n -> RowIdLifetime.ROWID_VALID_OTHER);
    }

    /** All that the stubs returned, in order. */
    private static final List<Object> RETURNED = new ArrayList<>();

    private final Connection proxy;

    private StubJdbc() {
        this.proxy = stub(Connection.class);
    }

    /** A driver that opens one connection of {@code jdbc:stub:}; it is registered until {@link #remove}. */
    static StubJdbc register() throws SQLException {
        StubJdbc driver = new StubJdbc();
        DriverManager.registerDriver(driver);
        return driver;
    }

    void remove() throws SQLException {
        RETURNED.clear();
        DriverManager.deregisterDriver(this);
    }

    Connection connection() {
        return proxy;
    }

    /** A value of the type that differs from those of other numbers. */
    static @Nullable Object value(Class<?> type, int number) {
        if (type == void.class) {
            return null;
        }
        Function<Integer, Object> value = VALUES.get(type);
        if (value != null) {
            return value.apply(number);
        }
        if (type.isInterface()) {
            return stub(type);
        }
        throw new IllegalArgumentException("no value for " + type + ", which JDBC of this JDK uses: add one");
    }

    static <T> T stub(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(StubJdbc.class.getClassLoader(), new Class<?>[] {type}, new Stub(type)));
    }

    /** The driver's object behind the wrapper that such a step gave last. */
    Object delegate(JdbcKind kind) {
        if (kind == JdbcKind.CONNECTION) {
            return proxy;
        }
        for (int i = RETURNED.size() - 1; i >= 0; i--) {
            if (kind.type.isInstance(RETURNED.get(i))) {
                return RETURNED.get(i);
            }
        }
        throw new AssertionError("the driver handed out no " + kind);
    }

    static boolean isStub(Object value) {
        return value != null
                && Proxy.isProxyClass(value.getClass())
                && Proxy.getInvocationHandler(value) instanceof Stub;
    }

    static Stub of(Object proxy) {
        return (Stub) Proxy.getInvocationHandler(proxy);
    }

    private static URL url(int number) {
        try {
            return URI.create("http://localhost/" + number).toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith("jdbc:stub:");
    }

    @Override
    public @Nullable Connection connect(String url, Properties properties) {
        return acceptsURL(url) ? proxy : null;
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
