package dev.sonde.profiler.jdbc;

import com.p6spy.engine.event.JdbcEventListener;
import com.p6spy.engine.spy.DefaultJdbcEventListenerFactory;
import com.p6spy.engine.spy.JdbcEventListenerFactory;
import dev.sonde.profiler.session.ServiceLog;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.util.Map;
import java.util.Properties;

/**
 * Lets a service that already uses p6spy, by {@code jdbc:p6spy:} URLs or a {@code P6DataSource}, be captured without
 * another change than our jar on its class path. Found by p6spy as a service; it then asks no module of its own. Settings
 * are system properties and environment variables; {@code sonde.p6spy=false} and {@code sonde.enabled=false} give p6spy
 * back its own listeners. This class is threadsafe.
 */
public final class P6spyListenerFactory implements JdbcEventListenerFactory {

    @Override
    public JdbcEventListener createJdbcEventListener() {
        if (isSwitchedOn()) {
            try {
                ProfilerSettings settings = ProfilerSettings.of(Map.of(), new Properties());
                if (settings.enabled()) {
                    return new P6spyListener(settings);
                }
            } catch (IllegalArgumentException e) {
                // an SQLException, as from jdbc:sonde:, cannot be thrown here
                ServiceLog.fault("connections of p6spy are not captured: " + e.getMessage(), null);
            }
        }
        return new DefaultJdbcEventListenerFactory().createJdbcEventListener();
    }

    private static boolean isSwitchedOn() {
        String value = System.getProperty("sonde.p6spy");
        if (value == null) {
            value = System.getenv("SONDE_P6SPY");
        }
        return value == null || !value.trim().equals("false");
    }
}
