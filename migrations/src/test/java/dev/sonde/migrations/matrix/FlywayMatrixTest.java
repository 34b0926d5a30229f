package dev.sonde.migrations.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.migrations.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The written pair under four majors of Flyway and two of PostgreSQL. A build runs what differs between them; {@code
 * make flyway-matrix} runs all and writes {@code docs/flyway-matrix.md}.
 */
class FlywayMatrixTest {

    private static final List<Integer> FLYWAYS = List.of(10, 11, 12, 13);

    @TempDir
    Path folder;

    @Test
    void thePairSucceedsOrFailsLoudlyAndHeals() throws Exception {
        boolean full = Boolean.getBoolean("sonde.flyway-matrix");
        List<String> lines = new ArrayList<>();
        for (PostgresHome home : List.of(TestServer.home(14), PostgresHome.bundled())) {
            try (ThrowawayServer server = ThrowawayServer.start(
                    home, List.of(List.of("--locale=C")), Map.of("fsync", "off", "shared_buffers", "16MB"))) {
                for (int major : FLYWAYS) {
                    try (FlywayMajor flyway = FlywayMajor.of(major)) {
                        assertThat(flyway.version()).startsWith(major + ".");
                        for (Settings settings : Settings.values()) {
                            lines.add(line(home, server, flyway, major, settings, full));
                        }
                    }
                }
            }
        }
        if (full) {
            write(lines);
        }
    }

    private String line(
            PostgresHome home, ThrowawayServer server, FlywayMajor flyway, int major, Settings settings, boolean full)
            throws Exception {
        StringBuilder line =
                new StringBuilder("| " + home.version() + " | " + flyway.version() + " | " + settings.words + " |");
        for (Scenario scenario : Scenario.values()) {
            if (full || isInBuild(home.major(), major, settings, scenario)) {
                Path migrations = Files.createTempDirectory(folder, "m");
                String outcome;
                try {
                    outcome = new MatrixCase(flyway, server, settings, migrations).run(scenario);
                } catch (Throwable e) {
                    throw new AssertionError(line + " " + scenario.words, e);
                }
                assertThat(outcome).as(line + " " + scenario.words).isEqualTo(expected(settings, scenario));
                line.append(' ').append(outcome).append(" |");
            }
        }
        return line.toString();
    }

    private static String expected(Settings settings, Scenario scenario) {
        if (settings == Settings.DEFAULT) {
            return MatrixCase.REFUSES;
        }
        return switch (scenario) {
            case UNIQUE_VIOLATION, LOCK_TIMEOUT -> MatrixCase.HEALS;
            case NORMAL, THREE_INSTANCES, KILLED, INVALID_LEFTOVER, MADE_BY_HAND -> MatrixCase.SUCCEEDS;
        };
    }

    /** Every pair of versions and settings once, and everything that can happen with the newest and the oldest. */
    private static boolean isInBuild(int postgres, int flyway, Settings settings, Scenario scenario) {
        if (scenario == Scenario.NORMAL) {
            return true;
        }
        boolean newest = postgres == 18 && flyway == 13 && settings == Settings.SESSION_LOCK;
        boolean oldest = postgres == 14 && flyway == 10 && settings == Settings.SIMPLE_QUERIES;
        return newest || oldest;
    }

    private static void write(List<String> lines) throws IOException {
        List<String> page = new ArrayList<>(List.of(
                "# The written pair under Flyway and PostgreSQL",
                "",
                "Made by `make flyway-matrix`, which fails if a cell is anything else: in each case the index is valid in"
                        + " the end and",
                "the history has no failed row. *Heals* means that Flyway's `repair` and another `migrate` finish it."
                        + " Under Flyway's default",
                "settings any concurrent build would wait for Flyway's own transaction for ever; the pair notices and"
                        + " refuses to begin.",
                ""));
        StringBuilder heading = new StringBuilder("| PostgreSQL | Flyway | settings |");
        StringBuilder rule = new StringBuilder("|---|---|---|");
        for (Scenario scenario : Scenario.values()) {
            heading.append(' ').append(scenario.words).append(" |");
            rule.append("---|");
        }
        page.add(heading.toString());
        page.add(rule.toString());
        page.addAll(lines);
        Files.writeString(Path.of("../docs/flyway-matrix.md"), String.join("\n", page) + "\n");
    }
}
