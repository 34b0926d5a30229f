package dev.sonde.profiler.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An array whose results do not lead to the driver's statement and connection. Setters give the driver its own array
 * back; elements of an array that the service created are kept, so that equal lists have equal hashes.
 */
final class SondeArray implements Array {

    private final Array delegate;
    private final SondeConnection connection;
    private final Object @Nullable [] elements;

    SondeArray(Array delegate, SondeConnection connection, Object @Nullable [] elements) {
        this.delegate = delegate;
        this.connection = connection;
        this.elements = elements;
    }

    /** What the driver is to get for a value of the service. */
    static @Nullable Object driverValue(@Nullable Object value) {
        return value instanceof SondeArray array ? array.delegate : value;
    }

    /** As {@link #driverValue}, where only an array can be. */
    static @Nullable Array driverArray(@Nullable Array value) {
        return value instanceof SondeArray array ? array.delegate : value;
    }

    /** What is to be hashed for a value of the service. */
    static @Nullable Object boundValue(@Nullable Object value) {
        if (value instanceof SondeArray array) {
            return array.elements == null ? array.delegate : array.elements;
        }
        return value;
    }

    private @Nullable ResultSet wrap(@Nullable ResultSet result) {
        return result == null ? null : SondeResultSet.ofDriver(result, connection);
    }

    @Override
    public String getBaseTypeName() throws SQLException {
        return delegate.getBaseTypeName();
    }

    @Override
    public int getBaseType() throws SQLException {
        return delegate.getBaseType();
    }

    @Override
    public @Nullable Object getArray() throws SQLException {
        return delegate.getArray();
    }

    @Override
    public @Nullable Object getArray(Map<String, Class<?>> map) throws SQLException {
        return delegate.getArray(map);
    }

    @Override
    public @Nullable Object getArray(long index, int count) throws SQLException {
        return delegate.getArray(index, count);
    }

    @Override
    public @Nullable Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return delegate.getArray(index, count, map);
    }

    @Override
    public @Nullable ResultSet getResultSet() throws SQLException {
        return wrap(delegate.getResultSet());
    }

    @Override
    public @Nullable ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
        return wrap(delegate.getResultSet(map));
    }

    @Override
    public @Nullable ResultSet getResultSet(long index, int count) throws SQLException {
        return wrap(delegate.getResultSet(index, count));
    }

    @Override
    public @Nullable ResultSet getResultSet(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return wrap(delegate.getResultSet(index, count, map));
    }

    @Override
    public void free() throws SQLException {
        delegate.free();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || delegate.equals(driverValue(other));
    }

    @Override
    public int hashCode() {
        return delegate.hashCode();
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
