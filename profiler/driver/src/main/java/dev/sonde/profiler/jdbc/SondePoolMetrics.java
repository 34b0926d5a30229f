package dev.sonde.profiler.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import dev.sonde.profiler.session.ServiceLog;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Lets a HikariCP pool whose URL begins with {@code jdbc:sonde:} tell the capture how long its connections are waited for
 * and held:
 *
 * <pre>{@code config.setMetricsTrackerFactory(SondePoolMetrics.of(config));}</pre>
 *
 * <p>A pool in {@link SondeDataSource} tells it without. This class is threadsafe.
 */
public final class SondePoolMetrics implements MetricsTrackerFactory {

    private static final IMetricsTracker NOTHING = new IMetricsTracker() {};

    private final HikariConfig config;
    private final @Nullable MetricsTrackerFactory next;

    private SondePoolMetrics(HikariConfig config, @Nullable MetricsTrackerFactory next) {
        this.config = config;
        this.next = next;
    }

    /** For the pool with this configuration; a tracker that it has already goes on being told. */
    public static SondePoolMetrics of(HikariConfig config) {
        MetricsTrackerFactory present = config.getMetricsTrackerFactory();
        return present instanceof SondePoolMetrics ours ? ours : new SondePoolMetrics(config, present);
    }

    /** Tells the tracker of this factory, too. */
    public SondePoolMetrics wrapping(MetricsTrackerFactory other) {
        return new SondePoolMetrics(config, other);
    }

    @Override
    public IMetricsTracker create(String poolName, PoolStats stats) {
        IMetricsTracker other = next == null ? NOTHING : next.create(poolName, stats);
        try {
            String url = config.getJdbcUrl();
            if (url == null || !SondeDriver.isOurs(url)) {
                ServiceLog.warning(
                        "pool {0} has no jdbc:sonde: URL, so its waits are not captured: wrap it with SondeDataSource",
                        poolName);
                return other;
            }
            SondeUrl target = SondeUrl.parse(url);
            ProfilerSettings settings = SondeDriver.settings(target.settings(), properties());
            return settings.enabled()
                    ? new PoolTracker(poolName, stats, settings, target.withoutCredentials(), config, other)
                    : other;
        } catch (SQLException | RuntimeException e) {
            ServiceLog.fault("waits for connections are not captured; the service is not affected", e);
            return other;
        }
    }

    /** As HikariCP hands them to the driver. */
    private Properties properties() {
        Properties texts = new Properties();
        config.getDataSourceProperties().forEach((name, value) -> texts.setProperty(name.toString(), value.toString()));
        return texts;
    }
}
