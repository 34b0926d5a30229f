package dev.sonde.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SondeTest {

    @TempDir
    Path folder;

    @Test
    void aMissingCommandIsWrongUse() {
        CommandRun run = CommandRun.of();

        assertThat(run).isEqualTo(new CommandRun(2, "", "sonde: a command is missing: see sonde --help\n"));
    }

    @Test
    void suggestsWhatAMisspeltOptionOrCommandMayMean() {
        assertThat(CommandRun.of("report", "--formt", "json", folder).err())
                .isEqualTo("sonde: Unknown option: --formt (did you mean --format?): see sonde report --help\n");
        assertThat(CommandRun.of("reprot").err())
                .contains("did you mean report?")
                .hasLineCount(1);
    }

    @Test
    void everyCommandExplainsItselfWithExamples() {
        for (String command : List.of(
                "report",
                "advise",
                "why",
                "snapshot",
                "import",
                "review",
                "doctor",
                "renumber",
                "verify",
                "demo",
                "compare",
                "budget",
                "merge",
                "history",
                "completion",
                "man")) {
            CommandRun run = CommandRun.of(command, "--help");

            assertThat(run.status()).isZero();
            assertThat(run.out()).contains("Examples:", "sonde " + command);
            assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
        }
    }

    @Test
    void wrongOptionsAreOneLineAndStatusTwo() {
        for (List<String> wrong : List.of(
                List.of("report", "x", "--format", "yaml"),
                List.of("report", "x", "--format", "json="),
                List.of("doctor", "x", "--format", "html"),
                List.of("report", "x", "--format", "json", "--format", "md"),
                List.of("report", "x", "--format", "json=a", "--format", "md=./a"),
                List.of("report", "x", "--fail-on", "sometimes"),
                List.of("report"),
                List.of("advise", "x"),
                List.of("advise", "x", "--snapshot", "a", "--url", "jdbc:postgresql:b"),
                List.of("advise", "x", "--snapshot", "a", "--budget", "much"),
                List.of("advise", "x", "--snapshot", "a", "--max-indexes", "0"),
                List.of("advise", "x", "--snapshot", "a", "--max-indexes", "few"),
                List.of("advise", "x", "--snapshot", "a", "--max-statements", "0"),
                List.of("advise", "x", "--snapshot", "a", "--user", "b"),
                List.of("why", "x", "--snapshot", "a"),
                List.of("why", "x", "--query", "1"),
                List.of("why", "x", "--snapshot", "a", "--query"),
                List.of("import", "--from", "pg-stat-statements", "jdbc:postgresql:b", "-o", "c"),
                List.of("snapshot", "--url", "jdbc:postgresql:b"),
                List.of("snapshot", "-o", "b"),
                List.of("snapshot", "-o", "b", "--url", "jdbc:mysql:b"),
                List.of("snapshot", "-o", "no/such/folder/b", "--url", "jdbc:postgresql:b"),
                List.of("compare", "x"),
                List.of("compare", "--with", "x"),
                List.of("compare", "x", "--with"),
                List.of("compare", "x", "--with", "y", "--min-factor", "0.5"),
                List.of("compare", "x", "--with", "y", "--min-millis", "NaN"),
                List.of("compare", "x", "--with", "y", "--fail-on", "error"),
                List.of("compare", "no/such", "--with", "no/such"),
                List.of("budget"),
                List.of("budget", "no/such"),
                List.of("budget", "x", "--headroom", "-1"),
                List.of("budget", "x", "--check", "b.toml", "--keep"),
                List.of("verify"),
                List.of("verify", "no/such/folder", "--url", "jdbc:postgresql:b"),
                List.of("verify", "--advice", "no-such.json", "--url", "jdbc:postgresql:b"))) {
            CommandRun run = CommandRun.of(wrong.toArray());

            assertThat(run.status()).as("%s", wrong).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("sonde: ").hasLineCount(1);
        }
    }

    @Test
    void aDatabaseIsNoFileToImport() {
        assertThat(CommandRun.of("import", "--from", "pg-stat-statements", "jdbc:postgresql://h/b", "-o", "c")
                        .err())
                .contains("a database is named by --url JDBC_URL");
    }

    /** Not after minutes of reading and planning. */
    @Test
    void aPlaceThatCannotBeWrittenToIsNamedBeforeAnythingIsRead() {
        for (List<String> wrong : List.of(
                List.of("report", "x", "--format", "json=no/such/r.json"),
                List.of("advise", "x", "--snapshot", "a", "--format", "html=no/such/r.html"),
                List.of("why", "x", "--snapshot", "a", "--query", "1", "--format", "md=no/such/r.md"),
                List.of("compare", "x", "--with", "y", "--format", "md=no/such/r.md"),
                List.of("review", "x", "--format", "sarif=no/such/r.sarif"),
                List.of("budget", "x", "-o", "no/such/b.toml"),
                List.of("merge", "x", "-o", "no/such/m.sonde-summary"))) {
            CommandRun run = CommandRun.of(wrong.toArray());

            assertThat(run.status()).as("%s", wrong).isEqualTo(2);
            assertThat(run.err()).contains("no/such/", ": not a file in an existing folder");
        }
    }

    @Test
    void aFolderWithoutPermissionIsAMatterOfTheEnvironment() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
        assumeThat(Files.isWritable(folder)).as("root may write everywhere").isFalse();

        CommandRun run = CommandRun.of("report", "x", "--format", "json=" + folder.resolve("r.json"));

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err())
                .contains("r.json: its folder may not be written to")
                .hasLineCount(1);
    }

    @Test
    void anUnknownFormatIsToldWhichThereAre() {
        assertThat(CommandRun.of("report", "x", "--format", "yaml").err())
                .contains("unknown format yaml: text, md, json or html");
        assertThat(CommandRun.of("doctor", "x", "--format", "html").err())
                .contains("unknown format html: text, md or json");
    }

    @Test
    void theVersionSaysWhatWasBuiltAndWhatItIsFor() {
        CommandRun run = CommandRun.of("--version");

        assertThat(run.status()).isZero();
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).matches("sonde \\d+\\.\\d+\\.\\d+.*"),
                        line -> assertThat(line)
                                .matches("commit {6}[0-9a-f]{12}( with changes)? of \\d{4}-\\d\\d-\\d\\dT[0-9:]{8}Z"),
                        line -> assertThat(line).startsWith("Java        " + Runtime.version()),
                        line -> assertThat(line).isEqualTo("PostgreSQL  14 to 18"));
    }

    @Test
    void theStackTraceIsThereForWhoAsksForIt() {
        assertThat(CommandRun.of("report", folder.resolve("missing")).err()).hasLineCount(1);
        assertThat(CommandRun.of("report", folder.resolve("missing"), "--debug").err())
                .contains("    at dev.sonde.cli");
    }

    @Test
    void runsAsAProcess() throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.sonde.cli.Sonde",
                        "report",
                        folder.resolve("größe").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readString(log)).startsWith("sonde: " + folder).hasLineCount(1);
    }
}
