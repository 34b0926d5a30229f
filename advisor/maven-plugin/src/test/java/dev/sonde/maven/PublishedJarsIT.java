package dev.sonde.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What a repository of Maven artefacts asks for: each published module has a jar of sources and one of Javadoc beside its
 * own. {@code -Prelease} makes them. In this module, since it is the last of those that are published.
 */
@EnabledIfSystemProperty(
        named = "sonde.it.release",
        matches = "true",
        disabledReason = "no such jars without -Prelease")
class PublishedJarsIT {

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern PACKAGE = Pattern.compile("dev/sonde/.*/package-info\\.java");

    @Test
    void everyPublishedModuleHasSourcesAndJavadoc() throws IOException {
        List<Path> modules = published();

        assertThat(modules).hasSize(10);
        for (Path module : modules) {
            List<String> sources = entries(module, "-sources.jar");
            List<String> pages = entries(module, "-javadoc.jar");
            assertThat(new TreeSet<>(sources)).as("sources of %s", module).containsAll(written(module));
            assertThat(pages).as("Javadoc of %s", module).contains("index.html");
            // Something of it is described: a package, at the least
            assertThat(sources.stream()
                            .filter(source -> PACKAGE.matcher(source).matches())
                            .map(source -> source.replace("package-info.java", "package-summary.html")))
                    .as("Javadoc of %s", module)
                    .anyMatch(pages::contains);
        }
        assertThat(entries(root().resolve("profiler/junit"), "-javadoc.jar"))
                .contains("dev/sonde/junit/NoNPlusOne.html");
        assertThat(entries(root().resolve("profiler/spring-boot"), "-javadoc.jar"))
                .contains("dev/sonde/spring/SondeProperties.html");
    }

    private static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.isDirectory(folder.resolve("sample-workloads")))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> published() throws IOException {
        Matcher module = MODULE.matcher(Files.readString(root().resolve("pom.xml")));
        Stream.Builder<Path> modules = Stream.builder();
        while (module.find()) {
            Path folder = root().resolve(module.group(1));
            if (!Files.readString(folder.resolve("pom.xml")).contains("<maven.deploy.skip>true<")) {
                modules.add(folder);
            }
        }
        return modules.build().toList();
    }

    private static List<String> written(Path module) throws IOException {
        Path main = module.resolve("src/main/java");
        try (Stream<Path> files = Files.walk(main)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> main.relativize(file).toString())
                    .toList();
        }
    }

    private static List<String> entries(Path module, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(module.resolve("target"))) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(suffix)).toList();
            assertThat(jars).as("%s of %s", suffix, module).hasSize(1);
            try (JarFile jar = new JarFile(jars.get(0).toFile())) {
                return jar.stream().map(entry -> entry.getName()).toList();
            }
        }
    }
}
