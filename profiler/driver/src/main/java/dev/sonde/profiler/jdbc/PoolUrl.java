package dev.sonde.profiler.jdbc;

import java.lang.reflect.InvocationTargetException;
import javax.sql.DataSource;

/** The JDBC URL a pool was configured with, whichever of the usual getters it has. */
final class PoolUrl {

    private static final String[] GETTERS = {"getJdbcUrl", "getUrl", "getURL"};

    private PoolUrl() {}

    /** Empty if the pool does not tell. */
    static String of(DataSource pool) {
        for (String getter : GETTERS) {
            try {
                Object url = pool.getClass().getMethod(getter).invoke(pool);
                if (url instanceof String text) {
                    return text;
                }
            } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
                // not this one
            }
        }
        return "";
    }
}
