package dev.sonde.cli.budget;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.compare.VersionCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetCommandTest {

    @TempDir
    private static Path folder;

    private static Path capture = Path.of("");
    private static Path looping = Path.of("");

    @BeforeAll
    static void captures() throws IOException {
        capture = new VersionCapture("shop", "1.0", 1).write(folder.resolve("a.sonde"));
        looping = new VersionCapture("shop", "1.1", 2).looping(6).write(folder.resolve("b.sonde"));
    }

    @Test
    void theFileIsTomlThatOthersReadAlike() throws IOException {
        CommandRun run = CommandRun.of("budget", capture);

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .doesNotContain("\u001b")
                .contains("format = 1\nservice = \"shop\"\n\n[route.\"GET /0\"]\nround-trips = 4\nstatements = 4\n");
        JsonNode toml = new TomlMapper().readTree(run.out());
        assertThat(toml.path("service").asText()).isEqualTo("shop");
        assertThat(toml.path("route")
                        .path(VersionCapture.HOSTILE_ROUTE)
                        .path("round-trips")
                        .asInt())
                .isEqualTo(4);
        assertThat(toml.path("route")).hasSize(3);
    }

    @Test
    void anExistingFileIsUpdatedAndItsChangesAreCounted() throws IOException {
        Path file = folder.resolve("update.toml");
        CommandRun.of("budget", capture, "-o", file);
        String before = Files.readString(file);

        CommandRun again = CommandRun.of("budget", capture, "-o", file);
        String unchanged = Files.readString(file);
        CommandRun raised = CommandRun.of("budget", looping, "-o", file);

        assertThat(again.err()).isEqualTo("sonde: " + file + ": 3 routes; 0 added, 0 raised, 0 lowered\n");
        assertThat(again.out()).isEmpty();
        assertThat(unchanged).isEqualTo(before);
        assertThat(raised.err()).contains("3 routes; 0 added, 1 raised, 0 lowered");
        assertThat(Files.readString(file)).contains("round-trips = 10\nstatements = 5\n");
    }

    @Test
    void keptLimitsStay() throws IOException {
        Path file = folder.resolve("keep.toml");
        Files.writeString(
                file, "format = 1\n[route.\"GET /0\"]\nround-trips = 2\n[route.\"GET /old\"]\nstatements = 1\n");

        CommandRun kept = CommandRun.of("budget", capture, "-o", file, "--keep");
        String text = Files.readString(file);
        CommandRun pruned = CommandRun.of("budget", capture, "-o", file, "--prune");

        assertThat(kept.err())
                .contains(
                        "4 routes; 2 added, 0 raised, 0 lowered",
                        "1 route is not in these captures and stays: --prune");
        assertThat(text).contains("[route.\"GET /0\"]\nround-trips = 2\n\n", "[route.\"GET /old\"]\nstatements = 1\n");
        assertThat(pruned.status()).isZero();
        assertThat(Files.readString(file))
                .contains("[route.\"GET /0\"]\nround-trips = 4\n\n")
                .doesNotContain("/old");
    }

    @Test
    void aCaptureIsCheckedByItself() {
        Path file = folder.resolve("check.toml");
        CommandRun.of("budget", capture, "-o", file);

        CommandRun within = CommandRun.of("budget", capture, "--check", file);
        CommandRun over = CommandRun.of("budget", looping, "--check", file);

        assertThat(within.status()).isZero();
        assertThat(within.out()).isEqualTo("3 routes held against " + file + ", all within their limits\n");
        assertThat(over.status()).isEqualTo(1);
        assertThat(over.out()).contains("2 limits exceeded", "round-trips", "10");
    }

    @Test
    void whatCannotBeUsedIsNamed() throws IOException {
        Path broken = folder.resolve("broken.toml");
        Files.writeString(broken, "format = 1\n<<<<<<< HEAD\n");
        Path bank = new VersionCapture("bank", "1.0", 3).write(folder.resolve("c.sonde"));
        Path empty = CaptureFixture.write(folder.resolve("d.sonde"), CaptureFixture.SESSION);

        CommandRun conflict = CommandRun.of("budget", capture, "-o", broken);
        CommandRun several = CommandRun.of("budget", capture, bank);
        CommandRun unknown = CommandRun.of("budget", capture, bank, "--service", "mill");
        CommandRun nothing = CommandRun.of("budget", empty);
        CommandRun missing = CommandRun.of("budget", capture, "--check", folder.resolve("no.toml"));

        assertThat(conflict.err()).contains(broken + ":2: neither").hasLineCount(1);
        assertThat(Files.readString(broken)).contains("<<<<<<<");
        assertThat(several.err()).contains("several services (bank, shop)").hasLineCount(1);
        assertThat(unknown.err()).contains("--service names the service mill").hasLineCount(1);
        assertThat(nothing.err()).contains("no units of work with a route").hasLineCount(1);
        assertThat(missing.err()).contains("no such file").hasLineCount(1);
        assertThat(new CommandRun[] {conflict, several, unknown, nothing, missing})
                .allMatch(run -> run.status() == 2 && run.out().isEmpty());
        assertThat(CommandRun.of("budget", capture, bank, "--service", "bank").out())
                .contains("service = \"bank\"");
    }
}
