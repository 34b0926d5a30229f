package dev.sonde.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that would colour, clear or retitle a terminal, or say something else than what stands there. */
class HostileTextTest {

    private static final String EVIL = "\u001b[2J\u001b]0;owned\u0007\u009b31m\r\b\u202Etxet\u2028";

    @TempDir
    Path folder;

    private Path capture() throws IOException {
        Session usual = CaptureFixture.SESSION;
        Session session = new Session(
                1,
                "s" + EVIL,
                "v" + EVIL,
                "h" + EVIL,
                usual.startedMicros(),
                "jdbc:postgresql://db/" + EVIL,
                EVIL,
                "hashed",
                usual.hashKey(),
                50_000,
                "0" + EVIL);
        return CaptureFixture.write(
                folder.resolve("hostile.sonde"),
                session,
                CaptureFixture.statement(1, "select \"" + EVIL + "\" from t where a = $1"),
                new CallSite(1, 7, List.of("dev." + EVIL + ".a(A.java:1)"), List.of("tag" + EVIL)),
                new Unit(1, 1, "GET /" + EVIL, EVIL, "explicit", 1_000),
                execution(1),
                execution(2),
                execution(3),
                execution(4),
                execution(5),
                new Aggregate(
                        1, 1, "GET /" + EVIL, 1_000, 2_000, 5, 1, 5, 900_000_000, 90_000_000, 5, List.of(), List.of()));
    }

    private static Execution execution(long sequence) {
        return new Execution(
                1, sequence, 1, 1, sequence * 1_000, 90_000_000, 0, 1, 1, 100, 1, List.of(5), 1, -1, 0, "", 7, null);
    }

    private static void assertHarmless(String text) {
        assertThat(text.codePoints().filter(HostileTextTest::isControl).mapToObj(Integer::toHexString))
                .isEmpty();
    }

    private static boolean isControl(int character) {
        return (Character.isISOControl(character) && character != '\n')
                || Character.getType(character) == Character.FORMAT
                || Character.getType(character) == Character.LINE_SEPARATOR;
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "md", "json"})
    void aReportShowsThemAndDoesNotObeyThem(String format) throws IOException {
        CommandRun run = CommandRun.of("report", capture(), "--format", format);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).containsIgnoringCase("001b");
        assertHarmless(run.out());
        assertHarmless(run.err());
    }

    @Test
    void aColouredReportHasNoColoursButItsOwn() throws IOException {
        CommandRun run = CommandRun.with(Map.of("CLICOLOR_FORCE", "1"), "report", capture());

        assertThat(run.out()).contains("\u001b[");
        assertHarmless(run.out().replaceAll("\u001b\\[(1;3[13]|0)m", ""));
    }

    @Test
    void messagesShowThemToo() throws IOException {
        assertHarmless(CommandRun.of("report", folder.resolve("none" + EVIL)).err());
        assertHarmless(CommandRun.of("report", "--" + EVIL).err());
        assertHarmless(CommandRun.of("co" + EVIL).err());
        assertHarmless(CommandRun.of("report", "x", "--format", EVIL).err());
        assertHarmless(CommandRun.of("report", folder.resolve("none" + EVIL), "--debug")
                .err());
        Path torn = capture();
        byte[] bytes = Files.readAllBytes(torn);
        Path named = folder.resolve("t\u001b[31m.sonde");
        Files.write(named, Arrays.copyOf(bytes, bytes.length - 3));
        CommandRun run = CommandRun.of("report", named);
        assertThat(run.err()).contains("torn capture", "<U+001B>");
        assertHarmless(run.err());
    }
}
