package dev.sonde.engine.server;

import dev.sonde.engine.AdvisorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data directories as initdb leaves them, kept per version and locale: copying one takes a fraction of the time of
 * initdb.
 */
final class DataTemplate {

    private static final int WITH_CHECKSUMS_BY_DEFAULT = 18;

    private final PostgresHome home;
    private final ServerPrograms programs;

    DataTemplate(PostgresHome home, ServerPrograms programs) {
        this.home = home;
        this.programs = programs;
    }

    /**
     * Makes a data directory.
     *
     * @param variants arguments of initdb to try in this order
     */
    void copyTo(Path data, List<List<String>> variants) throws IOException {
        String problem = null;
        for (List<String> variant : variants) {
            Path template = CacheFolder.open().resolve("data-" + key(variant));
            if (!Files.isDirectory(template)) {
                problem = initialise(template, variant);
            }
            if (Files.isDirectory(template)) {
                copy(template, data);
                return;
            }
        }
        throw AdvisorException.environment("initdb failed: " + problem, null);
    }

    /** Runs initdb; returns what it said if it failed. */
    private @Nullable String initialise(Path template, List<String> variant) throws IOException {
        Path partial = Abandoned.partial(CacheFolder.open());
        try {
            Path log = partial.resolve("initdb.log");
            List<String> command = programs.command(
                    "initdb",
                    "-D",
                    partial.resolve("data").toString(),
                    "-U",
                    ThrowawayServer.USER,
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                    "--no-sync",
                    "--no-instructions");
            if (home.major() >= WITH_CHECKSUMS_BY_DEFAULT) {
                command.add("--no-data-checksums"); // pages of the twin's files are written by us and have none
            }
            command.addAll(variant);
            if (programs.run(command, partial, log).waitFor() != 0) {
                return ServerPrograms.end(log);
            }
            PostgresBinaries.publish(partial.resolve("data"), template);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AdvisorException.environment("interrupted while initdb was running", e);
        } finally {
            Folders.delete(partial);
        }
    }

    private String key(List<String> variant) throws IOException {
        List<String> parts = new ArrayList<>(variant);
        parts.add(home.folder().toRealPath().toString());
        parts.add(home.version());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
            return home.major() + "-" + HexFormat.of().formatHex(digest).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void copy(Path template, Path data) throws IOException {
        Files.walkFileTree(template, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path made = data.resolve(template.relativize(folder).toString());
                Files.createDirectory(made);
                Files.setPosixFilePermissions(made, Files.getPosixFilePermissions(folder));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, data.resolve(template.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
