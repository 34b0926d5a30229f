package dev.sonde.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {

    private static final List<String> ORDER = List.of("stub", "heap");
    private static final Machine FIRST = new Machine("taken first");
    private static final Machine SECOND = new Machine("taken second");

    @TempDir
    Path folder;

    @Test
    void writesSectionsInTheReportsOrder() throws IOException {
        Path file = folder.resolve("docs").resolve("benchmarks.md");

        ReportFile.update(file, List.of(section("heap", 1), section("stub", 1)), ORDER, FIRST);

        String report = Files.readString(file);
        assertThat(report).startsWith("# Benchmarks\n").containsSubsequence("## title of stub", "## title of heap");
    }

    @Test
    void runOfOnePartReplacesItsSectionAndKeepsTheOther() throws IOException {
        Path file = folder.resolve("benchmarks.md");
        ReportFile.update(file, List.of(section("stub", 1), section("heap", 1)), ORDER, FIRST);

        ReportFile.update(file, List.of(section("heap", 3)), ORDER, SECOND);

        assertThat(Files.readString(file))
                .containsSubsequence("taken first", "| figure | ≤ 2.00 | 1.00 | met |")
                .containsSubsequence("taken second", "| figure | ≤ 2.00 | 3.00 | **missed** |")
                .containsOnlyOnce("## title of heap")
                .containsOnlyOnce("# Benchmarks\n");
    }

    @Test
    void sameSectionsGiveTheSameFile() throws IOException {
        Path file = folder.resolve("benchmarks.md");
        ReportFile.update(file, List.of(section("stub", 1)), ORDER, FIRST);
        String once = Files.readString(file);

        ReportFile.update(file, List.of(section("stub", 1)), ORDER, FIRST);

        assertThat(Files.readString(file)).isEqualTo(once);
    }

    private static Section section(String name, double figure) {
        return new Section(name, "title of " + name)
                .verdict(Target.atMost("figure", 2, "").judge(figure))
                .paragraph("text")
                .table(List.of("", "count"), List.of(List.of("row", "1")));
    }
}
