package dev.sonde.spring.datasource;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Lets Flyway have the pool without the profiler, since a migration is not what the service asks of its database. */
final class UncapturedFlyway implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean.getClass() != Flyway.class) {
            return bean;
        }
        Flyway flyway = (Flyway) bean;
        DataSource source = flyway.getConfiguration().getDataSource();
        DataSource pool = source == null ? null : CapturedPool.pool(source);
        if (pool == null) {
            return bean;
        }
        return new FluentConfiguration(flyway.getConfiguration().getClassLoader())
                .configuration(flyway.getConfiguration())
                .dataSource(pool)
                .load();
    }
}
