package dev.sonde.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.reduction.SummaryFile;
import dev.sonde.analysis.reduction.SummaryFormatException;
import dev.sonde.analysis.work.RunRoute;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Unit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a summary file must hold: the summary of the whole is the merge of the summaries of any split, byte for byte. */
class ReductionTest {

    @TempDir
    Path folder;

    @Test
    void anySplitInAnyOrderMergesToTheBytesOfTheWhole() throws IOException {
        Random random = new Random(8);
        for (int round = 0; round < 40; round++) {
            List<CaptureRecord> records = Workloads.random(random).records;
            byte[] whole = file(reduction(records));
            Collections.shuffle(records, random);
            List<byte[]> parts = new ArrayList<>();
            for (int from = 0; from < records.size(); ) {
                int to = Math.min(records.size(), from + 1 + random.nextInt(records.size()));
                parts.add(file(reduction(records.subList(from, to))));
                from = to;
            }
            Collections.shuffle(parts, random);

            assertThat(file(merged(parts))).isEqualTo(whole);
            assertThat(file(mergedInPairs(parts))).isEqualTo(whole);
        }
    }

    /** Sums of units are added where the others are executions that may go on. */
    @Test
    void whatUnitsDidOverTimeAddsUpWhicheverOfThemAreOver() throws IOException {
        Random random = new Random(9);
        for (int round = 0; round < 40; round++) {
            List<CaptureRecord> records = Workloads.random(random).records;
            List<List<CaptureRecord>> parts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (CaptureRecord entry : records) {
                long unit = entry instanceof Execution execution ? execution.unit() : 0;
                if (unit == 0 && !(entry instanceof Execution)) {
                    parts.forEach(part -> part.add(entry)); // names
                } else {
                    parts.get((int) (unit % 3)).add(entry);
                }
            }
            List<byte[]> files = new ArrayList<>();
            for (List<CaptureRecord> part : parts) {
                Collections.shuffle(part, random);
                Reduction.Builder builder = Reduction.withoutCaches();
                part.forEach(builder::add);
                files.add(file(
                        files.isEmpty() ? builder.build() : builder.endUnits().build()));
            }
            Collections.shuffle(files, random);

            List<RunRoute> whole = reduction(records).summary().work();

            assertThat(mergedInPairs(files).summary().work()).isEqualTo(whole);
            assertThat(whole).extracting(RunRoute::recorded).doesNotContain(0L);
            assertThat(whole)
                    .flatExtracting(of -> List.copyOf(of.statements().values()))
                    .extracting(executions -> executions.windows().size())
                    .anyMatch(windows -> windows > 1);
        }
    }

    @Test
    void aCutUnitIsTheLoopThatItWas() throws IOException {
        List<CaptureRecord> records = Workloads.loops(200).records;
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0; from < records.size(); from += 7) {
            parts.add(file(reduction(records.subList(from, Math.min(records.size(), from + 7)))));
        }

        List<Finding> whole = findings(reduction(records));

        assertThat(whole).extracting(Finding::rule).contains("n-plus-one");
        assertThat(findings(merged(parts))).isEqualTo(whole);
    }

    @Test
    void unitsThatDoNotFitAreReducedAndTheirFaultsKept() throws IOException {
        List<CaptureRecord> records = Workloads.loops(4_000).records; // 44,000 executions
        int half = records.size() / 2;
        List<byte[]> parts = List.of(
                file(reduction(records.subList(0, half))), file(reduction(records.subList(half, records.size()))));

        Reduction read = merged(parts);

        assertThat(findings(read)).isEqualTo(findings(reduction(records)));
        assertThat(read.summary().unitCount()).isEqualTo(4_000);
        assertThat(read.summary().units())
                .isEqualTo(reduction(records).summary().units());
    }

    /** The profiler samples call sites: always those of the first executions, and few others. */
    @Test
    void aRouteThatBeginsLateIsOneLoopThoughItsListHadACallSiteInItsFirstUnitOnly() {
        Recording recording = Workloads.loops(3_000); // from here on each unit that begins puts one out
        Workloads.loops(recording, "GET /late", 3_200, 1);

        List<Finding> loops = findings(reduction(recording.records));

        assertThat(loops)
                .filteredOn(finding -> finding.rule().equals("n-plus-one"))
                .extracting(finding ->
                        finding.location() == null ? "" : finding.location().method())
                .containsOnly("A.a");
    }

    @Test
    void endedUnitsGiveTheSameFindingsInASmallFile() throws IOException {
        List<CaptureRecord> records = Workloads.loops(2_000).records;
        Reduction open = reduction(records);
        Reduction.Builder builder = Reduction.withoutCaches();
        records.forEach(builder::add);

        byte[] ended = file(builder.endUnits().build());

        assertThat(findings(merged(List.of(ended)))).isEqualTo(findings(open));
        assertThat(merged(List.of(ended)).summary().units())
                .isEqualTo(open.summary().units());
        assertThat(ended.length).isLessThan(file(open).length / 10);
    }

    @Test
    void aUnitThatTwoFilesNameBeganOnce() throws IOException {
        List<CaptureRecord> records = Workloads.loops(20).records;
        records.add(0, Recording.session(1_800_000_000_000_000L));
        records.remove(1);
        List<CaptureRecord> second = new ArrayList<>();
        records.stream().filter(Unit.class::isInstance).forEach(second::add);

        Reduction both = merged(List.of(file(reduction(records)), file(reduction(second))));

        assertThat(both.timeline()).isEqualTo(reduction(records).timeline());
        assertThat(both.timeline().steps().get(0).units()).isEqualTo(20);
    }

    @Test
    void aSummaryComesBackFromItsFile() throws IOException {
        Reduction reduction = reduction(Workloads.random(new Random(3)).records);
        Path file = folder.resolve("a" + SummaryFile.SUFFIX);

        SummaryFile.write(file, reduction);
        SummaryFile.write(file, reduction); // in the place of itself

        assertThat(Files.readAllBytes(file)).isEqualTo(file(reduction));
        assertThat(merged(List.of(Files.readAllBytes(file))).summary()).isEqualTo(reduction.summary());
        assertThat(Files.list(folder)).containsExactly(file);
    }

    @Test
    void everyDamageIsFound() throws IOException {
        byte[] whole = file(reduction(Workloads.random(new Random(4)).records));
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = random.nextBoolean() ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (damaged.length == whole.length) {
                damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            }

            assertThatThrownBy(() -> SummaryFile.read(new ByteArrayInputStream(damaged), "a"))
                    .isInstanceOf(SummaryFormatException.class)
                    .hasMessageStartingWith("a: ");
        }
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        byte[] other = file(reduction(List.of()));
        int at = new String(other, StandardCharsets.ISO_8859_1).indexOf("sonde.summary") + "sonde.summary".length() + 1;
        other[at] = '1';

        assertThatThrownBy(() -> SummaryFile.read(new ByteArrayInputStream(other), "a"))
                .hasMessage("a: summary format 1, but this version reads format 3 only: use a sonde command of the"
                        + " version that wrote it, or make the summary again from its captures");
    }

    private static List<Finding> findings(Reduction reduction) {
        return Findings.of(reduction.summary(), FindingOptions.ofDefaults(), reduction.slow(), null);
    }

    private static Reduction reduction(List<CaptureRecord> records) {
        Reduction.Builder builder = Reduction.withoutCaches();
        records.forEach(builder::add);
        return builder.build();
    }

    private static Reduction merged(List<byte[]> files) throws IOException {
        Reduction.Builder builder = Reduction.withoutCaches();
        for (byte[] file : files) {
            builder.addBlocks(
                    SummaryFile.read(new ByteArrayInputStream(file), "part").blocks());
        }
        return builder.build();
    }

    /** As a tree. */
    private static Reduction mergedInPairs(List<byte[]> files) throws IOException {
        if (files.size() <= 2) {
            return merged(files);
        }
        int half = files.size() / 2;
        return merged(List.of(
                file(mergedInPairs(files.subList(0, half))), file(mergedInPairs(files.subList(half, files.size())))));
    }

    private static byte[] file(Reduction reduction) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            SummaryFile.write(bytes, reduction);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
