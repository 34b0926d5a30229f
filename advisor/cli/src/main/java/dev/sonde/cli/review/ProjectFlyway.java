package dev.sonde.cli.review;

import dev.sonde.migrations.project.FlywayProject;
import dev.sonde.migrations.project.FlywaySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The Flyway settings that hold for a folder of migrations, as the project's own files give them. */
final class ProjectFlyway {

    private static final List<String> NAMES = List.of(
            "executeInTransaction",
            "group",
            "initSql",
            "mixed",
            "outOfOrder",
            "placeholderPrefix",
            "placeholderReplacement",
            "placeholderSuffix",
            "postgresql.transactional.lock",
            "repeatableSqlMigrationPrefix",
            "sqlMigrationPrefix",
            "sqlMigrationSeparator",
            "sqlMigrationSuffixes",
            "url",
            "validateMigrationNaming");

    private ProjectFlyway() {}

    /**
     * Settings by Flyway's names, such as {@code flyway.outOfOrder}; none if no Flyway of the project takes its migrations
     * from the folder.
     *
     * @param notes to which is added where the settings come from
     */
    static Map<String, String> properties(Path folder, Map<String, String> environment, List<String> notes)
            throws IOException {
        Path wanted = folder.toAbsolutePath().normalize();
        FlywayProject project = FlywayProject.read(root(folder), environment);
        Map<String, String> properties = new TreeMap<>();
        Optional<FlywaySettings> found = of(project, wanted);
        if (found.isEmpty()) {
            if (!project.flyways().isEmpty()) {
                notes.add("no Flyway settings of the project name this folder: Flyway's defaults are assumed");
            }
            return properties;
        }
        FlywaySettings settings = found.get();
        for (String name : NAMES) {
            settings.setting(name).ifPresent(setting -> properties.put("flyway." + name, setting.value()));
        }
        settings.placeholders().forEach((name, value) -> properties.put("flyway.placeholders." + name, value));
        settings.file().ifPresent(file -> notes.add("Flyway's settings are read from " + file));
        return properties;
    }

    private static Optional<FlywaySettings> of(FlywayProject project, Path folder) throws IOException {
        for (FlywaySettings settings : project.flyways()) {
            if (settings.profile().isEmpty()) {
                for (Path location : FlywayProject.folders(settings)) {
                    if (folder.startsWith(location) || location.startsWith(folder)) {
                        return Optional.of(settings);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The folder above that is under version control, else the one that the command runs in. */
    static Path root(Path folder) {
        for (Path each = folder.toAbsolutePath().normalize(); each != null; each = each.getParent()) {
            if (Files.exists(each.resolve(".git"))) {
                return each;
            }
        }
        return Path.of("").toAbsolutePath();
    }
}
