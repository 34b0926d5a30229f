package dev.sonde.profiler.ship;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Copies files into a folder, usually one that is mounted. A copy gets its name when all of it is on the disk, so that
 * whoever reads the folder never sees half a file; it is readable by its owner only. The folder is not made if it is
 * missing: what is not mounted yet would be filled below its mount point.
 */
public final class FolderShipper implements CaptureShipper {

    private final Path folder;

    public FolderShipper(Path folder) {
        this.folder = folder;
    }

    @Override
    public void ship(Path file) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        if (Files.isSameFile(folder, file.toAbsolutePath().getParent())) {
            throw new IOException(folder + " is the folder that captures are written to; set sonde.ship-to to another");
        }
        Path copy = folder.resolve("." + file.getFileName() + ".part");
        Files.deleteIfExists(copy); // of a process that was killed
        try {
            copy(file, copy);
            rename(copy, folder.resolve(file.getFileName()));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
        forceNames();
    }

    private static void copy(Path file, Path copy) throws IOException {
        FileAttribute<?>[] ownerOnly =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(
                        copy, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            long size = from.size();
            long done = 0;
            while (done < size) {
                long moved = from.transferTo(done, size - done, to);
                if (moved <= 0) {
                    throw new IOException(file + " became shorter while it was copied");
                }
                done += moved;
            }
            to.force(true);
        }
    }

    private static void rename(Path copy, Path name) throws IOException {
        try {
            Files.move(copy, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(copy, name, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** So that the new name outlives a crash of the machine; where folders cannot be opened the system does it or not. */
    private void forceNames() {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException notHere) {
            // Windows, some network file systems
        }
    }
}
