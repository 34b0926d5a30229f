package dev.sonde.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sonde.cli.CommandProcess;
import dev.sonde.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts in the shells that they are for: what is offered after what was typed. */
class CompletionTest {

    // What the shell does when Tab is pressed, but for compopt, which works within a key binding only.
    private static final String BASH = """
            source sonde.bash
            function=$(complete -p sonde | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            offered() {
              COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMPREPLY=()
              COMP_POINT=${#COMP_LINE}
              "$function" 2>/dev/null
              echo "${COMPREPLY[@]}"
            }
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void scripts() throws IOException {
        for (String shell : List.of("bash", "zsh", "fish")) {
            CommandRun run = CommandRun.of("completion", shell);
            assertThat(run.status()).isZero();
            Files.writeString(folder.resolve("sonde." + shell), run.out());
        }
        Files.writeString(folder.resolve("march.sonde"), "");
    }

    private CommandProcess run(String shell, String program) throws IOException, InterruptedException {
        Path file = folder.resolve("program." + shell);
        Files.writeString(file, program);
        String options = shell.equals("bash") ? "--norc" : shell.equals("zsh") ? "-f" : "--no-config";
        CommandProcess run = CommandProcess.bash(folder, "HOME=$PWD " + shell + " " + options + " program." + shell);
        assertThat(run.err()).isEmpty();
        return run;
    }

    private static void assumeInstalled(String shell) {
        boolean installed =
                Stream.of(System.getenv("PATH").split(":")).anyMatch(bin -> Files.isExecutable(Path.of(bin, shell)));
        assumeTrue(installed, shell + " is not installed here; .ci/run installs it");
    }

    @Test
    void bashOffersCommandsOptionsValuesAndFiles() throws IOException, InterruptedException {
        CommandProcess run = run("bash", BASH + """
                        offered sonde re
                        offered sonde report --f
                        offered sonde report --format ''
                        offered sonde import --from p
                        offered sonde completion ''
                        offered sonde report mar
                        """);

        assertThat(run.out().lines())
                .containsExactly(
                        "report renumber review",
                        "--fail-on --format",
                        "text md json html",
                        "pg-log pg-stat-statements p6spy",
                        "bash zsh fish",
                        "march.sonde");
    }

    @Test
    void zshCompletesAtItsPrompt() throws IOException, InterruptedException {
        assumeInstalled("zsh");
        // A shell in a pseudo-terminal, in which Tab is pressed; it prints what it would run.
        CommandProcess run = run("zsh", """
                zmodload zsh/zpty
                zpty shell zsh -f -i
                zpty -w shell 'PS1=""; unsetopt zle_bracketed_paste; autoload -U compinit; compinit -u -D; source sonde.zsh'
                zpty -w shell 'sonde() { print -r -- "RAN[$*]" }; print LOA""DED'
                zpty -r shell seen '*LOADED*'
                zpty -w -n shell $'sonde rep\\t--fail-o\\tnev\\tmar\\t\\n'
                zpty -r shell seen '*RAN\\[*\\]*'
                print -r -- ${seen##*RAN}
                zpty -d shell
                """);

        assertThat(run.out()).contains("[report --fail-on never march.sonde]");
    }

    @Test
    void fishOffersTheSameWithWhatItIs() throws IOException, InterruptedException {
        assumeInstalled("fish");
        CommandProcess run = run("fish", """
                source sonde.fish
                complete -C 'sonde re'
                complete -C 'sonde report --fo'
                complete -C 'sonde report --fail-on '
                complete -C 'sonde advise --planner '
                complete -C 'sonde completion f'
                complete -C 'sonde report mar'
                complete -C 'sonde history pr'
                complete -C 'sonde history prune --dry'
                """);

        assertThat(run.out().lines())
                .anyMatch(line -> line.startsWith("prune\t"))
                .anyMatch(line -> line.startsWith("--dry-run\t"))
                .anyMatch(line -> line.matches("report\\t.*what is wrong with it.*"))
                .anyMatch(line -> line.matches("--format\\ttext, md, json or html.*"))
                .anyMatch(line -> line.startsWith("never\t"))
                .anyMatch(line -> line.startsWith("hypopg\t"))
                .anyMatch(line -> line.startsWith("fish\t"))
                .anyMatch(line -> line.equals("march.sonde"));
    }

    @Test
    void aShellThatThereIsNoScriptForIsWrongUse() {
        CommandRun run = CommandRun.of("completion", "tcsh");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("bash, zsh, fish").hasLineCount(1);
    }
}
