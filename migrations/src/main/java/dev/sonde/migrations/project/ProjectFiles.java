package dev.sonde.migrations.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files of a project that may configure Flyway.
 *
 * @param byFolder text of the configuration files by relative path, for each module's folder, in order
 * @param migrationFolders modules that have {@code src/main/resources/db/migration}
 * @param flywayInCode where {@code Flyway.configure} is first called, by module
 */
record ProjectFiles(
        Path root,
        Map<Path, Map<String, String>> byFolder,
        List<Path> migrationFolders,
        Map<Path, Origin> flywayInCode,
        List<String> problems) {

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 24;
    private static final Set<String> SKIPPED = Set.of("target", "build", "node_modules", "out", "bin", "dist");
    private static final String CALL = "Flyway.configure(";

    static ProjectFiles below(Path root) throws IOException {
        ProjectFiles files =
                new ProjectFiles(root, new TreeMap<>(), new ArrayList<>(), new HashMap<>(), new ArrayList<>());
        Files.walkFileTree(root, Set.of(), MAX_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                if (folder.equals(root)) {
                    return FileVisitResult.CONTINUE;
                }
                if (folder.endsWith("src/main/resources/db/migration")) {
                    files.migrationFolders.add(files.module(folder));
                }
                return name.startsWith(".") || SKIPPED.contains(name) || folder.endsWith("src/test")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (attributes.isRegularFile() && (isConfiguration(name) || name.matches(".+\\.(java|kt)"))) {
                    files.add(file, attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                files.problems.add(files.relative(file) + ": cannot be read: " + e.getMessage());
                return FileVisitResult.CONTINUE;
            }
        });
        files.problems.sort(null);
        return files;
    }

    static boolean isSpring(String name) {
        return name.matches("application(-[^/]+)?\\.(properties|ya?ml)");
    }

    private static boolean isConfiguration(String name) {
        return isSpring(name)
                || name.matches("flyway(\\.user)?\\.toml|flyway\\.conf|pom\\.xml|build\\.gradle(\\.kts)?");
    }

    private void add(Path file, long size) {
        if (size > MAX_BYTES) {
            if (isConfiguration(file.getFileName().toString())) {
                problems.add(relative(file) + ": larger than 1 MB, so not read");
            }
            return;
        }
        try {
            // Latin-1 bytes in properties become replacement characters, which no name or number of ours holds.
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            Path parent = file.getParent();
            Path module = module(parent == null ? root : parent);
            if (isConfiguration(file.getFileName().toString())) {
                byFolder.computeIfAbsent(module, m -> new TreeMap<>()).put(relative(file), text);
            } else if (text.contains(CALL)) {
                int line = (int) text.substring(0, text.indexOf(CALL))
                                .chars()
                                .filter(c -> c == '\n')
                                .count()
                        + 1;
                Origin here = new Origin(relative(file), line);
                flywayInCode.merge(module, here, (a, b) -> a.place().compareTo(b.place()) <= 0 ? a : b);
            }
        } catch (IOException e) {
            problems.add(relative(file) + ": cannot be read: " + e.getMessage());
        }
    }

    /** The module that a folder with a configuration file belongs to. */
    private Path module(Path folder) {
        String below = relative(folder) + "/";
        int source = ("/" + below).indexOf("/src/main/");
        if (source >= 0) {
            return root.resolve(below.substring(0, Math.max(0, source - 1))).normalize();
        }
        boolean settings = folder.endsWith("conf") || folder.endsWith("config");
        Path above = folder.getParent();
        return settings && above != null && !folder.equals(root) ? above : folder;
    }

    /** A path as reports name it. */
    String relative(Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }
}
