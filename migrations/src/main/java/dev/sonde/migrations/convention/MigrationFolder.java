package dev.sonde.migrations.convention;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The versioned migrations below a folder.
 *
 * @param files by version, then path
 */
public record MigrationFolder(Path path, List<MigrationFile> files) {

    public MigrationFolder {
        files = List.copyOf(files);
    }

    /**
     * Reads the names below a folder, subfolders included; a folder that does not exist yet is empty. Below {@code
     * src/main/resources} the Java and Kotlin migrations of the same package count too, since they occupy versions.
     */
    public static MigrationFolder read(Path folder) throws IOException {
        List<MigrationFile> files = new ArrayList<>();
        addFiles(folder, files);
        String text = folder.toAbsolutePath().normalize().toString().replace('\\', '/');
        int resources = text.lastIndexOf("/src/main/resources/");
        if (resources >= 0) {
            for (String language : List.of("java", "kotlin")) {
                addFiles(Path.of(text.replace("/src/main/resources/", "/src/main/" + language + "/")), files);
            }
        }
        files.sort(Comparator.comparing(MigrationFile::version)
                .thenComparing(file -> file.path().toString()));
        return new MigrationFolder(folder, files);
    }

    private static void addFiles(Path folder, List<MigrationFile> files) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.filter(Files::isRegularFile)
                    .flatMap(path -> MigrationFile.of(path).stream())
                    .forEach(files::add);
        }
    }
}
