package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sonde.junit.ExpectQueries;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** As docs/junit.md shows it; only where Docker runs. */
class TestcontainersTest {

    private final PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:18-alpine");

    @BeforeEach
    void start() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "skipped: Docker does not run here, so Testcontainers cannot start PostgreSQL");
        postgres.start();
    }

    @AfterEach
    void stop() {
        postgres.stop();
    }

    @Test
    @ExpectQueries(exact = 1)
    void aContainerIsCapturedByItsUrl() {
        String url = postgres.getJdbcUrl().replace("jdbc:", "jdbc:sonde:") + "&sonde.folder=none";
        JdbcTemplate jdbc =
                new JdbcTemplate(new DriverManagerDataSource(url, postgres.getUsername(), postgres.getPassword()));

        List<Integer> numbers = jdbc.queryForList("select n from generate_series(1, 3) n", Integer.class);

        assertThat(numbers).containsExactly(1, 2, 3);
    }
}
