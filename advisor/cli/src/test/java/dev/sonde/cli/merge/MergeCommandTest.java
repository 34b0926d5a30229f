package dev.sonde.cli.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.file.CaptureReader;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.report.ReportCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says of captures it says of their summary, and no file counts twice or is lost without a word. */
class MergeCommandTest {

    @TempDir
    Path folder;

    private Path captures;
    private Path whole;

    @BeforeEach
    void capturesAService() throws IOException {
        captures = Files.createDirectory(folder.resolve("captures"));
        whole = ReportCapture.write(captures.resolve("a.sonde"), 5);
        other(captures.resolve("b.sonde"), 2, "orders", "host-b", "jdbc:postgresql://db/orders");
    }

    @Test
    void theSummaryIsReportedAsTheCapturesAre() {
        Path summary = merge("all.sonde-summary", captures);

        for (String format : List.of("text", "json", "md")) {
            CommandRun run = CommandRun.of("report", summary, "--format", format);

            assertThat(run.status()).isZero();
            assertThat(run.out())
                    .isEqualTo(CommandRun.of("report", captures, "--format", format)
                            .out())
                    .contains("n-plus-one");
        }
    }

    @Test
    void aMergeInStepsGivesTheReportOfAll() throws IOException {
        List<Path> halves = halves();
        Path first = merge("first.sonde-summary", halves.get(0));
        Path second = merge("second.sonde-summary", halves.get(1), captures.resolve("b.sonde"));
        Path all = merge("all.sonde-summary", second, first);

        assertThat(reportWithoutCaches(all))
                .isEqualTo(reportWithoutCaches(halves.get(0), halves.get(1), captures.resolve("b.sonde")));
    }

    /** The caches of a session that was cut begin anew in its second part. */
    private static JsonNode reportWithoutCaches(Path... files) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of("report", "--format", "json"));
        arguments.addAll(List.of(files));
        ObjectNode report = (ObjectNode)
                new ObjectMapper().readTree(CommandRun.of(arguments.toArray()).out());
        assertThat(report.remove("caches")).isNotEmpty();
        Iterator<JsonNode> findings = report.get("findings").elements();
        while (findings.hasNext()) {
            if (findings.next().get("rule").asText().equals("cacheable-read")) {
                findings.remove();
            }
        }
        assertThat(report.get("findings")).isNotEmpty();
        return report;
    }

    @Test
    void theSameFilesGiveTheSameBytesAndMayBeMergedAgain() throws IOException {
        Path once = merge("once.sonde-summary", captures);
        byte[] bytes = Files.readAllBytes(once);

        CommandRun again = CommandRun.of("merge", once, captures, "-o", once);

        assertThat(again.status()).isZero();
        assertThat(again.err()).contains("a.sonde: counted already in a summary", "b.sonde: counted already");
        assertThat(Files.readAllBytes(once)).isEqualTo(bytes);
        assertThat(Files.readAllBytes(merge("twice.sonde-summary", captures))).isEqualTo(bytes);
    }

    @Test
    void aSummaryWithoutCachesSaysSo() throws IOException {
        Path summary = folder.resolve("all.sonde-summary");

        CommandRun run = CommandRun.of("merge", captures, "-o", summary, "--without-caches", "--end-units");

        assertThat(run.status()).isZero();
        assertThat(Files.size(summary)).isLessThan(Files.size(merge("full.sonde-summary", captures)));
        assertThat(CommandRun.of("report", summary).out())
                .contains("What caches would answer", "n-plus-one")
                .doesNotContain("cacheable-read");
    }

    @Test
    void lateFilesAreAdded() throws IOException {
        Path early = merge("early.sonde-summary", captures.resolve("b.sonde"));

        Path all = merge("all.sonde-summary", early, captures);

        assertThat(CommandRun.of("report", all).out())
                .isEqualTo(CommandRun.of("report", captures).out());
    }

    @Test
    void bytesThatAFileGotSinceAreNamed() throws IOException {
        byte[] complete = Files.readAllBytes(whole);
        Files.write(whole, Arrays.copyOf(complete, complete.length - 100));
        Path early = merge("early.sonde-summary", whole);
        Files.write(whole, complete);

        CommandRun run = CommandRun.of("report", early, whole);

        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("a.sonde: counted already in a summary, but for the ", " bytes written since");
    }

    @Test
    void summariesThatCountOneCaptureAreNotAddedUp() {
        Path one = merge("one.sonde-summary", captures);
        Path other = merge("other.sonde-summary", whole);

        CommandRun run = CommandRun.of("report", one, other);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("other.sonde-summary: counts 1 of 1 captures that another summary given here counts too")
                .hasLineCount(1);
    }

    @Test
    void uselessFilesAmongManyAreNamedAndCounted() throws IOException {
        Files.writeString(captures.resolve("notes.sonde"), "hello");
        Files.writeString(captures.resolve("\u001b[31m.sonde"), "Obj\u0001");
        byte[] summary = Files.readAllBytes(merge("all.sonde-summary", whole));
        Files.write(captures.resolve("half.sonde-summary"), Arrays.copyOf(summary, summary.length / 2));
        Files.createFile(captures.resolve("empty.sonde"));

        CommandRun run = CommandRun.of("merge", captures, "-o", folder.resolve("some.sonde-summary"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "notes.sonde: not a Sonde capture",
                        "half.sonde-summary: damaged or half-written summary",
                        "empty.sonde: empty file, passed over",
                        "2 captures and 0 summaries",
                        "3 files were of no use")
                .doesNotContain("\u001b");
        assertThat(CommandRun.of("report", folder.resolve("some.sonde-summary")).status())
                .isZero();
    }

    @Test
    void withoutAGoodFileNothingIsWritten() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.sonde"), "hello");
        Path out = folder.resolve("none.sonde-summary");

        CommandRun run = CommandRun.of("merge", notes, "-o", out);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("none of the files could be used");
        assertThat(out).doesNotExist();
    }

    @Test
    void aCaptureIsNotOverwritten() {
        CommandRun run = CommandRun.of("merge", captures, "-o", whole);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("a.sonde: this file is there, is no summary")
                .hasLineCount(1);
    }

    @Test
    void aDamagedSummaryIsRefusedByAReport() throws IOException {
        Path summary = merge("all.sonde-summary", captures);
        byte[] bytes = Files.readAllBytes(summary);
        bytes[bytes.length / 2] ^= 1;
        Files.write(summary, bytes);

        CommandRun run = CommandRun.of("report", summary);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("damaged or half-written summary").hasLineCount(1);
    }

    @Test
    void twoServicesOfOneNameAreTold() throws IOException {
        other(captures.resolve("c.sonde"), 3, "orders", "host-c", "jdbc:postgresql://elsewhere/orders");

        CommandRun run = CommandRun.of("merge", captures, "-o", folder.resolve("all.sonde-summary"));

        assertThat(run.err()).contains("Whether orders is one service", "jdbc:postgresql://elsewhere/orders");
        assertThat(CommandRun.of("report", folder.resolve("all.sonde-summary")).out())
                .contains("Whether orders is one service");
    }

    private Path merge(String name, Object... files) {
        Path out = folder.resolve(name);
        List<Object> arguments = new ArrayList<>(List.of("merge"));
        arguments.addAll(List.of(files));
        arguments.addAll(List.of("-o", out));
        CommandRun run = CommandRun.of(arguments.toArray());
        assertThat(run.status()).as(run.err()).isZero();
        return out;
    }

    private static void other(Path file, long session, String service, String host, String database)
            throws IOException {
        Session of = CaptureFixture.SESSION;
        CaptureFixture.write(
                file,
                new Session(
                        session,
                        service,
                        "2",
                        host,
                        of.startedMicros(),
                        database,
                        of.serverVersion(),
                        of.binds(),
                        of.hashKey(),
                        of.slowThresholdMicros(),
                        of.profilerVersion()));
    }

    /** The capture as its service would have rotated it in the midst of a unit. */
    private List<Path> halves() throws IOException {
        List<CaptureRecord> records = new ArrayList<>();
        CaptureReader.read(whole, records::add);
        int half = records.size() / 2;
        return List.of(
                CaptureFixture.write(
                        folder.resolve("x-1.sonde"), records.subList(0, half).toArray(CaptureRecord[]::new)),
                CaptureFixture.write(
                        folder.resolve("x-2.sonde"),
                        records.subList(half, records.size()).toArray(CaptureRecord[]::new)));
    }
}
