package dev.sonde.sample.agents;

import dev.sonde.sample.agents.job.Job;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;

/** The service. Flyway runs before the pool opens, through its own connection, so Spring's own start of it is off. */
@SpringBootApplication(exclude = FlywayAutoConfiguration.class)
public class AgentsApplication {

    public static void main(String[] args) {
        try {
            SpringApplication.run(AgentsApplication.class, args);
        } catch (RuntimeException failure) {
            System.exit(Job.report("agents", failure));
        }
    }
}
