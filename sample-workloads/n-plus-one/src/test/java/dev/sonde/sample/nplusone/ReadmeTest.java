package dev.sonde.sample.nplusone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.sample.nplusone.scenario.Framework;
import dev.sonde.sample.nplusone.scenario.Program;
import dev.sonde.sample.nplusone.scenario.Scenario;
import dev.sonde.sample.nplusone.scenario.Scenarios;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The module's page says what there is. */
class ReadmeTest {

    @Test
    void listsEveryScenarioWithItsFrameworks() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Scenarios.all().stream().map(ReadmeTest::row).toList());
    }

    private static String row(Scenario scenario) {
        Set<Framework> programmed = Programs.all().stream()
                .filter(program -> program.scenario().equals(scenario))
                .map(Program::framework)
                .collect(Collectors.toSet());
        String marks = Arrays.stream(Framework.values())
                .map(framework -> programmed.contains(framework) ? " x |" : "   |")
                .collect(Collectors.joining());
        return "| " + scenario.number() + " | " + scenario.name() + " | "
                + scenario.label().name().toLowerCase(Locale.ROOT) + " |" + marks;
    }

    @Test
    void everyScenarioIsProgrammedSomewhere() {
        Set<Integer> programmed = Programs.all().stream()
                .map(program -> program.scenario().number())
                .collect(Collectors.toSet());

        assertThat(Scenarios.all())
                .extracting(Scenario::number)
                .isSubsetOf(programmed)
                .doesNotHaveDuplicates();
    }

    @Test
    void noProgramIsThereTwice() {
        assertThat(Programs.all()).extracting(Program::name).doesNotHaveDuplicates();
    }
}
