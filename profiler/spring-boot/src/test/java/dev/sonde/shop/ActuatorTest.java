package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.shop.Service.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActuatorTest {

    @TempDir
    private static Path folder;

    private Service service;

    @BeforeAll
    void start() {
        service = Service.serve(Shop.class, folder, "sonde.findings.cache=0s", "sonde.meters.statements=3");
        for (int i = 0; i < 3; i++) {
            service.get("/orders/lines");
            service.get("/slow");
            service.get("/wrong");
        }
    }

    @AfterAll
    void end() {
        service.close();
    }

    private static JsonNode json(Answer answer) throws IOException {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void theStatusSaysWhatIsCapturedAndNoSecret() throws IOException {
        Answer answer = service.get("/actuator/sonde");
        JsonNode session = json(answer).path("sessions").path(0);

        assertThat(session.path("service").asText()).isEqualTo("shop");
        assertThat(session.path("database").asText())
                .startsWith("jdbc:postgresql:")
                .doesNotContain("?", "user");
        assertThat(session.path("errors").asLong()).isGreaterThanOrEqualTo(3);
        assertThat(session.path("slow").asLong()).isGreaterThanOrEqualTo(3);
        assertThat(session.path("pools").path(0).path("pool").asText()).isEqualTo("dataSource");
        assertThat(session.path("statements").size()).isPositive();
        assertThat(answer.body()).doesNotContain("hashKey", "article 1");
    }

    @Test
    void theFindingsNameTheLoopAndTheSlowStatement() throws IOException {
        JsonNode answer = json(service.get("/actuator/sonde/findings"));

        assertThat(answer.path("notes")).isEmpty();
        assertThat(answer.path("findings"))
                .anySatisfy(finding -> {
                    assertThat(finding.path("rule").asText()).isEqualTo("n-plus-one");
                    assertThat(finding.path("route").asText()).isEqualTo("GET /orders/lines");
                    assertThat(finding.path("loopFrame").asText()).startsWith("dev.sonde.shop.Shop$Routes.");
                })
                .anySatisfy(finding -> {
                    assertThat(finding.path("rule").asText()).isEqualTo("slow-query");
                    assertThat(finding.path("route").asText()).isEqualTo("GET /slow");
                });
    }

    @Test
    void anotherPartIsNotFound() {
        assertThat(service.get("/actuator/sonde/nothing").status()).isEqualTo(404);
    }

    @Test
    void aWriteChangesWhatIsNamedAndNothingElse() throws IOException {
        JsonNode changed = json(service.send("POST", "/actuator/sonde", "{\"slowThreshold\":\"20ms\"}"))
                .path("sessions")
                .path(0);
        JsonNode back = json(service.send(
                        "POST", "/actuator/sonde", "{\"slowThreshold\":\"50ms\",\"overheadBudget\":\"3%\"}"))
                .path("sessions")
                .path(0);

        assertThat(changed.path("slowThreshold").asText()).isEqualTo("PT0.02S");
        assertThat(changed.path("state").asText()).isNotEqualTo("paused");
        assertThat(back.path("overheadBudget").asDouble()).isEqualTo(0.03);
    }

    @Test
    void aPausedCaptureCountsNothing() throws IOException {
        JsonNode paused = json(service.send("POST", "/actuator/sonde", "{\"paused\":true}"))
                .path("sessions")
                .path(0);
        long errors = paused.path("errors").asLong();
        service.get("/wrong");
        JsonNode resumed = json(service.send("POST", "/actuator/sonde", "{\"paused\":false}"))
                .path("sessions")
                .path(0);

        assertThat(paused.path("state").asText()).isEqualTo("paused");
        assertThat(resumed.path("state").asText()).isNotEqualTo("paused");
        assertThat(resumed.path("errors").asLong()).isEqualTo(errors);
    }

    @Test
    void aValueThatMakesNoSenseChangesNothing() throws IOException {
        Answer refused =
                service.send("POST", "/actuator/sonde", "{\"overheadBudget\":\"7%\",\"slowThreshold\":\"soon\"}");
        JsonNode session = json(service.get("/actuator/sonde")).path("sessions").path(0);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(session.path("overheadBudget").asDouble()).isNotEqualTo(0.07);
    }

    @Test
    void theEndpointIsNotExposedOverTheWebByDefault(@TempDir Path other) {
        try (Service closed = Service.serve(Shop.class, other, "management.endpoints.web.exposure.include=health")) {
            assertThat(closed.get("/actuator/sonde").status()).isEqualTo(404);
        }
    }

    @Test
    void anAnalysisIsBoundedAndSaysSo(@TempDir Path other) throws IOException {
        try (Service bounded = Service.serve(Shop.class, other, "sonde.findings.max-executions=5")) {
            bounded.get("/orders/lines");
            JsonNode answer = json(bounded.get("/actuator/sonde/findings"));
            JsonNode again = json(bounded.get("/actuator/sonde/findings"));

            assertThat(answer.path("executions").asInt()).isEqualTo(5);
            assertThat(answer.path("notes").path(0).asText()).startsWith("cut: the details of");
            assertThat(again.path("analysedAt")).isEqualTo(answer.path("analysedAt"));
        }
    }

    /** Counts are asked for at most once a second, and what is new shows at the next reading. */
    private String scrapeUntil(String expected) throws InterruptedException {
        String text = "";
        for (int i = 0; i < 60 && !Pattern.compile(expected).matcher(text).find(); i++) {
            Thread.sleep(500);
            text = service.get("/actuator/prometheus").body();
        }
        return text;
    }

    @Test
    void prometheusGetsTheMeters() throws InterruptedException {
        String text = scrapeUntil("sonde_n_plus_one_total [1-9]");

        assertThat(text)
                .contains("sonde_statements_seconds_count{")
                .contains("sonde_statements_seconds_sum{")
                .containsPattern("sonde_n_plus_one_total [1-9]")
                .containsPattern("sonde_statements_slow_total [1-9]")
                .containsPattern("sonde_statement_errors_total [1-9]")
                .containsPattern("sonde_pool_wait_seconds_count\\{pool=\"dataSource\"} [1-9]")
                .containsPattern("sonde_pool_usage_seconds_sum\\{pool=\"dataSource\"} [0-9]")
                .containsPattern("sonde_pool_busy_seconds_sum\\{pool=\"dataSource\"} [0-9]")
                .containsPattern("sonde_pool_timeouts_total\\{pool=\"dataSource\"} 0")
                .contains("sonde_pool_connections{pool=\"dataSource\",state=\"active\"}")
                .containsPattern("sonde_drops_total\\{reason=\"ring-full\"} 0")
                .contains("sonde_overhead_ratio ")
                .contains("sonde_caller_seconds_total ")
                .contains("sonde_writer_cpu_seconds_total ")
                .contains("sonde_written_bytes_total ")
                .contains("sonde_state{state=\"paused\"}");
    }

    @Test
    void noMoreStatementsThanAllowedHaveSeriesOfTheirOwn() throws InterruptedException {
        for (int i = 0; i < 6; i++) {
            service.bean(JdbcTemplate.class)
                    .queryForList("select " + "1, ".repeat(i) + "id as column" + i + " from orders");
        }
        String text = scrapeUntil("statement=\"other\"} [1-9]");

        assertThat(text.lines().filter(line -> line.startsWith("sonde_statements_seconds_count")))
                .hasSize(4)
                .anyMatch(line -> line.contains("statement=\"other\""));
    }
}
