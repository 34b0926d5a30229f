package dev.sonde.profiler.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFolderTest {

    private static final long NOW = 1_800_000_000_000L;

    @TempDir
    Path temporary;

    @Test
    void makesItsFolderForTheOwnerAlone() throws IOException {
        Path folder = temporary.resolve("a/b");

        folder(folder, false).prepare();

        assertThat(mode(folder)).isEqualTo("rwx------");
    }

    @Test
    void leavesAFolderThatTheSettingsNameAsItIs() throws IOException {
        Path real = Files.createDirectory(temporary.resolve("real"));
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwxrwxr-x"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), real);

        folder(link, false).prepare();

        assertThat(mode(real)).isEqualTo("rwxrwxr-x");
    }

    @Test
    void closesTheDefaultFolderToOthers() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("sonde"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        folder(folder, true).prepare();

        assertThat(mode(folder)).isEqualTo("rwx------");
    }

    @Test
    void refusesALinkInPlaceOfTheDefaultFolder() throws IOException {
        Path real = Files.createDirectory(temporary.resolve("real"));
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path link = Files.createSymbolicLink(temporary.resolve("sonde"), real);

        assertThatThrownBy(() -> folder(link, true).prepare())
                .hasMessageContaining("is a link or no folder")
                .hasMessageContaining("set sonde.folder");
        assertThat(mode(real)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void refusesADefaultFolderOfAnotherUser() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("sonde"));
        assumeThat(System.getProperty("user.name")).isEqualTo("root"); // nobody else can give a folder away
        Files.setOwner(
                folder, folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

        assertThatThrownBy(() -> folder(folder, true).prepare())
                .hasMessageContaining("belongs to nobody")
                .hasMessageContaining("set sonde.folder");
    }

    @Test
    void deletesTheOldestFilesOfTheServiceUntilTheNextOneFits() throws IOException {
        Path oldest = file("shop-20260101T000000Z-00000000000000aa-1.sonde", 400, 10);
        Path second = file("shop-20260101T000000Z-00000000000000aa-2.sonde", 400, 9);
        Path third = file("shop-20260101T000000Z-00000000000000aa-10.sonde", 400, 9);

        folder(temporary, false).makeRoom(500, 1_300);

        assertThat(oldest).doesNotExist();
        assertThat(second).exists();
        assertThat(third).exists();

        folder(temporary, false).makeRoom(500, 1_000);

        assertThat(second).doesNotExist(); // number 2 is older than number 10 of the same moment
        assertThat(third).exists();
    }

    @Test
    void neitherCountsNorTouchesWhatIsNotOfTheService() throws IOException {
        Path target = file("shop-target", 1_000, 99);
        List<Path> others = List.of(
                target,
                file("other-20260101T000000Z-00000000000000aa-1.sonde", 1_000, 99),
                file("shop-two-20260101T000000Z-00000000000000aa-1.sonde", 1_000, 99),
                file("shop-20260101T000000Z-00000000000000aa-1.sonde.gz", 1_000, 99),
                file("shop-20260101T000000Z-00000000000000aa-x.sonde", 1_000, 99),
                file("shop-notes.sonde", 1_000, 99),
                file("shop.sonde", 1_000, 99),
                Files.createDirectory(temporary.resolve("shop-20260101T000000Z-00000000000000aa-7.sonde")),
                Files.createSymbolicLink(temporary.resolve("shop-20260101T000000Z-00000000000000aa-8.sonde"), target));
        Path ours = file("shop-20260101T000000Z-00000000000000aa-1.sonde", 10, 1);

        folder(temporary, false).makeRoom(10, 20);

        assertThat(others).allSatisfy(path -> assertThat(path).exists());
        assertThat(ours).exists();
    }

    @Test
    void tellsServicesApartWhoseNamesDifferInOddCharactersOnly() throws IOException {
        Path dot = new CaptureFolder(temporary, false, "a.b", () -> NOW).file("20260101T000000Z", 1, 1);
        Path slash = new CaptureFolder(temporary, false, "../a/b", () -> NOW).file("20260101T000000Z", 1, 1);
        Path under = new CaptureFolder(temporary, false, "a_b", () -> NOW).file("20260101T000000Z", 1, 1);
        Path empty = new CaptureFolder(temporary, false, "", () -> NOW).file("20260101T000000Z", 1, 1);
        Path glob = new CaptureFolder(temporary, false, "*{?}[", () -> NOW).file("20260101T000000Z", 1, 1);
        Path endless = new CaptureFolder(temporary, false, "日".repeat(400), () -> NOW).file("20260101T000000Z", 1, 1);

        assertThat(List.of(dot, slash, under, empty, glob, endless))
                .doesNotHaveDuplicates()
                .allSatisfy(path -> {
                    assertThat(path.getParent()).isEqualTo(temporary);
                    assertThat(path.getFileName().toString()).hasSizeLessThan(200);
                    Files.createFile(path);
                });
        new CaptureFolder(temporary, false, "a_b", () -> NOW).makeRoom(1, 0);
        assertThat(under).doesNotExist();
        assertThat(dot).exists();
    }

    @Test
    void takesFilesFromBeforeTheClockWasSetBackForTheOldest() throws IOException {
        Path before = file("shop-20270101T000000Z-00000000000000aa-1.sonde", 100, -3_600);
        Path after = file("shop-20270101T000000Z-00000000000000aa-2.sonde", 100, 5);

        folder(temporary, false).makeRoom(100, 200);

        assertThat(before).doesNotExist();
        assertThat(after).exists();
    }

    @Test
    void twoProcessesMakeRoomAtOnceWithoutFailing() throws Exception {
        for (int i = 0; i < 500; i++) {
            file(String.format("shop-20260101T000000Z-%016x-1.sonde", i), 1, i);
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Callable<Void> makeRoom = () -> {
            folder(temporary, false).makeRoom(0, 3);
            return null;
        };

        for (Future<Void> done : threads.invokeAll(List.of(makeRoom, makeRoom, makeRoom, makeRoom))) {
            done.get();
        }
        threads.shutdown();

        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.count()).isLessThanOrEqualTo(3);
        }
    }

    private static CaptureFolder folder(Path path, boolean isDefault) {
        return new CaptureFolder(path, isDefault, "shop", () -> NOW);
    }

    private Path file(String name, int size, long ageSeconds) throws IOException {
        Path file = Files.write(temporary.resolve(name), new byte[size]);
        return Files.setLastModifiedTime(file, FileTime.fromMillis(NOW - 1_000 * ageSeconds));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }
}
