package dev.sonde.migrations.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A project as its files show it.
 *
 * @param root absolute
 * @param flyways each way in which a module runs Flyway, by folder, runner, profile; empty if none does
 * @param problems files that could not be read, one line each, with the place
 */
public record FlywayProject(Path root, List<FlywaySettings> flyways, List<String> problems) {

    public FlywayProject {
        flyways = List.copyOf(flyways);
        problems = List.copyOf(problems);
    }

    /**
     * Reads the configuration files below a folder.
     *
     * @param environment of the process that would run Flyway: {@code FLYWAY_*} and {@code SPRING_*} override files
     */
    public static FlywayProject read(Path root, Map<String, String> environment) throws IOException {
        Path absolute = root.toAbsolutePath().normalize();
        ProjectFiles files = ProjectFiles.below(absolute);
        List<String> problems = new ArrayList<>(files.problems());
        List<FlywaySettings> flyways = new ModuleSettings(files, environment, problems).read();
        return new FlywayProject(absolute, flyways, problems);
    }

    /**
     * The folders a module's locations stand for, existing or not, in their order: {@code {vendor}} is PostgreSQL's,
     * what is on the class path is looked for below {@code src/main/resources}.
     */
    public static List<Path> folders(FlywaySettings settings) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String location : settings.locations()) {
            String path = location.replace("{vendor}", "postgresql");
            if (path.startsWith("filesystem:")) {
                folders.add(settings.folder()
                        .resolve(path.substring("filesystem:".length()))
                        .normalize());
            } else if (!path.matches("(?:s3|gcs):.*")) {
                String name = path.replaceFirst("^classpath\\*?:", "").replaceFirst("^/+", "");
                Path resources = settings.folder().resolve("src/main/resources");
                folders.add(
                        resources.resolve(name.replaceFirst("/\\*\\*?.*$", "")).normalize());
            }
        }
        return folders;
    }

    /** Whether a folder holds anything. */
    static boolean hasFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }
}
