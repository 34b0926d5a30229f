package dev.sonde.migrations.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/rules}: a page for each rule, made from what the proof tests run. Made anew with
 * {@code -Dsonde.write.rules=true}.
 */
class RulePagesTest {

    private static final Path FOLDER = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
            .filter(folder -> Files.isDirectory(folder.resolve("profiler")))
            .findFirst()
            .orElseThrow()
            .resolve("docs/rules");

    @Test
    void pagesAreWhatTheProofsRun() throws IOException {
        List<String> index = new ArrayList<>();
        for (MigrationRule rule : MigrationRule.values()) {
            check(rule.id() + ".md", page(rule));
            index.add("| [" + rule.id() + "](" + rule.id() + ".md) | "
                    + rule.severity().word() + " | " + rule.title() + " |\n");
        }
        check(
                "README.md",
                "# Rules of sonde review\n\n| rule | severity | |\n|---|---|---|\n" + String.join("", index)
                        + "\nSeverities are those where the table's size is not known; with `--snapshot` a table under"
                        + " 1 MB makes a finding about locks an information, one under 64 MB a warning."
                        + " How bad a finding about captured statements is depends on their share of the workload's"
                        + " cost: [migrations](../migrations.md).\n");
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files).hasSize(MigrationRule.values().length + 1);
        }
    }

    private static void check(String name, String text) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("sonde.write.rules")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
        }
        assertThat(file).as("made anew by -Dsonde.write.rules=true").content().isEqualTo(text);
    }

    private static String page(MigrationRule rule) {
        StringBuilder page = new StringBuilder();
        page.append("# ").append(rule.id()).append("\n\n").append(rule.title()).append(".\n\n");
        page.append("**Severity:** ").append(rule.severity().word()).append(". **Versions:** ");
        page.append(rule.versions())
                .append(".\n\n## Problem\n\n")
                .append(rule.problem())
                .append("\n\n");
        workload(rule).ifPresent(example -> {
            page.append("## Captured\n\n```sql\n");
            example.captured().forEach(sql -> page.append(sql).append('\n'));
            page.append("```\n\n");
        });
        example(rule).ifPresent(example -> {
            page.append("## Bad\n\n");
            settings(page, example.settings());
            files(page, example.bad());
            page.append("## Good\n\n");
            settings(page, example.goodSettings());
            files(page, example.good());
            page.append("Both are run by a test on a real server: the bad form shows the harm, the good one does not");
            page.append(" (`").append(proof(rule)).append("`).\n\n");
        });
        page.append("## Fix\n\n").append(rule.remedy()).append("\n\n## Suppress\n\n");
        page.append("```sql\n-- sonde:ignore ").append(rule.id()).append(" the reason\n```\n\n");
        page.append("above the statement, or above the first one for a finding about the whole file.\n");
        return page.toString();
    }

    private static Optional<RuleExample> example(MigrationRule rule) {
        return Stream.of(
                        FlywayExamples.all().stream(),
                        OutageExamples.all().stream(),
                        WorkloadExamples.all().stream().map(WorkloadExample::files))
                .flatMap(examples -> examples)
                .filter(example -> example.rule() == rule)
                .findFirst();
    }

    private static Optional<WorkloadExample> workload(MigrationRule rule) {
        return WorkloadExamples.all().stream()
                .filter(example -> example.files().rule() == rule)
                .findFirst();
    }

    private static String proof(MigrationRule rule) {
        if (rule.ofWorkload()) {
            return "WorkloadProofTest";
        }
        return rule.ofFlyway() ? "FlywayProofTest" : "OutageProofTest";
    }

    private static void settings(StringBuilder page, Map<String, String> settings) {
        if (!settings.isEmpty()) {
            page.append("Flyway's settings: ");
            page.append(String.join(
                    ", ",
                    settings.entrySet().stream()
                            .map(setting -> "`" + setting.getKey() + "=" + setting.getValue() + "`")
                            .toList()));
            page.append("\n\n");
        }
    }

    private static void files(StringBuilder page, Map<String, String> files) {
        files.forEach((name, text) -> page.append('`')
                .append(name)
                .append("`\n```")
                .append(name.endsWith(".conf") ? "properties" : "sql")
                .append('\n')
                .append(text)
                .append("```\n\n"));
    }
}
