package dev.sonde.migrations.convention;

import dev.sonde.engine.AdvisorException;
import dev.sonde.migrations.git.GitRepository;
import dev.sonde.migrations.project.FlywayProject;
import dev.sonde.migrations.project.FlywaySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a project's migrations are and which versions are taken elsewhere.
 *
 * @param folder for new ones
 * @param locations all folders Flyway reads, this one included
 * @param settings of the Flyway that reads them, empty if none was found around the folder
 * @param taken versions on the base branch or in a database, as they are spelt there
 */
public record MigrationTarget(
        Path folder,
        List<Path> locations,
        MigrationNames names,
        Optional<FlywaySettings> settings,
        List<String> taken) {

    public MigrationTarget {
        locations = List.copyOf(locations);
        taken = List.copyOf(taken);
    }

    /** A folder of migrations with Flyway's default names, whatever is around it. */
    public static MigrationTarget folder(Path folder) {
        return new MigrationTarget(folder, List.of(folder), MigrationNames.DEFAULT, Optional.empty(), List.of());
    }

    /**
     * What a user means by a folder: a location with migrations, a future one, or the root of a project.
     *
     * @throws AdvisorException if it is the root of a project with several folders of migrations
     */
    public static MigrationTarget of(Path given, Map<String, String> environment) throws IOException {
        Path folder = given.toAbsolutePath().normalize();
        Map<Path, FlywaySettings> inside = targets(folder, environment);
        inside.remove(folder);
        if (inside.isEmpty()) {
            return aroundLocation(given, folder, environment);
        }
        if (inside.size() > 1) {
            List<String> found = inside.keySet().stream()
                    .map(path -> folder.relativize(path).toString())
                    .toList();
            throw AdvisorException.badInput(
                    given + ": several folders of migrations: " + String.join(", ", found) + ": give one of them",
                    null);
        }
        Map.Entry<Path, FlywaySettings> only = inside.entrySet().iterator().next();
        return of(only.getKey(), only.getValue());
    }

    private static MigrationTarget aroundLocation(Path given, Path folder, Map<String, String> environment)
            throws IOException {
        Path module = folder.getParent();
        while (module != null && !isModule(module)) {
            module = module.getParent();
        }
        if (module != null) {
            for (FlywaySettings settings :
                    FlywayProject.read(module, environment).flyways()) {
                if (FlywayProject.folders(settings).stream().anyMatch(folder::startsWith)) {
                    MigrationTarget target = of(folder, settings);
                    return new MigrationTarget(
                            given, target.locations(), target.names(), target.settings(), target.taken());
                }
            }
        }
        return folder(given);
    }

    private static boolean isModule(Path folder) {
        return List.of("pom.xml", "build.gradle", "build.gradle.kts", "flyway.toml", "flyway.conf", "conf/flyway.conf")
                .stream()
                .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    private static MigrationTarget of(Path folder, FlywaySettings settings) throws IOException {
        return new MigrationTarget(
                folder, FlywayProject.folders(settings), MigrationNames.of(settings), Optional.of(settings), List.of());
    }

    /** The folder each Flyway of a project would get new migrations in, existing ones first. */
    private static Map<Path, FlywaySettings> targets(Path root, Map<String, String> environment) throws IOException {
        Map<Path, FlywaySettings> targets = new LinkedHashMap<>();
        if (!Files.isDirectory(root)) {
            return targets;
        }
        for (FlywaySettings settings : FlywayProject.read(root, environment).flyways()) {
            List<Path> folders = FlywayProject.folders(settings);
            folders.stream()
                    .filter(Files::isDirectory)
                    .findFirst()
                    .or(() -> folders.stream().findFirst())
                    .ifPresent(folder -> targets.putIfAbsent(folder, settings));
        }
        return targets;
    }

    /** With the versions on a branch as well. */
    public MigrationTarget withBase(String reference) throws IOException {
        GitRepository git = GitRepository.around(folder)
                .orElseThrow(() -> AdvisorException.badInput(
                        "--base " + reference + ": " + folder + " is not in a git repository", null));
        List<String> versions = new ArrayList<>();
        for (Path location : MigrationFolder.searched(locations)) {
            for (Path file : git.filesAt(reference, location)) {
                MigrationFile.of(file, names).ifPresent(migration -> versions.add(migration.versionText()));
            }
        }
        return withTaken(versions);
    }

    /** With further versions that are taken. */
    public MigrationTarget withTaken(List<String> versions) {
        List<String> all = new ArrayList<>(taken);
        all.addAll(versions);
        return new MigrationTarget(folder, locations, names, settings, all);
    }

    /** The migrations of the working tree. */
    public MigrationFolder read() throws IOException {
        return MigrationFolder.read(folder, locations, names);
    }

    /**
     * How they are named, by the latest 20 that git saw coming; without its history, or where a shallow clone hides it,
     * by the 20 highest versions.
     */
    public NamingConvention convention() throws IOException {
        MigrationFolder existing = read();
        return NamingConvention.of(existing, latest(existing)).above(taken);
    }

    private List<MigrationFile> latest(MigrationFolder existing) throws IOException {
        Optional<GitRepository> git = GitRepository.around(folder);
        if (git.isEmpty() || git.get().isShallow()) {
            return NamingConvention.highest(existing.files());
        }
        Map<Path, MigrationFile> committed = new LinkedHashMap<>();
        for (MigrationFile file : existing.files()) {
            committed.put(file.path().toRealPath(), file);
        }
        List<MigrationFile> newest = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        for (Path location : MigrationFolder.searched(locations)) {
            for (Path path : git.get().addedNewestFirst(location)) {
                MigrationFile file = committed.get(path);
                if (file != null && seen.add(path) && newest.size() < NamingConvention.LATEST) {
                    newest.add(0, file);
                }
            }
        }
        return newest.isEmpty() ? NamingConvention.highest(existing.files()) : newest;
    }
}
