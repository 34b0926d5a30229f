package dev.sonde.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a pseudo-terminal, which {@code script} of util-linux makes, and in pipes. */
class TerminalTest {

    private static final String ESCAPE = "\u001b";
    private static final String SQL = "select a, b, c, d from a_table_of_a_long_name where an_attribute = $1 and"
            + " another_attribute = $2 and yet_another_attribute is not null order by a, b, c, d";

    @TempDir
    static Path folder;

    @BeforeAll
    static void capture() throws IOException {
        CaptureFixture.write(
                folder.resolve("a.sonde"),
                CaptureFixture.SESSION,
                CaptureFixture.statement(1, SQL),
                new Aggregate(1, 1, "GET /", 1_000, 2_000, 100, 100, 0, 9_000_000, 90_000, 0, List.of(), List.of()));
        Files.writeString(folder.resolve("a.sql"), "select 1;\n");
    }

    private static CommandProcess onTerminal(String line) throws IOException, InterruptedException {
        Path program = Files.createTempFile(folder, "line", ".sh");
        Files.writeString(program, line);
        // Not the shell's own width: a login shell may have set it.
        return CommandProcess.bash(folder, "script -qefc 'unset COLUMNS; bash " + program + "' /dev/null </dev/null");
    }

    @Test
    void aReportFitsTheTerminalAndIsTheSameInEveryFile() throws IOException, InterruptedException {
        CommandProcess narrow = onTerminal("stty cols 70; sonde report a.sonde --format text --format md=narrow.md");
        CommandProcess wide = onTerminal("stty cols 200; sonde report a.sonde");
        onTerminal("stty cols 70; sonde report a.sonde --format text=from-terminal.txt");
        CommandProcess piped = CommandProcess.bash(folder, "sonde report a.sonde | cat");

        assertThat(narrow.out().lines()).isNotEmpty().allMatch(line -> line.length() <= 70);
        assertThat(wide.out()).contains(SQL);
        assertThat(piped.out()).isEqualTo(Files.readString(folder.resolve("from-terminal.txt")));
        assertThat(piped.out().lines()).anyMatch(line -> line.length() > 70).allMatch(line -> line.length() <= 120);
    }

    @Test
    void messagesAreColouredOnATerminalOnly() throws IOException, InterruptedException {
        assertThat(onTerminal("sonde report nothing-here").out())
                .startsWith(ESCAPE + "[1;31msonde:" + ESCAPE + "[0m nothing");
        assertThat(onTerminal("NO_COLOR=1 sonde report nothing-here").out()).startsWith("sonde: nothing");
        assertThat(onTerminal("TERM=dumb sonde report nothing-here").out()).startsWith("sonde: nothing");
        assertThat(CommandProcess.bash(folder, "sonde report nothing-here").err())
                .startsWith("sonde: nothing");
        assertThat(onTerminal("sonde --help").out()).contains(ESCAPE);
        assertThat(CommandProcess.bash(folder, "sonde --help").out()).doesNotContain(ESCAPE);
    }

    @Test
    void progressIsShownOfWhatTakesLongAndLeavesNothingBehind() throws IOException, InterruptedException {
        String slow =
                "mkfifo slow; (echo '1|2'; sleep 3; echo '3|4') >slow & sonde import --from p6spy slow -o s.sonde";

        CommandProcess shown = onTerminal(slow);
        CommandProcess hidden = CommandProcess.bash(folder, "rm -f slow; " + slow);

        assertThat(shown.out()).contains("\r" + ESCAPE + "[Ksonde: importing  4 B  ");
        String last = shown.out().substring(shown.out().lastIndexOf(ESCAPE + "[K") + 3);
        assertThat(last).contains("sonde:").doesNotContain("importing");
        assertThat(hidden.err()).startsWith("sonde: ").doesNotContain("importing");
    }

    @Test
    void aDashIsStandardInputAndStandardOutput() throws IOException, InterruptedException {
        CommandProcess piped = CommandProcess.bash(
                folder, "set -o pipefail; cat a.sql | sonde import --from sql - -o - | sonde report - --format json=-");

        assertThat(piped.status()).as(piped.err()).isZero();
        assertThat(piped.out()).startsWith("{").contains("\"schemaVersion\" : 1", "select $1");
        assertThat(piped.err()).contains("wrote standard output: 1 executions");
        CommandProcess twice = CommandProcess.bash(folder, "sonde advise - --snapshot - <a.sonde");
        assertThat(twice.status()).isEqualTo(2);
        assertThat(twice.err()).contains("standard input can be read only once").hasLineCount(1);
    }

    @Test
    void aReaderThatHasGoneIsNoFailureAndAFullDiskIs() throws IOException, InterruptedException {
        CommandProcess head =
                CommandProcess.bash(folder, "sonde report a.sonde | true; echo \"status ${PIPESTATUS[0]}\"");
        CommandProcess gone =
                CommandProcess.bash(folder, "(sonde import --from sql a.sql -o -; echo \"status $?\" >&2) | true");
        CommandProcess full = CommandProcess.bash(folder, "sonde report a.sonde >/dev/full");

        assertThat(head).isEqualTo(new CommandProcess(0, "status 0\n", ""));
        assertThat(gone.err()).contains("status 0").doesNotContain("Broken pipe");
        assertThat(full.status()).isEqualTo(3);
        assertThat(full.err()).isEqualTo("sonde: standard output cannot be written: No space left on device\n");
    }

    @Test
    void theDeviceOfStandardOutputIsWrittenToAndNeverReplaced() throws IOException, InterruptedException {
        Path target = folder.resolve("kept.txt");
        Files.writeString(target, "before\n", StandardCharsets.UTF_8);

        CommandProcess run = CommandProcess.bash(
                folder, "sonde report a.sonde --format md=/proc/self/fd/1 >>kept.txt; ls -l /dev/stdout");

        assertThat(run.out()).contains("/dev/stdout -> ");
        assertThat(target).content().startsWith("before\n").contains("Sonde");
    }
}
