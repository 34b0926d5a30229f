package dev.sonde.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sonde.cli.CommandProcess;
import dev.sonde.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPageTest {

    @TempDir
    Path folder;

    @Test
    void everyCommandHasAPageThatSaysWhatItsHelpSays() throws IOException {
        CommandRun run = CommandRun.of("man", "--all", folder.resolve("man1"));

        assertThat(run.status()).isZero();
        List<String> commands = CommandRun.of("--help")
                .out()
                .lines()
                .dropWhile(line -> !line.equals("Commands:"))
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.matches(" {2}\\S.*"))
                .map(line -> line.strip().split(" ")[0])
                .toList();
        assertThat(commands).contains("report", "man");
        for (String command : commands) {
            Path page = folder.resolve("man1/sonde-" + command + ".1");
            assertThat(page).content().contains(".SH SYNOPSIS", ".SH EXAMPLES", "\\fB\\-\\-help\\fR");
        }
    }

    @Test
    void thePagesAreSoundAndReadAsTheyShould() throws IOException, InterruptedException {
        assumeTrue(
                Stream.of("groff", "mandoc").allMatch(program -> Files.isExecutable(Path.of("/usr/bin", program))),
                "groff and mandoc are not installed here; .ci/run installs them");
        CommandRun.of("man", "--all", folder.resolve("man1"));

        CommandProcess lint = CommandProcess.bash(
                folder, "mandoc -T lint -W warning man1/*.1; for page in man1/*.1; do groff -ww -man -z $page; done");
        CommandProcess read = CommandProcess.bash(folder, "mandoc -T utf8 man1/sonde-import.1 | col -b");

        assertThat(lint.out() + lint.err()).isEmpty();
        assertThat(read.out())
                .contains(
                        "SYNOPSIS",
                        "--log-line-prefix '%t:%r:%u@%d:[%p]: '",
                        "sonde import --from sql queries/ -o queries.sonde");
    }

    @Test
    void aCommandBelowAnotherHasAPageOfItsOwnOnce() {
        CommandRun run = CommandRun.of("man", "history-init");
        String above = CommandRun.of("man", "history").out();

        assertThat(run.out()).contains(".TH SONDE-HISTORY-INIT 1", "Creates the schema");
        assertThat(above.split("sonde.-history.-init", -1)).hasSize(2);
        assertThat(CommandRun.of("man", "--all", folder.resolve("man1")).status())
                .isZero();
        assertThat(folder.resolve("man1/sonde-history-init.1")).isNotEmptyFile();
    }

    @Test
    void oneThatDoesNotExistIsToldWhichDo() {
        CommandRun run = CommandRun.of("man", "reports");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("reports: no such command: report, advise")
                .hasLineCount(1);
    }
}
