package dev.sonde.cli.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures that are missing, foreign, torn or empty: one clear line each, the right status, nothing lost. */
class BadCaptureTest {

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
}
