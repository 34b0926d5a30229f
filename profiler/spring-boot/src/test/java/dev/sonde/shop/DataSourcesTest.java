package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.sonde.profiler.jdbc.SondeDataSource;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.PoolFigures;
import dev.sonde.shop.Service.Executed;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

class DataSourcesTest {

    @TempDir
    private Path folder;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

    @Test
    void aPoolOfSpringBootIsCapturedAndStaysAHikariDataSource() throws SQLException {
        try (Service service = Service.start(Plain.class, folder)) {
            service.bean(JdbcTemplate.class).queryForList("select 1 from orders");
            HikariDataSource pool = service.bean(HikariDataSource.class);

            assertThat(pool.isWrapperFor(SondeDataSource.class)).isTrue();
            assertThat(pool.unwrap(SondeDataSource.class)).isInstanceOf(SondeDataSource.class);
            assertThat(pool.getMaximumPoolSize()).isEqualTo(4);
            assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isPositive();
            assertThat(service.executions()).extracting(Executed::sql).containsOnlyOnce("select $1 from orders");
        }
    }

    @Test
    void springBootFindsThePoolAndItsFigures() {
        // Hibernate opens the pool before the meters are bound, as in most services
        try (Service service = Service.serve(Plain.class, folder)) {
            service.bean(JdbcTemplate.class).queryForList("select 1 from orders");
            DataSource source = service.bean(DataSource.class);
            MeterRegistry registry = service.bean(MeterRegistry.class);

            assertThat(DataSourceUnwrapper.unwrap(source, HikariDataSource.class))
                    .isNotNull();
            assertThat(registry.get("hikaricp.connections").gauge().value()).isPositive();
            assertThat(registry.get("jdbc.connections.max").gauge().value()).isEqualTo(4);
            assertThat(registry.get("jdbc.connections.idle").gauge().value()).isPositive();
        }
    }

    @Test
    void theServiceIsHealthyByItsDatabase() {
        try (Service service = Service.serve(Plain.class, folder, "management.endpoint.health.show-details=always")) {
            assertThat(service.get("/actuator/health").body()).contains("\"db\"", "PostgreSQL", "\"status\":\"UP\"");
        }
    }

    @Test
    void withoutSondeEnabledNothingIsTouched() throws SQLException {
        try (Service service = Service.start(Plain.class, folder, "sonde.enabled=false")) {
            service.bean(JdbcTemplate.class).queryForList("select 1 from orders");

            assertThat(service.bean(DataSource.class).getClass()).isEqualTo(HikariDataSource.class);
            assertThat(service.context().getBeanDefinitionNames()).noneMatch(name -> name.startsWith("sonde"));
            assertThat(CaptureSessions.running()).isEmpty();
            assertThat(Service.records(folder)).isEmpty();
        }
    }

    @Test
    void aProfiledUrlSwitchesTheUnitsOnAndIsNotCapturedTwice() throws SQLException {
        String url = Postgres.URL.replace("jdbc:", "jdbc:sonde:") + "&sonde.folder=" + folder;
        try (Service service = Service.start(
                Plain.class,
                folder,
                "sonde.enabled=",
                "spring.datasource.url=" + url,
                "spring.datasource.driver-class-name=dev.sonde.profiler.jdbc.SondeDriver")) {
            service.bean(JdbcTemplate.class).queryForList("select 1 from orders");

            assertThat(service.bean(DataSource.class).getClass()).isEqualTo(HikariDataSource.class);
            assertThat(service.executions()).extracting(Executed::sql).containsOnlyOnce("select $1 from orders");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Many {

        @Bean
        @ConfigurationProperties("shop.first")
        HikariDataSource first() {
            return new HikariDataSource();
        }

        @Bean
        DataSource second() {
            return DataSourceBuilder.create()
                    .url(Postgres.url("other"))
                    .username(Postgres.USER)
                    .build();
        }

        @Bean
        DataSource untouched() {
            return DataSourceBuilder.create()
                    .url(Postgres.URL)
                    .username(Postgres.USER)
                    .build();
        }

        @Bean
        @Primary
        DataSource routing(HikariDataSource first, DataSource second) {
            AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
                @Override
                protected Object determineCurrentLookupKey() {
                    return "first";
                }
            };
            routing.setTargetDataSources(Map.of("first", first, "second", second));
            routing.setDefaultTargetDataSource(first);
            return routing;
        }

        @Bean
        DataSource lazy(DataSource routing) {
            return new LazyConnectionDataSourceProxy(routing);
        }

        @Bean
        DataSource bound(DataSource lazy) {
            return new TransactionAwareDataSourceProxy(lazy);
        }

        @Bean
        DataSource hidden() {
            return new LazyConnectionDataSourceProxy(DataSourceBuilder.create()
                    .url(Postgres.URL)
                    .username(Postgres.USER)
                    .build());
        }

        @Bean
        DataSource hiddenRoutes() {
            AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
                @Override
                protected Object determineCurrentLookupKey() {
                    return 1;
                }
            };
            DataSource pool = DataSourceBuilder.create()
                    .url(Postgres.URL)
                    .username(Postgres.USER)
                    .build();
            routing.setTargetDataSources(Map.of(1, pool));
            return routing;
        }
    }

    private Service many() {
        return Service.start(
                Many.class,
                folder,
                "shop.first.jdbc-url=" + Postgres.URL,
                "shop.first.username=" + Postgres.USER,
                "shop.first.maximum-pool-size=3",
                "sonde.exclude=untouched");
    }

    @Test
    void routingLazyAndTransactionAwareDataSourcesCountOnce() {
        try (Service service = many()) {
            new JdbcTemplate(service.bean("bound", DataSource.class)).queryForList("select 'through all' from orders");
            List<PoolFigures> pools = CaptureSessions.running().stream()
                    .flatMap(session -> session.status().pools().stream())
                    .toList();

            assertThat(pools)
                    .extracting(PoolFigures::pool)
                    .contains("first")
                    .doesNotContain("routing", "lazy", "bound");
            assertThat(service.executions()).extracting(Executed::sql).containsOnlyOnce("select $1 from orders");
        }
    }

    @Test
    void aPoolBoundToPropertiesKeepsThem() {
        try (Service service = many()) {
            assertThat(service.bean("first", HikariDataSource.class).getMaximumPoolSize())
                    .isEqualTo(3);
        }
    }

    @Test
    void poolsThatAreNoBeansAreCapturedInsideOfWhatMadeThem() throws SQLException {
        try (Service service = many()) {
            for (String name : List.of("hidden", "hiddenRoutes")) {
                DataSource source = service.bean(name, DataSource.class);
                new JdbcTemplate(source).queryForList("select 2 from orders");

                assertThat(source.isWrapperFor(SondeDataSource.class)).as(name).isTrue();
            }
            assertThat(service.executions())
                    .filteredOn(execution -> execution.sql().equals("select $1 from orders"))
                    .hasSize(2);
        }
    }

    @Test
    void excludedBeansAreLeftAlone() {
        try (Service service = many()) {
            DataSource untouched = service.bean("untouched", DataSource.class);
            new JdbcTemplate(untouched).queryForList("select 'not captured' from orders");

            assertThat(untouched.getClass()).isEqualTo(HikariDataSource.class);
            assertThat(service.executions()).extracting(Executed::sql).doesNotContain("select $1 from orders");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Scoped {

        @Bean
        static BeanFactoryPostProcessor threads() {
            return beans -> beans.registerScope("thread", new SimpleThreadScope());
        }

        @Bean
        @Scope(value = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
        HikariDataSource dataSource() {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl(Postgres.URL);
            pool.setUsername(Postgres.USER);
            return pool;
        }
    }

    @Test
    void theTargetOfAScopedProxyIsCapturedAndTheProxyIsNot() {
        try (Service service = Service.start(Scoped.class, folder)) {
            new JdbcTemplate(service.bean("dataSource", DataSource.class)).queryForList("select 3 from orders");
            List<String> pools = CaptureSessions.running().stream()
                    .flatMap(session -> session.status().pools().stream())
                    .map(PoolFigures::pool)
                    .toList();

            assertThat(pools).containsExactly(ScopedProxyUtils.getTargetBeanName("dataSource"));
            service.bean("dataSource", HikariDataSource.class).close();
            assertThat(service.executions()).extracting(Executed::sql).containsOnlyOnce("select $1 from orders");
        }
    }

    /** A class that nothing can extend. */
    static final class FinalPool implements DataSource, AutoCloseable {

        @Override
        public Connection getConnection() throws SQLException {
            return DriverManager.getConnection(Postgres.URL);
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return DriverManager.getConnection(Postgres.URL, user, password);
        }

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("no wrapper");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }

        @Override
        public void close() {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Final {

        @Bean
        DataSource dataSource() {
            return new FinalPool();
        }
    }

    @Test
    void aFinalClassIsCapturedBehindItsInterfaces() throws SQLException {
        try (Service service = Service.start(Final.class, folder)) {
            DataSource source = service.bean(DataSource.class);
            try (Connection connection = source.getConnection(Postgres.USER, "")) {
                connection.createStatement().executeQuery("select 4 from orders");
            }

            assertThat(source).isInstanceOf(AutoCloseable.class);
            assertThat(service.executions()).extracting(Executed::sql).contains("select $1 from orders");
        }
    }

    @Test
    void flywaysStatementsAreNotCapturedUnlessAskedFor() {
        String[] migrating = {
            "spring.flyway.enabled=true",
            "spring.datasource.url=" + Postgres.url("migrated"),
            "spring.flyway.locations=classpath:db/migration"
        };
        try (Service service = Service.start(Plain.class, folder, migrating)) {
            JdbcTemplate jdbc = service.bean(JdbcTemplate.class);
            jdbc.queryForList("select count(*) from migrated");
            assertThat(jdbc.queryForObject("select count(*) from flyway_schema_history", Long.class))
                    .isEqualTo(1);

            // Spring Boot has Flyway built around the captured pool first, and Flyway asks it for the server's version
            assertThat(service.executions())
                    .extracting(Executed::sql)
                    .filteredOn(sql -> !sql.equals("select version()"))
                    .containsExactlyInAnyOrder(
                            "select count(*) from migrated", "select count(*) from flyway_schema_history");
        }
        Path second = folder.resolve("second");
        String[] asked = Arrays.copyOf(migrating, 4);
        asked[3] = "sonde.migrations=true";
        try (Service service = Service.start(Plain.class, second, asked)) {
            assertThat(service.executions())
                    .anyMatch(execution -> execution.sql().contains("flyway_schema_history"));
        }
    }

    @Test
    void theEndOfTheServiceEndsItsPool() {
        HikariDataSource pool;
        try (Service service = Service.start(Plain.class, folder)) {
            pool = service.bean(HikariDataSource.class);
            service.bean(JdbcTemplate.class).queryForList("select 1 from orders");
        }

        assertThat(pool.isClosed()).isTrue();
        assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
    }
}
