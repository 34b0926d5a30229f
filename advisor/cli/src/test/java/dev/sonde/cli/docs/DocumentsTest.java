package dev.sonde.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.analysis.budget.BudgetFile;
import dev.sonde.analysis.budget.BudgetFormatException;
import dev.sonde.cli.Sonde;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.docs.Documents.Block;
import dev.sonde.engine.AdvisorException;
import dev.sonde.migrations.review.SondeToml;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.xml.sax.InputSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What documents say can be typed, copied or followed. {@link DocumentedCommandsIT} runs it. */
class DocumentsTest {

    private static final Pattern COMMAND = Pattern.compile("(\\./)?(sonde|mvn|make|docker) .*");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

    @Test
    void commandsAreInBlocksThatAreTested() throws IOException {
        List<String> untested = new ArrayList<>();
        for (Block block : Documents.blocks()) {
            // Of a language of its own, or a synopsis or an output, which say so
            if (block.language().isEmpty()) {
                block.lines().stream()
                        .filter(line -> COMMAND.matcher(line).matches())
                        .forEach(line -> untested.add(block + ": " + line));
            }
        }

        assertThat(untested)
                .as("blocks without a language: write ```sh or ```text")
                .isEmpty();
    }

    @Test
    void everyCommandOfSondeHasTheOptionsThatItIsShownWith() throws IOException {
        List<String> wrong = new ArrayList<>();
        int parsed = 0;
        for (Block block : shell()) {
            for (String line : block.commands()) {
                for (List<String> words : ShellWords.of(line)) {
                    if (words.get(0).equals("sonde") || words.get(0).equals("./sonde")) {
                        parsed++;
                        parse(words.subList(1, words.size()))
                                .ifPresent(message -> wrong.add(block + ": " + line + ": " + message));
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(parsed).isGreaterThan(20);
    }

    private static Optional<String> parse(List<String> arguments) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        CommandLine line = Sonde.commandLine(new Console(nowhere, nowhere, Map.of(), Clock.systemUTC()));
        try {
            // Not by "-", since parsing reads what an option names
            line.parseArgs(arguments.stream()
                    .map(word -> word.equals("-") ? "standard-input" : word)
                    .toArray(String[]::new));
            return Optional.empty();
        } catch (ParameterException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Test
    void everyTargetOfMakeAndEveryModuleAndProfileOfMavenExists() throws IOException {
        String makefile = Files.readString(Documents.root().resolve("Makefile"));
        String poms = Files.readString(Documents.root().resolve("pom.xml"))
                + Files.readString(Documents.root().resolve("advisor/cli/pom.xml"));
        for (Block block : shell()) {
            for (String line : block.commands()) {
                for (List<String> words : ShellWords.of(line)) {
                    if (words.get(0).equals("make")) {
                        assertThat(makefile).as(line).contains("\n" + words.get(1) + ":");
                    }
                    int modules = words.indexOf("-pl");
                    if (words.get(0).equals("mvn") && modules > 0) {
                        for (String module : words.get(modules + 1).split(",")) {
                            assertThat(Documents.root().resolve(module).resolve("pom.xml"))
                                    .exists();
                        }
                    }
                    words.stream()
                            .filter(word -> words.get(0).equals("mvn") && word.startsWith("-P"))
                            .flatMap(word -> List.of(word.substring(2).split(",")).stream())
                            .forEach(profile -> assertThat(poms).as(line).contains("<id>" + profile + "</id>"));
                }
            }
        }
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : Documents.pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                if (!Files.exists(page.resolveSibling(link.group(1)))) {
                    broken.add(page.getFileName() + ": " + link.group(1));
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void everyArtefactIsOneOfThisBuild() throws Exception {
        String version = version(Documents.root().resolve("pom.xml"));
        List<String> ours = new ArrayList<>();
        for (Block block : blocks("xml")) {
            var xml = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader("<snippet>" + block.text() + "</snippet>")));
            var artefacts = xml.getElementsByTagName("artifactId");
            for (int i = 0; i < artefacts.getLength(); i++) {
                String name = artefacts.item(i).getTextContent();
                if (name.startsWith("sonde-")) {
                    ours.add(name);
                    assertThat(block.text()).contains("<version>" + version + "</version>");
                }
            }
        }

        assertThat(ours).contains("sonde-spring-boot-starter", "sonde-profiler", "sonde-junit", "sonde-maven-plugin");
        assertThat(artefacts()).containsAll(ours);
    }

    private static String version(Path pom) throws IOException {
        Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(Files.readString(pom));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    private static List<String> artefacts() throws IOException {
        Path root = Documents.root();
        Matcher modules =
                Pattern.compile("<module>([^<]+)</module>").matcher(Files.readString(root.resolve("pom.xml")));
        List<String> artefacts = new ArrayList<>();
        while (modules.find()) {
            Matcher name = Pattern.compile("</parent>\\s*(?:<!--.*?-->\\s*)?<artifactId>([^<]+)")
                    .matcher(Files.readString(root.resolve(modules.group(1)).resolve("pom.xml")));
            assertThat(name.find()).as(modules.group(1)).isTrue();
            artefacts.add(name.group(1));
        }
        return artefacts;
    }

    @Test
    void workflowsAreYaml() throws IOException {
        Load yaml = new Load(LoadSettings.builder().build());
        for (Block block : blocks("yaml")) {
            assertThat(yaml.loadFromString(block.text())).as("%s", block).isNotNull();
        }
    }

    /** A configuration is {@code sonde.toml} or a budget; each of them refuses a key that it does not know. */
    @Test
    void configurationsAreAccepted(@TempDir Path folder) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Block block : blocks("toml")) {
            try {
                if (block.lines().get(0).startsWith("format =")) {
                    BudgetFile.parse(block.text(), block.toString());
                } else {
                    Files.writeString(folder.resolve(SondeToml.NAME), block.text());
                    SondeToml.suppressions(folder, LocalDate.EPOCH);
                }
            } catch (BudgetFormatException | AdvisorException e) {
                wrong.add(block + ": " + e.getMessage());
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static List<Block> shell() throws IOException {
        return Documents.blocks().stream().filter(Block::isShell).toList();
    }

    private static List<Block> blocks(String language) throws IOException {
        List<Block> blocks = Documents.blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
        assertThat(blocks).isNotEmpty();
        return blocks;
    }
}
