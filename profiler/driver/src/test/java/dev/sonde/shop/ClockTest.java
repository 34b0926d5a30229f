package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sonde.profiler.session.CaptureSessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step of the wall clock changes no time but the start of sessions that begin after it. */
class ClockTest {

    @TempDir
    Path folder;

    @Test
    void onlyTheStartOfASessionReadsTheWallClock() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.sonde.profiler", "dev.sonde.capture");

        List<String> readers = classes.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> isWallClock(
                        call.getTargetOwner().getFullName(), call.getTarget().getName()))
                .map(call -> call.getOriginOwner().getSimpleName())
                .distinct()
                .toList();

        assertThat(readers).containsExactly("SessionHeader");
    }

    @Test
    void filesOfSessionsThatBeginAtTheSameTimeHaveNamesOfTheirOwn() throws Exception {
        try (StubDatabase database = new StubDatabase()) {
            for (int session = 0; session < 3; session++) {
                try (Connection connection = Captured.connect(database, folder);
                        var statement = connection.createStatement()) {
                    statement.executeQuery("select 1").close();
                }
                CaptureSessions.closeAll();
            }
        }

        assertThat(Captured.end(folder).counted()).isEqualTo(3);
        assertThat(files()).hasSize(3).allMatch(name -> name.matches("service-\\d{8}T\\d{6}Z-[0-9a-f]{16}-1\\.sonde"));
    }

    private static boolean isWallClock(String type, String method) {
        return (type.equals("java.lang.System") && method.equals("currentTimeMillis"))
                || (type.startsWith("java.time.") && method.equals("now"))
                || (type.equals("java.time.Clock"))
                || (type.equals("java.util.Date") && method.equals("<init>"))
                || (type.equals("java.util.Calendar") && method.equals("getInstance"));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
