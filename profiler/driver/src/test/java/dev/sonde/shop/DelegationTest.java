package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.p6spy.engine.common.ConnectionInformation;
import com.p6spy.engine.event.JdbcEventListener;
import com.p6spy.engine.wrapper.ConnectionWrapper;
import dev.sonde.profiler.session.CaptureSessions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every method of JDBC, as the running JDK knows it, reaches the driver through our wrappers: once, with the very same
 * arguments, and what the driver returns or throws comes back.
 */
class DelegationTest {

    /** Methods that need not reach the driver, with the reason. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "unwrap", "finds the wrapper first: see leadsFromEachWrapperToItselfAndToTheDriver",
            "isWrapperFor", "as unwrap");

    @TempDir
    Path folder;

    private StubJdbc driver;

    @BeforeEach
    void registerStub() throws SQLException {
        driver = StubJdbc.register();
    }

    @AfterEach
    void removeStub() throws SQLException {
        driver.remove();
        CaptureSessions.closeAll();
    }

    private Connection wrapped() throws SQLException {
        return DriverManager.getConnection("jdbc:sonde:stub:x?sonde.folder=" + folder);
    }

    private Connection wrappedByP6spy() {
        return ConnectionWrapper.wrap(
                driver.connection(),
                new JdbcEventListener() {},
                ConnectionInformation.fromDriver(driver, driver.connection(), 0));
    }

    @ParameterizedTest
    @EnumSource
    void everyMethodReachesTheDriverOnceAndItsValueComesBack(JdbcKind kind) throws Exception {
        Connection connection = wrapped();

        List<String> problems = new ArrayList<>();
        for (Method method : methods(kind)) {
            problems.addAll(checkValue(connection, kind, method));
        }

        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatTheDriverThrowsComesThroughAsTheSameObject(JdbcKind kind) throws Exception {
        Connection connection = wrapped();

        List<String> problems = new ArrayList<>();
        for (Method method : methods(kind)) {
            for (Throwable failure : failuresOf(method)) {
                Object target = kind.from(connection);
                StubJdbc.of(driver.delegate(kind)).fail(method, failure);
                try {
                    method.invoke(target, arguments(method));
                    problems.add(method + " swallowed " + failure);
                } catch (InvocationTargetException e) {
                    if (e.getTargetException() != failure) {
                        problems.add(method + " threw " + e.getTargetException() + " instead of " + failure);
                    }
                }
            }
            if (kind == JdbcKind.CONNECTION) {
                // its methods go on failing, so each needs a connection of its own
                driver.remove();
                driver = StubJdbc.register();
                connection = wrapped();
            }
        }

        assertThat(problems).isEmpty();
    }

    private static List<Throwable> failuresOf(Method method) {
        List<Throwable> failures = new ArrayList<>();
        failures.add(new IllegalStateException("from the driver"));
        failures.add(new StackOverflowError("from the driver"));
        for (Class<?> declared : method.getExceptionTypes()) {
            failures.add(
                    declared == SQLException.class
                            ? new SQLException("from the driver", "57014")
                            : new SQLClientInfoException());
        }
        return failures;
    }

    @Test
    void theSameCheckFailsForPlainP6spy() throws Exception {
        Set<String> broken = new TreeSet<>();
        Connection connection = wrappedByP6spy();
        for (JdbcKind kind :
                List.of(JdbcKind.CONNECTION, JdbcKind.STATEMENT, JdbcKind.PREPARED, JdbcKind.CALL, JdbcKind.RESULT)) {
            for (Method method : methods(kind)) {
                if (!checkValue(connection, kind, method).isEmpty()) {
                    broken.add(kind + " " + method.getName());
                }
            }
        }

        assertThat(broken)
                .contains(
                        "CONNECTION beginRequest",
                        "CONNECTION endRequest",
                        "CONNECTION setShardingKey",
                        "CONNECTION setShardingKeyIfValid",
                        "CONNECTION getMetaData",
                        "STATEMENT executeLargeUpdate",
                        "STATEMENT executeLargeBatch",
                        "STATEMENT getLargeUpdateCount",
                        "STATEMENT setLargeMaxRows",
                        "STATEMENT enquoteLiteral",
                        "STATEMENT getConnection",
                        "STATEMENT getGeneratedKeys",
                        "PREPARED executeLargeUpdate",
                        "PREPARED setObject",
                        "CALL registerOutParameter",
                        "RESULT getStatement",
                        "RESULT updateObject",
                        "RESULT getArray");
    }

    @Test
    void theDriverGetsItsOwnArrayBack() throws Exception {
        Connection connection = wrapped();
        Array array = connection.createArrayOf("text", new Object[] {"a"});
        PreparedStatement prepared = connection.prepareStatement("select ?");
        CallableStatement call = connection.prepareCall("{call f(?)}");
        ResultSet rows = connection.createStatement().executeQuery("select 1");
        SQLType type = StubJdbc.stub(SQLType.class);

        prepared.setArray(1, array);
        prepared.setObject(1, array);
        prepared.setObject(1, array, 1);
        prepared.setObject(1, array, 1, 2);
        prepared.setObject(1, array, type);
        prepared.setObject(1, array, type, 2);
        call.setArray(1, array);
        call.setObject(1, array);
        call.setObject("a", array);
        call.setObject("a", array, 1);
        call.setObject("a", array, 1, 2);
        call.setObject("a", array, type);
        call.setObject("a", array, type, 2);
        rows.updateArray(1, array);
        rows.updateArray("a", array);
        rows.updateObject(1, array);
        rows.updateObject("a", array);
        rows.updateObject(1, array, 2);
        rows.updateObject("a", array, 2);
        rows.updateObject(1, array, type);
        rows.updateObject("a", array, type, 2);

        List<Object> received = new ArrayList<>();
        for (StubJdbc.Call call1 : StubJdbc.of(driver.connection()).calls) {
            if (call1.returned() instanceof Statement statement && StubJdbc.isStub(statement)) {
                received.addAll(secondArguments(statement));
                StubJdbc.of(statement).calls.stream()
                        .map(StubJdbc.Call::returned)
                        .filter(ResultSet.class::isInstance)
                        .forEach(result -> received.addAll(secondArguments(result)));
            }
        }
        assertThat(received)
                .hasSize(21)
                .allSatisfy(value -> assertThat(StubJdbc.isStub(value)).isTrue());
    }

    private static List<Object> secondArguments(Object stub) {
        return StubJdbc.of(stub).calls.stream()
                .filter(call -> call.arguments().size() >= 2)
                .filter(call -> call.method().getName().startsWith("set")
                        || call.method().getName().startsWith("update"))
                .map(call -> call.arguments().get(1))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aWrapperIsEqualToItselfOnlyAndShowsTheDriversText(JdbcKind kind) throws Exception {
        Connection connection = wrapped();
        Object first = kind.from(connection);
        String delegate = driver.delegate(kind).toString();
        Object second = kind == JdbcKind.CONNECTION ? new Object() : kind.from(connection);

        assertThat(first.equals(first)).isTrue();
        assertThat(first.hashCode()).isEqualTo(first.hashCode());
        assertThat(first.equals(second)).isFalse();
        assertThat(first.equals(null)).isFalse();
        assertThat(first.toString()).contains(delegate);
    }

    @ParameterizedTest
    @EnumSource
    void leadsFromEachWrapperToItselfAndToTheDriver(JdbcKind kind) throws Exception {
        Connection connection = wrapped();
        Object target = kind.from(connection);
        if (!(target instanceof java.sql.Wrapper wrapper)) {
            assertThat(kind.type).isEqualTo(Array.class);
            return;
        }
        Object delegate = driver.delegate(kind);

        assertThat(wrapper.isWrapperFor(kind.type)).isTrue();
        assertThat(wrapper.unwrap((Class<?>) kind.type)).isSameAs(target);
        if (kind != JdbcKind.METADATA) {
            assertThat(wrapper.unwrap(com.p6spy.engine.wrapper.P6Proxy.class)).isSameAs(target);
        }
        assertThat(wrapper.isWrapperFor(delegate.getClass())).isTrue();
        assertThat((Object) wrapper.unwrap(delegate.getClass())).isSameAs(delegate);
        assertThat(wrapper.isWrapperFor(Comparable.class)).isFalse();
    }

    @Test
    void theListOfExceptionsNamesRealMethodsOnly() {
        Set<String> names = new TreeSet<>();
        for (Method method : java.sql.Wrapper.class.getMethods()) {
            names.add(method.getName());
        }

        assertThat(EXCEPTIONS.keySet()).isEqualTo(names);
        assertThatThrownBy(() -> StubJdbc.value(Thread.class, 1)).hasMessageContaining("no value for");
    }

    // ---- the check ----

    private static List<Method> methods(JdbcKind kind) {
        return Arrays.stream(kind.type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !EXCEPTIONS.containsKey(method.getName()))
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
    }

    private static Object[] arguments(Method method) {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = StubJdbc.value(method.getParameterTypes()[i], i + 1);
        }
        return arguments;
    }

    /** Calls the method and says what is wrong with what the driver got and the caller got back. */
    private List<String> checkValue(Connection connection, JdbcKind kind, Method method) throws Exception {
        Object target = kind.from(connection);
        Object delegate = driver.delegate(kind);
        if (target == delegate) {
            return List.of("a raw " + kind);
        }
        int before = StubJdbc.of(delegate).callsOf(method).size();
        Object[] arguments = arguments(method);
        Object value;
        try {
            value = method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            return List.of(method + " threw " + e.getTargetException());
        }
        List<StubJdbc.Call> calls = StubJdbc.of(delegate).callsOf(method);
        if (calls.size() != before + 1) {
            return List.of(method + " reached the driver " + (calls.size() - before) + " times");
        }
        StubJdbc.Call call = calls.get(before);
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            boolean same = method.getParameterTypes()[i].isPrimitive()
                    ? arguments[i].equals(call.arguments().get(i))
                    : arguments[i] == call.arguments().get(i);
            if (!same) {
                problems.add(method + " passed another argument " + (i + 1));
            }
        }
        problems.addAll(checkReturned(connection, method, value, call.returned()));
        return problems;
    }

    private static List<String> checkReturned(
            Connection connection, Method method, @Nullable Object value, @Nullable Object returned)
            throws SQLException {
        boolean leadsToConnection = returned instanceof Connection
                || returned instanceof Statement
                || returned instanceof ResultSet
                || returned instanceof DatabaseMetaData
                || returned instanceof Array;
        if (!leadsToConnection) {
            boolean same =
                    method.getReturnType().isPrimitive() && value != null ? value.equals(returned) : value == returned;
            return same ? List.of() : List.of(method + " returned " + value + " instead of " + returned);
        }
        if (value == null || StubJdbc.isStub(value)) {
            return List.of(method + " returned the driver's own object");
        }
        return wayBack(value) == connection ? List.of() : List.of(method + " does not lead back to the connection");
    }

    /** The connection to which an object of JDBC leads. */
    private static Connection wayBack(Object value) throws SQLException {
        if (value instanceof Connection connection) {
            return connection;
        } else if (value instanceof Statement statement) {
            return statement.getConnection();
        } else if (value instanceof DatabaseMetaData metaData) {
            return metaData.getConnection();
        } else if (value instanceof ResultSet rows) {
            return rows.getStatement().getConnection();
        } else if (value instanceof Array array) {
            return array.getResultSet().getStatement().getConnection();
        }
        throw new IllegalArgumentException(value + " leads nowhere");
    }
}
