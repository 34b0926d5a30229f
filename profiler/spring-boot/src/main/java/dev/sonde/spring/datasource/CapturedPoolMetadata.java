package dev.sonde.spring.datasource;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;

/**
 * Leads Spring Boot's figures of a pool ({@code jdbc.connections.*}) to the pool itself: they read private fields, which
 * a proxy of the class has too, but empty.
 */
final class CapturedPoolMetadata implements DataSourcePoolMetadataProvider {

    private final ObjectProvider<DataSourcePoolMetadataProvider> providers;

    CapturedPoolMetadata(ObjectProvider<DataSourcePoolMetadataProvider> providers) {
        this.providers = providers;
    }

    @Override
    public @Nullable DataSourcePoolMetadata getDataSourcePoolMetadata(DataSource dataSource) {
        DataSource pool = CapturedPool.pool(dataSource);
        if (pool == null) {
            return null;
        }
        return providers.stream()
                .filter(provider -> provider != this)
                .map(provider -> metadata(provider, pool))
                .filter(metadata -> metadata != null)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable DataSourcePoolMetadata metadata(DataSourcePoolMetadataProvider provider, DataSource pool) {
        return provider.getDataSourcePoolMetadata(pool);
    }
}
