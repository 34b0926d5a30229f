package dev.sonde.profiler.session;

import dev.sonde.profiler.settings.ProfilerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder of capture files: whose it is, which files in it are ours, and which have to go.
 *
 * <p>A folder that the settings name is used as it is, since its owner chose it; the files in it are readable by their
 * owner alone. The default folder lies where every user may write, so it is used only if it is a folder of ours, and
 * its mode is made 0700. Whoever plants a link or a folder there keeps us from writing, and gains nothing else.
 */
final class CaptureFolder {

    private static final int MAX_NAME = 80;
    private static final long CLOCK_SLACK_MILLIS = 60_000;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /** A file of another session that was not written for so long has no writer, or one that has nothing to write. */
    private static final long ORPHANED_MILLIS = 600_000;

    /** Files that sessions of this class loader are writing. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final boolean isShared;
    private final String prefix;
    private final Pattern names;
    private final LongSupplier clockMillis;

    CaptureFolder(ProfilerSettings settings) {
        this(
                settings.folder(),
                settings.folder().equals(ProfilerSettings.defaultFolder(System.getProperties())),
                settings.service(),
                System::currentTimeMillis);
    }

    CaptureFolder(Path folder, boolean isShared, String service, LongSupplier clockMillis) {
        this.folder = folder;
        this.isShared = isShared;
        this.prefix = prefix(service);
        this.names = Pattern.compile(Pattern.quote(prefix) + "-\\d{8}T\\d{6}Z-([0-9a-f]{16})-(\\d{1,9})\\.sonde");
        this.clockMillis = clockMillis;
    }

    // Two services whose names differ in other characters only must not delete each other's files
    private static String prefix(String service) {
        String plain = service.replaceAll("[^A-Za-z0-9_-]", "_");
        if (plain.equals(service) && !plain.isEmpty() && plain.length() <= MAX_NAME) {
            return plain;
        }
        String start = plain.substring(0, Math.min(plain.length(), MAX_NAME));
        return String.format(Locale.ROOT, "%s_%08x", start, service.hashCode());
    }

    /** Path of a file of this service; {@code stamp} is the session's start. */
    Path file(String stamp, long session, int number) {
        return folder.resolve(String.format(Locale.ROOT, "%s-%s-%016x-%d.sonde", prefix, stamp, session, number));
    }

    /** Makes the folder if it is missing, and refuses one that is not safe. */
    void prepare() throws IOException {
        if (!isPosix()) {
            Files.createDirectories(folder);
            return;
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        if (isShared) {
            refuseUnlessOurs();
        }
    }

    private void refuseUnlessOurs() throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isDirectory()) {
            throw refused("is a link or no folder");
        }
        Path probe = Files.createTempFile("sonde", ".probe");
        UserPrincipal us;
        try {
            us = Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.deleteIfExists(probe);
        }
        if (!attributes.owner().equals(us)) {
            throw refused("belongs to " + attributes.owner().getName() + ", not to " + us.getName());
        }
        Set<PosixFilePermission> others = EnumSet.copyOf(PosixFilePermissions.fromString("---rwxrwx"));
        others.retainAll(attributes.permissions());
        if (!others.isEmpty()) {
            Files.getFileAttributeView(folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(OWNER_ONLY);
        }
    }

    private IOException refused(String reason) {
        return new IOException(folder + " " + reason
                + ": the default folder must be one that only this user can write; set sonde.folder");
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private record Found(Path file, long size, long modified, String session, int number) {}

    /**
     * Deletes the oldest files of this service until {@code coming} more bytes fit under the cap. Files of others are
     * neither counted nor touched; what cannot be deleted stays.
     *
     * @return how many were deleted
     */
    int makeRoom(long coming, long cap) throws IOException {
        List<Found> files = list();
        files.sort(Comparator.comparingLong(Found::modified)
                .thenComparing(Found::session)
                .thenComparingInt(Found::number));
        long total = coming;
        for (Found file : files) {
            total += file.size();
        }
        int deleted = 0;
        for (Found file : files) {
            if (total <= cap) {
                break;
            }
            try {
                deleted += Files.deleteIfExists(file.file()) ? 1 : 0;
                total -= file.size();
            } catch (IOException notOurs) {
                // of another user, or in use on Windows: the next one may go
            }
        }
        return deleted;
    }

    /** The file is being written. */
    static void opened(Path file) {
        OPEN.add(file);
    }

    /** The file is complete, or given up. */
    static void closed(Path file) {
        OPEN.remove(file);
    }

    /** A file that nobody writes any more. */
    record Finished(Path file, long size) {
        String name() {
            return file.getFileName().toString();
        }
    }

    /**
     * The finished files of this service in the order of their names. Of other sessions, of earlier runs say, those that
     * were not written for {@value #ORPHANED_MILLIS} ms. Should one of them have a writer after all, that notices that its file
     * is gone and begins another.
     */
    List<Finished> finished(long session) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        String own = String.format(Locale.ROOT, "%016x", session);
        long orphaned = clockMillis.getAsLong() - ORPHANED_MILLIS;
        return list().stream()
                .filter(found -> !OPEN.contains(found.file()))
                .filter(found -> found.session().equals(own) || found.modified() < orphaned)
                .map(found -> new Finished(found.file(), found.size()))
                .sorted(Comparator.comparing(Finished::name))
                .toList();
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private List<Found> list() throws IOException {
        long now = clockMillis.getAsLong();
        List<Found> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, prefix + "-*.sonde")) {
            for (Path entry : entries) {
                Matcher name = names.matcher(entry.getFileName().toString());
                if (!name.matches()) {
                    continue;
                }
                try {
                    BasicFileAttributes attributes =
                            Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    if (attributes.isRegularFile()) {
                        long modified = attributes.lastModifiedTime().toMillis();
                        // Written before the clock was set back, so older than all that is written now
                        long age = modified > now + CLOCK_SLACK_MILLIS ? Long.MIN_VALUE : modified;
                        files.add(new Found(
                                entry, attributes.size(), age, name.group(1), Integer.parseInt(name.group(2))));
                    }
                } catch (IOException gone) {
                    // another process of the service deleted it a moment ago
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return files;
    }
}
