package dev.sonde.migrations.trace;

import dev.sonde.migrations.script.MigrationScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Runs files by real Flyway on a server that is thrown away afterwards. Flyway's lock is the session's, since with the
 * default one a concurrent build would hang; validation is off, since only a part of the files is there.
 */
public final class MigrationTracer {

    // Held here, since the logging of the JDK forgets the level of a logger nobody refers to.
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private final String url;
    private final Map<String, String> settings;

    /**
     * A tracer.
     *
     * @param url of the server, with its user
     * @param settings the project's, by Flyway's property names; those about places, connections and locks are left out
     */
    public MigrationTracer(String url, Map<String, String> settings) {
        this.url = url;
        this.settings = new TreeMap<>();
        settings.forEach((name, value) -> {
            boolean behaviour = name.startsWith("flyway.placeholder")
                    || name.startsWith("flyway.sqlMigration")
                    || name.startsWith("flyway.repeatableSqlMigration")
                    || name.equals("flyway.mixed")
                    || name.equals("flyway.executeInTransaction");
            if (behaviour) {
                this.settings.put(name, value);
            }
        });
        FLYWAY_LOG.setLevel(Level.OFF);
    }

    /**
     * Applies files without tracing them.
     *
     * @return why Flyway stopped, empty if it did not
     */
    public Optional<String> apply(Collection<MigrationScript> scripts) throws IOException {
        TracingCallback callback = new TracingCallback(url, Map.of());
        return run(scripts, callback);
    }

    /** Applies files, in Flyway's order, and says in that order what each did; a file after one that failed has no trace. */
    public List<FileTrace> trace(Collection<MigrationScript> scripts, Collection<MigrationScript> callbacks)
            throws IOException {
        Map<String, MigrationScript> byName = new TreeMap<>();
        for (MigrationScript script : scripts) {
            byName.put(script.file(), script);
        }
        TracingCallback callback = new TracingCallback(url, byName);
        List<MigrationScript> all = new ArrayList<>(scripts);
        all.addAll(callbacks);
        Optional<String> stopped = run(all, callback);
        List<FileTrace> traces = new ArrayList<>();
        boolean failed = false;
        for (Map.Entry<String, List<StatementTrace>> traced : callback.traces().entrySet()) {
            FileTrace.Failure failure = callback.failures().get(traced.getKey());
            failed |= failure != null;
            traces.add(new FileTrace(traced.getKey(), traced.getValue(), Optional.ofNullable(failure)));
        }
        if (stopped.isPresent() && !failed) {
            String file = scripts.isEmpty() ? "" : scripts.iterator().next().file();
            for (MigrationScript script : scripts) {
                String name = script.file().substring(script.file().lastIndexOf('/') + 1);
                if (stopped.get().contains(name)) {
                    file = script.file();
                    break;
                }
            }
            traces.add(new FileTrace(file, List.of(), Optional.of(new FileTrace.Failure(1, 1, stopped.get(), false))));
        }
        return traces;
    }

    private Optional<String> run(Collection<MigrationScript> scripts, TracingCallback callback) throws IOException {
        Path folder = Files.createTempDirectory("sonde-review-");
        try {
            for (MigrationScript script : scripts) {
                Path file = folder.resolve(script.file()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException(script.file() + " leads out of the migration folder");
                }
                Files.createDirectories(file.getParent());
                Files.writeString(file, script.text());
                if (!script.settings().values().isEmpty()) {
                    StringBuilder conf = new StringBuilder();
                    script.settings()
                            .values()
                            .forEach((key, value) ->
                                    conf.append(key).append('=').append(value).append('\n'));
                    Files.writeString(Path.of(file + ".conf"), conf);
                }
            }
            flyway(folder, callback).migrate();
            return Optional.empty();
        } catch (FlywayException e) {
            return Optional.of(
                    String.valueOf(e.getMessage()).replace(folder + "/", "").strip());
        } finally {
            delete(folder);
        }
    }

    private Flyway flyway(Path folder, TracingCallback callback) {
        FluentConfiguration flyway = Flyway.configure()
                .configuration(settings)
                .dataSource(url, "postgres", "")
                .locations("filesystem:" + folder)
                .callbacks(callback)
                .outOfOrder(true)
                .validateOnMigrate(false)
                .baselineOnMigrate(true)
                .baselineVersion("0");
        flyway.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
        return flyway.load();
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> walked = Files.walk(folder)) {
            paths = new ArrayList<>(walked.toList());
        }
        for (int i = paths.size() - 1; i >= 0; i--) {
            Files.delete(paths.get(i));
        }
    }
}
