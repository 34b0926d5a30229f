package dev.sonde.profiler.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.sonde.profiler.session.PoolGauge;
import java.lang.ref.WeakReference;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What only HikariCP knows of its pool. The pool is held weakly, as the capture may outlive it for some seconds. */
final class HikariGauge implements PoolGauge {

    private final WeakReference<HikariDataSource> pool;

    private HikariGauge(HikariDataSource pool) {
        this.pool = new WeakReference<>(pool);
    }

    /** A gauge that tells nothing if the pool is another one. */
    static PoolGauge of(DataSource pool) {
        try {
            HikariDataSource hikari = pool instanceof HikariDataSource itself
                    ? itself
                    : pool.isWrapperFor(HikariDataSource.class) ? pool.unwrap(HikariDataSource.class) : null;
            return hikari == null ? PoolGauge.UNKNOWN : new HikariGauge(hikari);
        } catch (SQLException | RuntimeException | LinkageError e) {
            return PoolGauge.UNKNOWN; // no HikariCP on the class path, or a pool that cannot tell
        }
    }

    private @Nullable HikariPoolMXBean bean() {
        HikariDataSource open = pool.get();
        return open == null || open.isClosed() ? null : open.getHikariPoolMXBean();
    }

    @Override
    public int idle() {
        HikariPoolMXBean bean = bean();
        return bean == null ? -1 : bean.getIdleConnections();
    }

    @Override
    public int max() {
        HikariDataSource open = pool.get();
        return open == null ? -1 : open.getMaximumPoolSize();
    }
}
