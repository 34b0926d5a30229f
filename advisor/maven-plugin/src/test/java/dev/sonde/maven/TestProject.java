package dev.sonde.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A Maven project in a git repository. */
record TestProject(Path folder) {

    static TestProject at(Path folder) throws IOException, InterruptedException {
        TestProject project = new TestProject(folder);
        project.git("init", "-q", "-b", "main");
        return project;
    }

    /**
     * A project that does nothing but what the plugin does.
     *
     * @param modules elements within {@code modules}
     * @param plugin elements within the plugin's {@code plugin}
     */
    static String pom(String name, String modules, String plugin) {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>test</groupId>
                  <artifactId>%s</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <modules>%s</modules>
                  <build>
                    <plugins>
                      <plugin>
                        <groupId>dev.sonde</groupId>
                        <artifactId>sonde-maven-plugin</artifactId>
                        <version>%s</version>
                        %s
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(name, modules, MavenBuild.property("version"), plugin);
    }

    void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    void commit() throws IOException, InterruptedException {
        git("add", "-A");
        git("commit", "-q", "-m", "state");
    }

    void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "git", "-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = process.inputReader().lines().collect(Collectors.joining("\n"));
        assertThat(process.waitFor()).as(output).isZero();
    }
}
