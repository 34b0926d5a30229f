package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.profiler.settings.ProfilerSettings;
import dev.sonde.spring.SettingsException;
import dev.sonde.spring.SondeProperties;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class SettingsTest {

    @TempDir
    private Path folder;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {

        @Bean
        BuildProperties buildProperties() {
            Properties build = new Properties();
            build.setProperty("version", "1.2.3");
            return new BuildProperties(build);
        }
    }

    @Test
    void serviceAndVersionAreThoseOfTheApplication() {
        try (Service service = Service.start(Plain.class, folder)) {
            ProfilerSettings settings = service.bean(ProfilerSettings.class);

            assertThat(settings.service()).isEqualTo("shop");
            assertThat(settings.version()).isEqualTo("1.2.3");
            assertThat(settings.folder()).isEqualTo(folder);
        }
    }

    @Test
    void everySettingReachesTheProfiler() {
        try (Service service = Service.start(
                Plain.class,
                folder,
                "sonde.service=till",
                "sonde.version=9",
                "sonde.binds=values",
                "sonde.values=type:bigint,column:orders.status",
                "sonde.slow-threshold=20ms",
                "sonde.overhead-budget=2%",
                "sonde.folder-size=2GB",
                "sonde.file-size=8MB",
                "sonde.ring-size=1024",
                "sonde.writer-limit=50%",
                "sonde.flush-interval=500ms",
                "sonde.detail=summary",
                "sonde.summary-interval=15m",
                "sonde.ship-to=https://store/captures?sig=secret",
                "sonde.ship-timeout=10s",
                "sonde.mdc-keys=a,b")) {
            ProfilerSettings settings = service.bean(ProfilerSettings.class);

            assertThat(settings.service()).isEqualTo("till");
            assertThat(settings.version()).isEqualTo("9");
            assertThat(settings.binds()).isEqualTo(ProfilerSettings.Binds.VALUES);
            assertThat(settings.slowThreshold()).isEqualTo(Duration.ofMillis(20));
            assertThat(settings.overheadBudget()).isEqualTo(0.02);
            assertThat(settings.folderBytes()).isEqualTo(2L << 30);
            assertThat(settings.fileBytes()).isEqualTo(8L << 20);
            assertThat(settings.ringSize()).isEqualTo(1024);
            assertThat(settings.writerLimit()).isEqualTo(0.5);
            assertThat(settings.flushInterval()).isEqualTo(Duration.ofMillis(500));
            assertThat(settings.detail()).isEqualTo(ProfilerSettings.Detail.SUMMARY);
            assertThat(settings.summaryInterval()).isEqualTo(Duration.ofMinutes(15));
            assertThat(settings.shipTo().address()).isEqualTo("https://store/captures?sig=secret");
            assertThat(settings.toString()).contains("https://store/…").doesNotContain("secret");
            assertThat(settings.shipTimeout()).isEqualTo(Duration.ofSeconds(10));
            assertThat(settings.mdcKeys()).containsExactly("a", "b");
        }
    }

    @Test
    void theDefaultsAreTheProfilersOwn() {
        try (Service service = Service.start(Plain.class, folder)) {
            ProfilerSettings own = ProfilerSettings.of(
                    Map.of("sonde.folder", folder.toString(), "sonde.service", "shop", "sonde.version", "1.2.3"),
                    new Properties());

            assertThat(service.bean(ProfilerSettings.class)).isEqualTo(own);
        }
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> Service.start(
                        Plain.class,
                        folder,
                        "sonde.binds=all",
                        "sonde.slow-threshold=1500us",
                        "sonde.file-size=1KB",
                        "sonde.summary-interval=1500ms"))
                .hasRootCauseInstanceOf(SettingsException.class)
                .rootCause()
                .hasMessageContainingAll(
                        "sonde.binds must be",
                        "sonde.slow-threshold must be in whole",
                        "sonde.file-size must be in",
                        "sonde.summary-interval must be in whole seconds");
    }

    @Test
    void aMisspeltNameIsRefused(@TempDir Path configuration) throws IOException {
        Path file = configuration.resolve("application.properties");
        Files.writeString(file, "sonde.slow-treshold=20ms\n");

        assertThatThrownBy(() -> Service.start(Plain.class, folder, "spring.config.location=" + file.toUri()))
                .rootCause()
                .hasMessageContaining("sonde.slow-treshold");
    }

    @Test
    void anEditorKnowsEachPropertyWithDescriptionAndDefault() throws IOException {
        List<String> names = new ArrayList<>();
        names("sonde", SondeProperties.class, names);
        List<JsonNode> known = metadata();

        for (String name : names) {
            assertThat(known)
                    .as(name)
                    .filteredOn(property -> property.path("name").asText().equals(name))
                    .singleElement()
                    .satisfies(property -> {
                        assertThat(property.path("description").asText())
                                .hasSizeGreaterThan(20)
                                .endsWith(".");
                        assertThat(property.has("defaultValue")).isTrue();
                    });
        }
        assertThat(names).hasSizeGreaterThan(20);
    }

    @Test
    void theTableInTheDocsNamesEachProperty() throws IOException {
        Path root = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.isDirectory(folder.resolve("docs")))
                .findFirst()
                .orElseThrow();
        List<String> documented = Files.readAllLines(root.resolve("docs/spring-boot.md")).stream()
                .filter(line -> line.startsWith("| `sonde.") && line.split("\\|").length == 5)
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();
        List<String> names = new ArrayList<>();
        names("sonde", SondeProperties.class, names);

        assertThat(documented).containsAll(names);
    }

    private static void names(String prefix, Class<?> type, List<String> names) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                names(name, component.getType(), names);
            } else {
                names.add(name);
            }
        }
    }

    private static List<JsonNode> metadata() throws IOException {
        List<JsonNode> properties = new ArrayList<>();
        ClassLoader loader = SettingsTest.class.getClassLoader();
        for (URL url : Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream json = url.openStream()) {
                new ObjectMapper().readTree(json).path("properties").forEach(properties::add);
            }
        }
        return properties;
    }
}
