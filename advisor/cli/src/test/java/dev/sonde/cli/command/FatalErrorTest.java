package dev.sonde.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no fault of the command line or the input ends a command in one line as well. */
class FatalErrorTest {

    @TempDir
    Path folder;

    @Test
    void memoryThatRunsOutIsOneLineThatSaysWhatToDo() throws IOException, InterruptedException {
        CaptureRecord[] records = new CaptureRecord[12_001];
        records[0] = CaptureFixture.SESSION;
        for (int i = 1; i < records.length; i++) {
            records[i] = CaptureFixture.statement(
                    i * 0x9E3779B97F4A7C15L, "select '" + Integer.toString(i).repeat(1_000) + "' from t");
        }
        CaptureFixture.write(folder.resolve("a.sonde"), records);

        CommandProcess report = CommandProcess.bash(folder, "SONDE_OPTS=-Xmx24m sonde report a.sonde");
        CommandProcess debugged = CommandProcess.bash(folder, "SONDE_OPTS=-Xmx24m sonde --debug merge a.sonde -o b.x");

        assertThat(report.status()).isEqualTo(3);
        assertThat(report.out()).isEmpty();
        assertThat(report.err())
                .hasLineCount(1)
                .startsWith("sonde: out of memory: a Java heap of 2")
                .contains(" MB is not enough for this: give it more with SONDE_OPTS=-Xmx4", "or name fewer files");
        assertThat(debugged.status()).isEqualTo(3);
        assertThat(debugged.err())
                .startsWith("sonde: out of memory: ")
                .contains("java.lang.OutOfMemoryError: Java heap space", "    at dev.sonde.cli.Sonde.run(");
    }

    @Test
    void anErrorOfAnotherThreadIsFoundAmongTheCauses() {
        CompletableFuture<Integer> task = CompletableFuture.supplyAsync(() -> deep(1));

        Throwable thrown = catchThrowable(task::join);

        assertThat(thrown).isInstanceOf(CompletionException.class);
        assertThat(FatalError.in(new IllegalStateException(thrown))).containsInstanceOf(StackOverflowError.class);
        assertThat(FatalError.in(new IllegalStateException("no"))).isEmpty();
        assertThat(FatalError.failure(new StackOverflowError(), 1 << 20))
                .hasMessage("the stack ran out: a statement or a plan is nested too deeply: give it more with"
                        + " SONDE_OPTS=-Xss16m (java -Xss16m -jar sonde.jar)")
                .extracting(CommandFailure::status)
                .isEqualTo(3);
    }

    @Test
    void classesThatDoNotBelongTogetherAreSaidToBeThat() {
        assertThat(FatalError.failure(new NoSuchMethodError("a.B.c()"), 1 << 20))
                .hasMessage("internal error: java.lang.NoSuchMethodError: a.B.c(): the program's files do not belong"
                        + " together: build it again, or unpack its archive anew");
    }

    @SuppressWarnings("InfiniteRecursion") // what it is for
    private static int deep(int depth) {
        return deep(depth + 1) + depth;
    }
}
