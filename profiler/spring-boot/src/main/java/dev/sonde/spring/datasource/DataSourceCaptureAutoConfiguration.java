package dev.sonde.spring.datasource;

import dev.sonde.profiler.settings.ProfilerSettings;
import dev.sonde.spring.ConditionalOnSonde;
import dev.sonde.spring.SondeProperties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Captures what goes through the {@link DataSource} beans. Comes before Spring Boot's own, so that its provider of pool
 * figures is asked first.
 */
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
        })
@ConditionalOnSonde
@ConditionalOnClass({DataSource.class, AbstractDataSource.class})
public class DataSourceCaptureAutoConfiguration {

    @Bean
    static PoolCapture sondePoolCapture(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<SondeProperties> properties,
            ObjectProvider<ProfilerSettings> settings) {
        return new PoolCapture(beans, properties, settings);
    }

    /** Only where Boot's module for JDBC is there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DataSourcePoolMetadataProvider.class)
    static class PoolFigures {

        @Bean
        @Order(0)
        DataSourcePoolMetadataProvider sondePoolMetadata(ObjectProvider<DataSourcePoolMetadataProvider> providers) {
            return new CapturedPoolMetadata(providers);
        }
    }

    /** Only where the service migrates with Flyway. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Flyway.class)
    @ConditionalOnProperty(prefix = "sonde", name = "migrations", havingValue = "false", matchIfMissing = true)
    static class Migrations {

        @Bean
        static UncapturedFlyway sondeUncapturedFlyway() {
            return new UncapturedFlyway();
        }
    }
}
