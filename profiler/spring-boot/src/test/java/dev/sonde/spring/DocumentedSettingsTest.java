package dev.sonde.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.profiler.settings.ProfilerSettings;
import dev.sonde.spring.CodeBlocks.CodeBlock;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Settings in the pages exist, and what they are set to is accepted. */
class DocumentedSettingsTest {

    /** Of {@code .sql.conf} files, which OutageProofTest and FlywayProofTest give to a real Flyway. */
    private static final String FLYWAY_PAGES = "(fw-.*|.*-blocking|concurrent-build-under-short-timeout)\\.md:\\d+";

    private static final Pattern URL_WITH_SETTINGS = Pattern.compile("jdbc:sonde:[^\\s\"`]*?\\?([^\\s\"`]+)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(sonde\\.[a-z.-]+)` \\| (?:`([^`$]+)`|[^|]*) \\|");

    @Test
    void everyPropertyExistsAndTakesItsValue() throws IOException {
        List<CodeBlock> blocks = CodeBlocks.of("properties");
        for (CodeBlock block : blocks) {
            Properties properties = new Properties();
            properties.load(new StringReader(block.text()));
            check(block.place(), properties);
        }

        assertThat(blocks).hasSizeGreaterThan(2);
    }

    @Test
    void propertiesInYamlDoSoToo() throws IOException {
        for (CodeBlock block : CodeBlocks.of("yaml")) {
            YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
            yaml.setResources(new ByteArrayResource(block.text().getBytes(StandardCharsets.UTF_8)));
            Properties all = Optional.ofNullable(yaml.getObject()).orElseThrow();
            Properties ours = new Properties();
            // Without such keys it is a file of a build server
            all.stringPropertyNames().stream()
                    .filter(name -> name.startsWith("sonde."))
                    .forEach(name -> ours.setProperty(name, all.getProperty(name)));
            check(block.place(), ours);
        }
    }

    @Test
    void aMisspeltNameAndAWrongValueAreFound() {
        assertThatThrownBy(() -> bind(Map.of("sonde.slow-treshold", "20ms"))).hasStackTraceContaining("slow-treshold");
        assertThatThrownBy(() -> bind(Map.of("sonde.slow-threshold", "soon"))).hasStackTraceContaining("soon");
        assertThatThrownBy(() -> bind(Map.of("sonde.binds", "all"))).hasStackTraceContaining("sonde.binds must be");
    }

    @Test
    void everySettingOfAUrlExistsAndTakesItsValue() throws IOException {
        Set<String> urls = new TreeSet<>();
        for (Path page : CodeBlocks.pages()) {
            Matcher url = URL_WITH_SETTINGS.matcher(Files.readString(page));
            while (url.find()) {
                urls.add(url.group(1));
            }
        }

        for (String url : urls) {
            Map<String, String> settings = new TreeMap<>();
            for (String parameter : url.split("&")) {
                if (parameter.startsWith("sonde.")) {
                    settings.put(parameter.replaceFirst("=.*", ""), parameter.replaceFirst("[^=]*=?", ""));
                }
            }
            assertThatCode(() -> ProfilerSettings.of(settings, new Properties()))
                    .as(url)
                    .doesNotThrowAnyException();
        }
        assertThat(urls).hasSizeGreaterThan(1);
    }

    @Test
    void theTableInTheReadmeNamesEachSettingOfTheProfilerWithItsDefault() throws IOException {
        Map<String, String> table = table(CodeBlocks.pages().get(0));
        Throwable unknown =
                catchThrowable(() -> ProfilerSettings.of(Map.of("sonde.no-such-setting", ""), new Properties()));
        String known = String.valueOf(unknown.getMessage()).replaceFirst(".*known are ", "");
        Map<String, String> defaults = new TreeMap<>(table);
        defaults.values().removeIf(String::isEmpty);

        assertThat(table.keySet()).containsExactlyInAnyOrder(known.split(", "));
        assertThat(defaults).hasSizeGreaterThan(10);
        assertThat(ProfilerSettings.of(defaults, new Properties()))
                .isEqualTo(ProfilerSettings.of(Map.of(), new Properties()));
    }

    @Test
    void theTableOfTheStarterHasTheDefaultsThatEditorsShow() throws IOException {
        Path page = CodeBlocks.pages().get(0).resolveSibling("docs/spring-boot.md");
        Map<String, String> known = metadata();

        table(page).forEach((name, value) -> {
            assertThat(known).as(name).containsKey(name);
            if (!value.isEmpty()) {
                assertThat(known.get(name)).as(name).isEqualTo(value);
            }
        });
    }

    private static void check(String place, Properties properties) throws IOException {
        Map<String, Object> ours = new TreeMap<>();
        Set<String> known = metadata().keySet();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith("sonde.")) {
                ours.put(name, properties.getProperty(name));
            } else if (!place.matches(FLYWAY_PAGES)) {
                // The key of a map goes on after the name
                assertThat(known)
                        .as("%s: %s", place, name)
                        .anyMatch(it -> name.equals(it) || name.startsWith(it + "."));
            }
        }
        assertThatCode(() -> bind(ours)).as(place).doesNotThrowAnyException();
    }

    /** As the starter does it. */
    private static void bind(Map<String, Object> properties) {
        Map<String, Object> enabled = new TreeMap<>(properties);
        enabled.put("sonde.enabled", "true");
        try (var context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("page", enabled));
            context.register(SondeAutoConfiguration.class);
            context.refresh();
            assertThat(context.getBean(ProfilerSettings.class)).isNotNull();
        }
    }

    /** The settings of a page's tables, each with its default; empty where that is said in words. */
    private static Map<String, String> table(Path page) throws IOException {
        Map<String, String> rows = new TreeMap<>();
        String text = Files.readString(page);
        String section = text.substring(text.indexOf("\n## Settings\n") + 4);
        Matcher row = ROW.matcher(section.substring(0, section.indexOf("\n## ")));
        while (row.find()) {
            rows.put(row.group(1), Optional.ofNullable(row.group(2)).orElse(""));
        }
        return rows;
    }

    /** Names and defaults of all properties that editors complete. */
    private static Map<String, String> metadata() throws IOException {
        Map<String, String> known = new TreeMap<>();
        ClassLoader loader = DocumentedSettingsTest.class.getClassLoader();
        for (URL url : Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream json = url.openStream()) {
                for (JsonNode property : new ObjectMapper().readTree(json).path("properties")) {
                    // A list is written as it prints itself
                    String value = property.path("defaultValue").asText().replaceAll("^\\[|]$", "");
                    known.put(property.path("name").asText(), value.replace(", ", ","));
                }
            }
        }
        return known;
    }
}
