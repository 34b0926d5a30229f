package dev.sonde.migrations.convention;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The versioned migrations a project has.
 *
 * @param path where new ones go
 * @param names how they are named
 * @param files by version, then path
 */
public record MigrationFolder(Path path, MigrationNames names, List<MigrationFile> files) {

    public MigrationFolder {
        files = List.copyOf(files);
    }

    /**
     * Reads the names below a folder, subfolders included; a folder that does not exist yet is empty. Below {@code
     * src/main/resources} the Java and Kotlin migrations of the same package count too, since they occupy versions.
     */
    public static MigrationFolder read(Path folder) throws IOException {
        return read(folder, List.of(folder), MigrationNames.DEFAULT);
    }

    /** The same of several locations, named as the project's settings say. */
    public static MigrationFolder read(Path target, List<Path> locations, MigrationNames names) throws IOException {
        List<MigrationFile> files = new ArrayList<>();
        for (Path folder : searched(locations)) {
            addFiles(folder, names, files);
        }
        files.sort(Comparator.comparing(MigrationFile::version)
                .thenComparing(file -> file.path().toString()));
        return new MigrationFolder(target, names, files);
    }

    /** The locations and where Java and Kotlin migrations of the same package are, none within another. */
    static List<Path> searched(List<Path> locations) {
        TreeSet<Path> folders = new TreeSet<>();
        for (Path location : locations) {
            folders.add(location);
            String text = location.toAbsolutePath().normalize().toString().replace('\\', '/');
            if (text.contains("/src/main/resources/")) {
                for (String language : List.of("java", "kotlin")) {
                    folders.add(Path.of(text.replace("/src/main/resources/", "/src/main/" + language + "/")));
                }
            }
        }
        return folders.stream()
                .filter(folder ->
                        folders.stream().noneMatch(other -> !other.equals(folder) && folder.startsWith(other)))
                .toList();
    }

    private static void addFiles(Path folder, MigrationNames names, List<MigrationFile> files) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.filter(Files::isRegularFile)
                    .flatMap(path -> MigrationFile.of(path, names).stream())
                    .forEach(files::add);
        }
    }
}
