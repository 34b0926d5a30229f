package dev.sonde.spring.datasource;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** The pools behind a routing data source that are no beans themselves. */
final class RoutedPools {

    private RoutedPools() {}

    /** Puts what the function makes of a pool, given its lookup key, in the pool's place. */
    static void capture(AbstractRoutingDataSource routing, BiFunction<DataSource, Object, DataSource> capture) {
        Map<Object, Object> targets = new LinkedHashMap<>();
        boolean changed = false;
        for (Map.Entry<Object, DataSource> entry :
                routing.getResolvedDataSources().entrySet()) {
            DataSource captured = captureInside(entry.getValue(), entry.getKey(), capture);
            changed |= captured != entry.getValue();
            targets.put(entry.getKey(), captured);
        }
        DataSource fallback = routing.getResolvedDefaultDataSource();
        if (fallback != null) {
            DataSource captured = captureInside(fallback, "default", capture);
            changed |= captured != fallback;
            routing.setDefaultTargetDataSource(captured);
        }
        if (changed) {
            routing.setTargetDataSources(targets);
            routing.afterPropertiesSet();
        }
    }

    private static DataSource captureInside(
            DataSource target, Object key, BiFunction<DataSource, Object, DataSource> capture) {
        if (target instanceof DelegatingDataSource || target instanceof AbstractRoutingDataSource) {
            return target;
        }
        return capture.apply(target, key);
    }
}
