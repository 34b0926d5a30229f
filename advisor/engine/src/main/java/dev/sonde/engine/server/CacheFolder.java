package dev.sonde.engine.server;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * One folder per user for what is unpacked once. We run the programs in it, so that in a shared temporary folder another
 * user must not be able to make it first or to write into it.
 */
final class CacheFolder {

    private CacheFolder() {}

    /** Where it is, whether it exists or not. */
    static Path path() {
        return Path.of(System.getProperty("java.io.tmpdir"), "sonde-" + System.getProperty("user.name"));
    }

    /** Makes it if needed; refuses one that others may write. */
    static Path open() throws IOException {
        Path folder = path();
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            check(folder);
        }
        return folder;
    }

    private static void check(Path folder) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> permissions = attributes.permissions();
        if (!attributes.isDirectory()
                || permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)
                || !attributes.owner().equals(me())) {
            throw new IOException(folder + " is not a folder that only this user may write; remove it");
        }
    }

    private static UserPrincipal me() throws IOException {
        // Whoever makes a file owns it, also where the user has no name.
        Path mine = Files.createTempFile("sonde-owner", null);
        try {
            return Files.getOwner(mine);
        } finally {
            Files.delete(mine);
        }
    }
}
