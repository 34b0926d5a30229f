package dev.sonde.cli.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.file.CaptureWriter;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures that are missing, foreign, torn or empty: one clear line each, the right status, nothing lost. */
class BadCaptureTest {
    private static final int STATEMENTS = 45_000;

    @TempDir
    Path folder;

    @Test
    void aMissingFileIsNamed() {
        CommandRun run = CommandRun.of("report", folder.resolve("missing.sonde"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("missing.sonde: no such file or folder").hasLineCount(1);
    }

    @Test
    void aFolderWithoutCapturesIsNamed() {
        CommandRun run = CommandRun.of("report", folder);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(folder + ": no capture files (*.sonde)").hasLineCount(1);
    }

    @Test
    void aForeignFileIsNamedAndItsContentNotShown() throws IOException {
        Path foreign = Files.writeString(folder.resolve("notes.sonde"), "\u001b[31mhello");

        CommandRun run = CommandRun.of("report", foreign);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("notes.sonde: not a Sonde capture")
                .hasLineCount(1)
                .doesNotContain("\u001b");
    }

    @Test
    void aTornCaptureIsUsedUpToItsLastWholeBlock() throws IOException {
        CaptureRecord[] records = new CaptureRecord[5_000];
        records[0] = CaptureFixture.SESSION;
        for (int i = 1; i < records.length; i++) {
            records[i] = CaptureFixture.statement(i * 0x9E3779B97F4A7C15L, "select " + i * 7919L + " from t" + i);
        }
        Path whole = CaptureFixture.write(folder.resolve("a.sonde"), records);
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(whole, Arrays.copyOf(bytes, bytes.length - 100));

        CommandRun run = CommandRun.of("report", folder);

        assertThat(run.status()).isZero();
        assertThat(run.err())
                .contains("warning: ", "a.sonde: torn capture: the last ")
                .hasLineCount(1);
    }

    @Test
    void anEmptyFileIsPassedOver() throws IOException {
        Files.createFile(folder.resolve("a.sonde"));
        CaptureFixture.write(folder.resolve("b.sonde"), CaptureFixture.SESSION);

        CommandRun run = CommandRun.of("report", folder);

        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("a.sonde: empty file, passed over").hasLineCount(1);
    }

    @Test
    void aReportOfACaptureWithoutExecutionsSaysSo() throws IOException {
        CaptureFixture.write(folder.resolve("b.sonde"), CaptureFixture.SESSION);

        CommandRun run = CommandRun.of("report", folder);

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("no executions in 1 file", "agents 1.4.2 on host-a");
    }

    @Test
    void aFileNamedTwiceCountsOnce() throws IOException {
        Path file = CaptureFixture.write(folder.resolve("b.sonde"), CaptureFixture.SESSION);

        assertThat(CommandRun.of("report", folder, file, file).out()).contains("in 1 file");
    }

    @Test
    void aFutureFormatVersionIsNamedAndWhatToDoAboutIt() throws IOException {
        Path future = CaptureFixture.write(folder.resolve("b.sonde"), CaptureFixture.SESSION);
        byte[] bytes = Files.readAllBytes(future);
        int version =
                new String(bytes, StandardCharsets.ISO_8859_1).indexOf("sonde.format") + "sonde.format".length() + 1;
        bytes[version] = '3';
        Files.write(future, bytes);

        CommandRun run = CommandRun.of("report", future);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains(
                        "b.sonde: capture format 3, but this version reads formats 1 and 2 only: use the sonde command of"
                                + " the profiler's version")
                .hasLineCount(1);
    }

    @Test
    void aFileThatEndsWithinItsHeaderIsNamed() throws IOException {
        Path cut = CaptureFixture.write(folder.resolve("b.sonde"), CaptureFixture.SESSION);
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 200));

        CommandRun run = CommandRun.of("report", cut);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("b.sonde: not a Sonde capture: it ends within the header")
                .hasLineCount(1);
    }

    @Test
    void aFileThatMayNotBeReadIsNamed() throws IOException {
        Path hidden = CaptureFixture.write(folder.resolve("b.sonde"), CaptureFixture.SESSION);
        Files.setPosixFilePermissions(hidden, Set.of());
        assumeThat(Files.isReadable(hidden)).as("root may read everything").isFalse();

        CommandRun run = CommandRun.of("report", hidden);

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err())
                .contains("b.sonde: cannot be read: permission denied")
                .hasLineCount(1);
    }

    @Test
    void aClockThatGoesBackwardsChangesNoCount() throws IOException {
        List<CaptureRecord> records = new ArrayList<>(List.of(
                CaptureFixture.SESSION,
                CaptureFixture.statement(7, "select a from t where id = $1"),
                new Unit(1, 1, "GET /a", "", "explicit", 5_000_000)));
        for (int i = 0; i < 20; i++) {
            records.add(execution(1, i + 1, 7, 5_000_000 - i * 250_000L));
        }
        records.add(aggregate(1, 7, 5_000_000, 250_000, 20));
        CaptureFixture.write(folder.resolve("b.sonde"), records.toArray(CaptureRecord[]::new));

        CommandRun run = CommandRun.of("report", folder);

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("20 executions of 1 statement in 1 unit of work")
                .doesNotContain("-4.75", "NaN");
    }

    @Test
    void servicesAndVersionsAreToldApart() throws IOException {
        for (int session = 1; session <= 3; session++) {
            CaptureFixture.write(
                    folder.resolve(session + ".sonde"),
                    new Session(
                            session,
                            session == 3 ? "billing" : "agents",
                            session == 2 ? "2.0" : "1.0",
                            "host",
                            CaptureFixture.SESSION.startedMicros(),
                            "jdbc:postgresql://db/agents",
                            "18.6",
                            "hashed",
                            "00112233445566778899aabbccddeeff",
                            50_000,
                            "0.1.0"),
                    CaptureFixture.statement(7, "select a from t where id = $1"),
                    aggregate(session, 7, 0, 1_000_000, 10L * session));
        }

        CommandRun run = CommandRun.of("report", folder, "--format", "json");

        assertThat(run.status()).isZero();
        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.path("session").path("executions").asLong()).isEqualTo(60);
        assertThat(report.path("statements"))
                .extracting(statement -> statement.path("service").asText()
                        + " " + statement.path("version").asText() + " "
                        + statement.path("calls").asLong())
                .containsExactlyInAnyOrder("agents 1.0 10", "agents 2.0 20", "billing 1.0 30");
    }

    @Test
    void statementsWithoutEndAreSummedAndSaidToBe() throws IOException {
        Path flood = flood("flood.sonde", 1);
        Path later = flood("later.sonde", 2);
        int executions = STATEMENTS + 4_999;

        CommandRun run = CommandRun.of("report", flood, "--format", "json");

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.path("session").path("executions").asLong()).isEqualTo(executions);
        assertThat(report.path("statements").size()).isEqualTo(10_001);
        assertThat(report.path("statements").get(1).path("calls").asLong()).isEqualTo(5_000);
        assertThat(report.path("statements").findValuesAsText("sql"))
                .contains("other statements", "select a from t_44444 where id = $1");
        assertThat(report.path("statements").get(1).path("callSites").get(0).asText())
                .isEqualTo("A.a44444(A.java:1)");
        assertThat(report.path("notChecked").toString())
                .contains("more than 20,000 different ones")
                .doesNotContain("whose text the capture cut", "no call site");

        assertThat(CommandRun.of("report", flood).out()).contains(" of 10,000 statements and others in ");

        CommandRun compared = CommandRun.of("compare", flood, "--with", later, "--format", "json");
        assertThat(compared.status()).isZero();
        JsonNode comparison = new ObjectMapper().readTree(compared.out());
        assertThat(comparison.path("head").path("executions").asLong()).isEqualTo(executions);
        assertThat(comparison.path("counts").path("gone").asLong()).isZero();
        assertThat(comparison.path("notChecked").toString()).contains("a side has more than 20,000 different ones");

        CommandRun merged = CommandRun.of("merge", flood, later, "-o", folder.resolve("both.sonde-summary"));
        assertThat(merged.status()).isZero();
        assertThat(merged.err()).contains(String.format("%,d executions of 2 sessions", 2 * executions));
        assertThat(CommandRun.of("budget", flood).out()).contains("[route.\"GET /a\"]");
    }

    /** The one that takes most time comes late, and takes as little as the others at first. */
    private Path flood(String name, long session) throws IOException {
        Path file = folder.resolve(name);
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            writer.write(new Session(
                    session,
                    "agents",
                    "1." + session,
                    "host",
                    CaptureFixture.SESSION.startedMicros(),
                    "jdbc:postgresql://db/agents",
                    "18.6",
                    "hashed",
                    "00112233445566778899aabbccddeeff",
                    50_000,
                    "0.1.0"));
            for (int i = 1; i <= STATEMENTS; i++) {
                long id = statement(i);
                writer.write(CaptureFixture.statement(id, "select a from t_" + i + " where id = $1"));
                writer.write(new CallSite(session, id + 1, List.of("A.a" + i + "(A.java:1)"), List.of()));
                if (i % 4 == 1) {
                    writer.write(new Unit(session, unit(i), "GET /a", "", "explicit", i));
                }
                writer.write(execution(session, i, id, unit(i), i, id + 1));
                writer.write(aggregate(session, id, 0, 1_000_000, 1));
            }
            writer.write(aggregate(session, statement(44_444), 0, 1_000_000, 4_999));
        }
        return file;
    }

    private static long statement(int number) {
        return number * 0x9E3779B97F4A7C15L;
    }

    private static long unit(long sequence) {
        return 1 + (sequence - 1) / 4;
    }

    private static Execution execution(long session, long sequence, long statement, long startMicros) {
        return execution(session, sequence, statement, 1, startMicros, 0);
    }

    private static Execution execution(
            long session, long sequence, long statement, long unit, long startMicros, long callSite) {
        return new Execution(
                session,
                sequence,
                statement,
                unit,
                startMicros,
                1_000_000,
                0,
                1,
                1,
                1,
                1,
                List.of(5),
                1,
                -1,
                0,
                "",
                callSite,
                null);
    }

    private static Aggregate aggregate(long session, long statement, long fromMicros, long toMicros, long count) {
        return new Aggregate(
                session,
                statement,
                "GET /a",
                fromMicros,
                toMicros,
                count,
                0,
                count,
                count * 1_000_000,
                1_000_000,
                count,
                List.of(700),
                List.of(count));
    }
}
