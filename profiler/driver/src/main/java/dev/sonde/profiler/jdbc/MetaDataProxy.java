package dev.sonde.profiler.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import org.jspecify.annotations.Nullable;

/**
 * Metadata that leads back to our connection. A JDK proxy, because the interface has 180 methods, none of which is hot
 * and two kinds of which need a hand: the connection, and results, which know their statement.
 */
final class MetaDataProxy implements InvocationHandler {

    private final DatabaseMetaData delegate;
    private final SondeConnection connection;

    private MetaDataProxy(DatabaseMetaData delegate, SondeConnection connection) {
        this.delegate = delegate;
        this.connection = connection;
    }

    static DatabaseMetaData of(DatabaseMetaData delegate, SondeConnection connection) {
        return (DatabaseMetaData) Proxy.newProxyInstance(
                MetaDataProxy.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                new MetaDataProxy(delegate, connection));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (arguments != null && arguments.length == 1) {
            boolean itself = arguments[0] == DatabaseMetaData.class;
            switch (method.getName()) {
                case "equals" -> {
                    return proxy == arguments[0];
                }
                case "unwrap" -> {
                    if (itself) {
                        return proxy;
                    }
                }
                case "isWrapperFor" -> {
                    if (itself) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        Object result;
        try {
            result = method.invoke(delegate, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
        if (result instanceof ResultSet rows) {
            return SondeResultSet.ofDriver(rows, connection);
        }
        return result instanceof Connection ? connection : result;
    }
}
