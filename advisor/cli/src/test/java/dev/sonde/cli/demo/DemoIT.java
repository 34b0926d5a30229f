package dev.sonde.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.CommandRun;
import dev.sonde.cli.html.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the whole demo once, as a newcomer would, and looks at what it left. */
class DemoIT {

    private static final Path HOME = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Path AGENTS = HOME.resolve("sample-workloads/agents/target/agents.jar");

    @TempDir
    private static Path folder;

    private static CommandRun demo = new CommandRun(-1, "", "");
    private static JsonNode catalogue = new ObjectMapper().nullNode();

    @BeforeAll
    static void runTheDemo() throws IOException {
        assertThat(AGENTS).as("the sample must be built first: mvn package").isRegularFile();
        System.setProperty("sonde.home", HOME.toString());
        demo = CommandRun.of("demo", "--quick", "--out", folder.toString());
        try (JarFile jar = new JarFile(AGENTS.toFile());
                InputStream json = jar.getInputStream(jar.getEntry("BOOT-INF/classes/planted-faults.json"))) {
            catalogue = new ObjectMapper().readTree(json);
        }
    }

    @Test
    void endsCleanAndLeavesNoServerBehind() throws IOException {
        assertThat(demo.status()).as(demo.err()).isZero();
        assertThat(demo.out())
                .contains("cost of profiling", "before", "after", "No index mends these")
                .contains("peak memory of service, MB");
        try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            String prefix = "sonde-server-" + ProcessHandle.current().pid() + "-";
            assertThat(left.filter(file -> file.getFileName().toString().startsWith(prefix)))
                    .isEmpty();
        }
    }

    /** Nothing is confirmed where details were lost: on a machine so busy, the loops are only likely. */
    @Test
    void findsEveryPlantedFault() throws IOException {
        List<JsonNode> findings = findings("report.json");
        boolean lost = read("report.json").path("drops").path("executions").asLong() > 0;

        for (JsonNode fault : catalogue.path("faults")) {
            boolean loop = fault.path("rule").asText().equals("n-plus-one");
            assertThat(findings).as("planted fault %s", fault).anySatisfy(finding -> {
                assertThat(finding.path("rule")).isEqualTo(fault.path("rule"));
                assertThat(finding.path("route")).isEqualTo(fault.path("route"));
                if (loop) {
                    assertThat(finding.path("verdict").asText()).isEqualTo(lost ? "LIKELY" : "CONFIRMED");
                    assertThat(finding.path("evidence").toString())
                            .contains("from " + fault.path("childTable").asText() + " ");
                    assertThat(finding.path("loopFrame").asText()).startsWith("dev.sonde.sample.agents.");
                }
            });
        }
    }

    /**
     * A tail above the threshold while the processors are busy is noise; a mean above it is a finding. What is info, a
     * cache that would pay, is no fault of the code.
     */
    @Test
    void isSilentAboutCorrectCode() throws IOException {
        List<String> correct = new ArrayList<>();
        catalogue.path("correctRoutes").forEach(route -> correct.add(route.asText()));

        assertThat(findings("report.json"))
                .filteredOn(finding -> correct.contains(finding.path("route").asText()))
                .filteredOn(finding -> !finding.path("kind").asText().equals("p95"))
                .filteredOn(finding -> !finding.path("severity").asText().equals("info"))
                .isEmpty();
    }

    @Test
    void advisesTheMissingIndexesAndNoOthers() throws IOException {
        List<JsonNode> faults = stream(catalogue.path("faults"))
                .filter(fault -> fault.path("rule").asText().equals("slow-query"))
                .toList();
        List<String> advised = stream(read("advice.json").path("advice"))
                .map(item -> item.path("statement").asText())
                .toList();

        for (JsonNode fault : faults) {
            String table = "on public." + fault.path("indexTable").asText() + " (";
            String column = fault.path("indexColumns").path(0).asText().split(" ")[0];
            assertThat(advised).as("index for %s", fault).anyMatch(statement -> statement.contains(table + column));
        }
        assertThat(advised).hasSameSizeAs(faults);
    }

    @Test
    void appliesEachMigrationByFlywayAndTheServerUsesItsIndex() throws IOException {
        int advised = read("advice.json").path("advice").size();

        assertThat(demo.out().lines().filter(line -> line.startsWith("applied V")))
                .hasSize(advised);
        assertThat(demo.out().lines().filter(line -> line.endsWith("scans since it was built)")))
                .hasSize(advised)
                .noneMatch(line -> line.contains("(0 scans"));
    }

    @Test
    void itsPagesShowWhatTheyHold() throws IOException {
        try (Browser browser = Browser.start()) {
            browser.open(folder.resolve("report.html"));

            assertThat(browser.all("article.finding[id^=finding-]")).hasSameSizeAs(findings("report.json"));
            assertThat(browser.find("#plans").getText())
                    .contains("Seq Scan on messages", "new Index Scan using idx_messages_reply_to_id on messages");
            assertThat(browser.find("#timeline").getText()).contains("Pool dataSource: connections in use");
            assertThat(browser.all("article.finding[id^=advice-]"))
                    .hasSize(read("advice.json").path("advice").size());
            assertThat(browser.find("#budget").getText()).contains("knee");
            assertThat(browser.accessibilityViolations()).isEmpty();
            browser.screenshot("demo-report");
            browser.print("demo-report");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static List<JsonNode> findings(String report) throws IOException {
        return stream(read(report).path("findings")).toList();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static JsonNode read(String file) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(file).toFile());
    }
}
