package dev.sonde.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.analysis.Findings;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.reduction.CaptureId;
import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.reduction.SummaryFile;
import dev.sonde.capture.file.CaptureReader;
import dev.sonde.capture.file.ContainerReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job on two cores of this machine gives what one machine gives, byte for byte. */
class ReduceCapturesTest {

    @TempDir
    Path folder;

    private final List<String> messages = new ArrayList<>();

    @BeforeAll
    static void runsHere() {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("spark.driver.host", "localhost");
        System.setProperty("spark.driver.bindAddress", "127.0.0.1");
    }

    @AfterAll
    static void forgets() {
        System.getProperties().keySet().removeIf(key -> String.valueOf(key).startsWith("spark."));
    }

    /** One service has most of the executions, and more of them than a single machine keeps units of. */
    @Test
    void filesUnitsAndServicesAreAsOnOneMachine() throws IOException {
        List<Path> files = captures(6_000, 12_000);
        Path output = folder.resolve("out.sonde-summary");

        int status = run(folder, "-o", output, "--end-units", "--split-bytes", 60_000);

        assertThat(status).as(messages.toString()).isZero();
        assertThat(Files.size(files.get(0))).isGreaterThan(120_000); // several splits, and more than one block in each
        assertThat(Files.readAllBytes(output))
                .isEqualTo(bytes(single(files).endUnits().build()));
        Reduction read = read(output);
        assertThat(read.summary().unitCount()).isGreaterThan(3_000);
        assertThat(findings(read)).extracting(Finding::rule).contains("n-plus-one");
    }

    @Test
    void waitsAreAsOnOneMachineWhereThereAreMoreLeasesThanAreKept() throws IOException {
        List<Path> files = captures(6_000, 45_000);
        Path output = folder.resolve("out.sonde-summary");

        int status = run(folder, "-o", output, "--end-units", "--split-bytes", 60_000);

        assertThat(status).as(messages.toString()).isZero();
        assertThat(Files.readAllBytes(output))
                .isEqualTo(bytes(single(files).endUnits().build()));
        assertThat(read(output).summary().unitCount()).isGreaterThan(10_000); // a lease each
    }

    @Test
    void aDamagedFileCountsUpToItsDamage() throws IOException {
        List<Path> files = captures(1_500, 3_000);
        byte[] bytes = Files.readAllBytes(files.get(0));
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 200, (byte) -1); // of one bit deflate need not notice
        Files.write(files.get(0), bytes);
        byte[] torn = Files.readAllBytes(files.get(2));
        Files.write(files.get(2), Arrays.copyOf(torn, torn.length - 50));
        Files.writeString(folder.resolve("notes.sonde"), "hello");
        Files.createFile(folder.resolve("empty.sonde"));
        Path output = folder.resolve("out.sonde-summary");

        int status = run(folder, "-o", output, "--end-units", "--split-bytes", 5_000);

        assertThat(status).isEqualTo(1);
        assertThat(messages)
                .anyMatch(message -> message.contains("a-0.sonde: torn capture"))
                .anyMatch(message -> message.contains("a-2.sonde: torn capture"))
                .anyMatch(message -> message.contains("notes.sonde: not a Sonde capture"))
                .anyMatch(message -> message.contains("empty.sonde: empty file"))
                .anyMatch(message -> message.endsWith("1 files were of no use"));
        assertThat(Files.readAllBytes(output))
                .isEqualTo(bytes(single(files).endUnits().build()));
    }

    @Test
    void lateFilesAreAddedToTheSummaryOfTheOthers() throws IOException {
        List<Path> files = captures(1_500, 3_000);
        Path output = folder.resolve("out.sonde-summary");
        assertThat(run(files.get(0), files.get(3), "-o", output, "--split-bytes", 5_000))
                .isZero();

        int status = run(output, folder, "-o", output, "--end-units", "--split-bytes", 5_000);

        assertThat(status).as(messages.toString()).isZero();
        assertThat(Files.readAllBytes(output))
                .isEqualTo(bytes(single(files).endUnits().build()));
    }

    @Test
    void whatCannotBeUsedIsSaidInOneLine() throws IOException {
        assertThat(run(folder.resolve("missing"), "-o", folder.resolve("a"))).isEqualTo(2);
        assertThat(run(folder)).isEqualTo(2);
        assertThat(run(folder, "--what")).isEqualTo(2);
        assertThat(run(folder, "-o", folder.resolve("a"), "--split-bytes", "many"))
                .isEqualTo(2);

        assertThat(messages).hasSize(4);
        assertThat(messages.get(0)).endsWith("missing: no such file or folder");
    }

    private int run(Object... arguments) {
        return ReduceCaptures.run(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new), messages::add);
    }

    /** Three files of a busy session, one of a quiet one. */
    private List<Path> captures(int quiet, int busy) throws IOException {
        FleetCaptures one = new FleetCaptures(1, "busy");
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            files.add(one.write(folder.resolve("a-" + i + ".sonde"), busy));
        }
        files.add(new FleetCaptures(2, "quiet").write(folder.resolve("b.sonde"), quiet));
        return files;
    }

    private static Reduction.Builder single(List<Path> files) throws IOException {
        Reduction.Builder builder = Reduction.withoutCaches();
        for (Path file : files) {
            CaptureReader.Outcome outcome = CaptureReader.read(file, builder::add);
            try (ContainerReader reader = new ContainerReader(Files.newInputStream(file))) {
                builder.source(
                        CaptureId.of(Objects.requireNonNull(reader.readHeader())),
                        Files.size(file) - outcome.lostBytes());
            }
        }
        return builder;
    }

    private static byte[] bytes(Reduction reduction) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SummaryFile.write(bytes, reduction);
        return bytes.toByteArray();
    }

    private static Reduction read(Path file) throws IOException {
        return Reduction.withoutCaches()
                .addBlocks(SummaryFile.read(new ByteArrayInputStream(Files.readAllBytes(file)), "out")
                        .blocks())
                .build();
    }

    private static List<Finding> findings(Reduction reduction) {
        return Findings.of(reduction.summary(), FindingOptions.ofDefaults(), reduction.slow(), null);
    }
}
