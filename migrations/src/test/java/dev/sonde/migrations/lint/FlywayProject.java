package dev.sonde.migrations.lint;

import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.script.MigrationScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** A folder of migrations, run by real Flyway and read by the lint. */
final class FlywayProject {

    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private final Path folder;
    private final Map<String, String> settings;

    FlywayProject(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.settings = settings;
        FLYWAY_LOG.setLevel(Level.OFF);
    }

    void write(Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    Flyway flyway(String url) {
        FluentConfiguration flyway =
                Flyway.configure().dataSource(url, "postgres", "").locations("filesystem:" + folder);
        Map<String, String> plain = new TreeMap<>(settings);
        String lock = plain.remove("flyway.postgresql.transactional.lock");
        flyway.configuration(plain);
        if (lock != null) {
            flyway.getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                    .setTransactionalLock(Boolean.parseBoolean(lock));
        }
        return flyway.load();
    }

    /** Ids of the rules that find something, the files of the base given. */
    TreeSet<MigrationRule> lint(Map<String, String> base) throws IOException {
        ProjectSettings project = ProjectSettings.of(settings);
        List<ProjectFile> files = new ArrayList<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.sorted().toList()) {
                String name = path.getFileName().toString();
                if (name.endsWith(".conf")) {
                    continue;
                }
                Path conf = folder.resolve(name + ".conf");
                Optional<String> settingsText =
                        Files.exists(conf) ? Optional.of(Files.readString(conf)) : Optional.empty();
                MigrationScript script = MigrationScript.of(name, Files.readString(path), settingsText);
                files.add(new ProjectFile(
                        name,
                        FileName.of(name, project),
                        base.containsKey(name) ? ProjectFile.State.KEPT : ProjectFile.State.ADDED,
                        Optional.of(script),
                        Optional.ofNullable(base.get(name)),
                        Optional.ofNullable(base.get(name + ".conf"))));
            }
        }
        TreeSet<MigrationRule> rules = new TreeSet<>();
        for (MigrationFinding finding : Lint.findings(files, project)) {
            rules.add(finding.rule());
        }
        return rules;
    }
}
