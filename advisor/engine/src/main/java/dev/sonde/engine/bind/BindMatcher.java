package dev.sonde.engine.bind;

/** Says whether a bind hash is that of a value. */
@FunctionalInterface
public interface BindMatcher {

    /**
     * Whether the value, had it been bound, would have this hash.
     *
     * @param value as PostgreSQL prints it
     * @param type of the column it is compared with, as {@code format_type} gives it
     */
    boolean matches(int hash, String value, String type);

    /** For a capture without binds. */
    static BindMatcher none() {
        return (hash, value, type) -> false;
    }
}
