package dev.sonde.migrations.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.migrations.TestServer;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.finding.WorkloadExample;
import dev.sonde.migrations.finding.WorkloadExamples;
import dev.sonde.migrations.script.MigrationScript;
import dev.sonde.migrations.script.ScriptStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule about captured statements: the harm on a real server with rows, measured by executing them, and the proposed form
 * without it.
 */
class WorkloadProofTest {

    private static final double WORSE = 1.2;

    @Test
    void everyRuleAboutCapturedStatementsHasAnExample() {
        assertThat(WorkloadExamples.all().stream()
                        .map(example -> example.files().rule()))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(MigrationRule.values())
                        .filter(MigrationRule::ofWorkload)
                        .toList());
    }

    static List<WorkloadExample> examples() {
        return WorkloadExamples.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void harmsAndIsFoundAndTheProposedFormDoesNotAndIsNot(WorkloadExample example) throws Exception {
        MigrationRule rule = example.files().rule();

        assertThat(harmed(example, example.files().bad()))
                .as("harm of the bad form")
                .isTrue();
        assertThat(harmed(example, example.files().good()))
                .as("harm of the good form")
                .isFalse();
        assertThat(found(example, example.files().bad()))
                .containsExactly("V2__change.sql:1 " + rule.severity().word() + " " + rule.id());
        assertThat(found(example, example.files().good())).isEmpty();
    }

    private static boolean harmed(WorkloadExample example, Map<String, String> files) throws SQLException {
        TestServer server = filled(example);
        String sql = example.captured().get(0);
        try (Connection connection = server.open()) {
            double before = blocks(connection, sql);
            for (String text : files.values()) {
                for (ScriptStatement statement :
                        MigrationScript.of("", text, Optional.empty()).statements()) {
                    server.execute(statement.sql());
                }
            }
            double after = blocks(connection, sql);
            return switch (example.files().rule()) {
                case STATEMENT_BREAKS -> Double.isNaN(after);
                case INDEX_NEVER_CHOSEN -> !usesNewIndex(connection, sql);
                default -> after >= WORSE * before;
            };
        }
    }

    /** Pages that one execution reads, NaN if the server refuses it. */
    private static double blocks(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("deallocate all");
            statement.execute("prepare p as " + sql);
            JsonNode plan = explained(statement, sql);
            return plan.path("Shared Hit Blocks").asDouble()
                    + plan.path("Shared Read Blocks").asDouble();
        } catch (SQLException e) {
            return Double.NaN;
        }
    }

    private static boolean usesNewIndex(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("deallocate all");
            statement.execute("prepare p as " + sql);
            String plan = explained(statement, sql).toString();
            return plan.contains("idx_orders_note") || plan.contains("idx_orders_both");
        }
    }

    private static JsonNode explained(Statement statement, String sql) throws SQLException {
        String values = sql.contains("$1") ? "(42)" : "";
        try (ResultSet row = statement.executeQuery("explain (analyze, buffers, format json) execute p" + values)) {
            row.next();
            return new ObjectMapper().readTree(row.getString(1)).path(0).path("Plan");
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> found(WorkloadExample example, Map<String, String> files) throws SQLException {
        TestServer source = filled(example);

        ReviewResult result = Reviewed.review(
                Reviewed.files(example.files().base(), files),
                Optional.of(Reviewed.snapshot(source)),
                Reviewed.traffic(example.captured().toArray(String[]::new)));

        return Reviewed.ofWorkload(result);
    }

    private static TestServer filled(WorkloadExample example) throws SQLException {
        TestServer server = TestServer.freshDatabase();
        for (String sql : example.files().base().values()) {
            server.execute(sql);
        }
        server.execute("vacuum analyze");
        return server;
    }
}
