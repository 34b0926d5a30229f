package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord.ProcessSample;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.session.CaptureSessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long units took is counted for each of them, once, whatever is recorded of what they executed. */
class UnitDurationsTest {

    @TempDir
    private Path folder;

    private final StubDatabase database = new StubDatabase();

    @AfterEach
    void end() {
        System.clearProperty("sonde.enabled");
        CaptureSessions.closeAll();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&sonde.detail=summary", "&sonde.overhead-budget=0%"})
    void everyUnitCountsWhateverIsKeptOfItsExecutions(String settings) throws Exception {
        try (Connection connection = Captured.connect(database, folder, settings)) {
            for (int i = 0; i < 300; i++) {
                try (UnitOfWork unit = UnitOfWork.open("GET /orders")) {
                    assertThat(unit.isRequest()).isFalse();
                    execute(connection, 2);
                }
                try (UnitOfWork unit = UnitOfWork.open("GET /health")) {
                    assertThat(unit.isClosed()).isFalse();
                }
            }
        }

        Captured captured = Captured.end(folder);

        assertThat(units(captured)).isEqualTo(Map.of("explicit GET /orders", 300L, "explicit GET /health", 300L));
        assertThat(captured.counted()).isEqualTo(600);
        assertThat(captured.all(UnitAggregate.class)).allSatisfy(of -> {
            assertThat(of.bucketCounts().stream().mapToLong(n -> n).sum()).isEqualTo(of.units());
            assertThat(of.maxNanos()).isBetween(of.totalNanos() / of.units(), of.totalNanos());
            assertThat(of.toMicros()).isGreaterThan(of.fromMicros());
        });
    }

    @Test
    void countsFromBeginToEndByTheRouteAtTheEnd() throws Exception {
        long before = System.nanoTime();
        long within;
        try (Connection connection = Captured.connect(database, folder);
                UnitOfWork unit = UnitOfWork.open("GET unmatched")) {
            long begun = System.nanoTime();
            execute(connection, 1);
            Thread.sleep(30);
            unit.route("GET /orders/{id}");
            within = System.nanoTime() - begun;
        }
        long around = System.nanoTime() - before;

        assertThat(Captured.end(folder).all(UnitAggregate.class))
                .singleElement()
                .satisfies(of -> {
                    assertThat(of.route()).isEqualTo("GET /orders/{id}");
                    assertThat(of.totalNanos()).isBetween(within, around).isEqualTo(of.maxNanos());
                });
    }

    @Test
    void theOutermostUnitCountsOnceHoweverOftenItIsClosedAndWhoeverWorksForIt() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try (Connection connection = Captured.connect(database, folder)) {
            execute(connection, 1);
            UnitOfWork unit = UnitOfWork.open("job");
            try (UnitOfWork inner = UnitOfWork.open("step")) {
                assertThat(inner.number()).isNotEqualTo(unit.number());
            }
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                work.add(pool.submit(
                        UnitOfWork.wrap(() -> assertThat(UnitOfWork.current()).isSameAs(unit))));
            }
            for (Future<?> each : work) {
                each.get();
            }
            unit.close();
            pool.submit(unit::close).get();
        } finally {
            pool.shutdown();
        }

        assertThat(units(Captured.end(folder))).isEqualTo(Map.of("explicit job", 1L));
    }

    @Test
    void aRequestCountsWhereItEndsAndWhatComesAfterItDoesNot() throws Exception {
        try (Connection connection = Captured.connect(database, folder)) {
            UnitOfWork request = UnitOfWork.request("GET /orders", "");
            try (UnitOfWork.Adopted adopted = UnitOfWork.adopt(request)) {
                assertThat(adopted).isEqualTo(UnitOfWork.Adopted.UNIT);
                execute(connection, 1);
            }
            request.close();
            UnitOfWork errorPage = request.sequel();
            try (UnitOfWork.Adopted adopted = UnitOfWork.adopt(errorPage)) {
                assertThat(UnitOfWork.current()).isSameAs(errorPage);
                execute(connection, 1);
            }
            errorPage.close();
            UnitOfWork.request("GET /not-adopted", "").close();
        }

        assertThat(units(Captured.end(folder))).isEqualTo(Map.of("request GET /orders", 1L));
    }

    @Test
    void ofTwoDataSourcesTheOneUsedFirstCountsTheUnitAndTheOlderOneWhatUsedNone() throws Exception {
        try (Connection older = Captured.connect(database, folder, "&sonde.service=older");
                Connection younger = Captured.connect(database, folder, "&sonde.service=younger")) {
            try (UnitOfWork unit = UnitOfWork.open("both")) {
                execute(younger, 1);
                execute(older, 2);
                unit.route("both, the younger first");
            }
            try (UnitOfWork unit = UnitOfWork.open("older")) {
                execute(older, 1);
                unit.route("the older one");
            }
            try (UnitOfWork unit = UnitOfWork.open("none")) {
                assertThat(UnitOfWork.current()).isSameAs(unit);
            }
        }

        Captured captured = Captured.end(folder);

        Map<String, String> services = new TreeMap<>();
        for (UnitAggregate of : captured.all(UnitAggregate.class)) {
            String service = captured.all(Session.class).stream()
                    .filter(session -> session.session() == of.session())
                    .findFirst()
                    .orElseThrow()
                    .service();
            assertThat(services.put(of.route(), service)).isNull();
        }
        assertThat(services)
                .isEqualTo(Map.of("both, the younger first", "younger", "the older one", "older", "none", "older"));
    }

    @Test
    void nothingCountsWhileNothingIsRecorded() throws Exception {
        UnitOfWork.open("before the first connection").close();
        try (Connection connection = Captured.connect(database, folder)) {
            execute(connection, 1);
            CaptureSessions.running().get(0).pause();
            try (UnitOfWork unit = UnitOfWork.open("paused")) {
                execute(connection, 1);
                assertThat(UnitOfWork.current()).isSameAs(unit);
            }
            CaptureSessions.running().get(0).resume();
            UnitOfWork.open("resumed").close();
        }
        Captured captured = Captured.end(folder);
        UnitOfWork.open("after the end").close();

        assertThat(units(captured)).isEqualTo(Map.of("explicit resumed", 1L));
    }

    @Test
    void manyThreadsLoseNoUnitThoughTheFileIsDeletedUnderThem() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (Connection connection = Captured.connect(database, folder)) {
            execute(connection, 1);
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                work.add(pool.submit(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        UnitOfWork.open("GET /orders").close();
                    }
                }));
            }
            for (Future<?> each : work) {
                each.get();
            }
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        } finally {
            pool.shutdown();
        }

        Captured captured = Captured.end(folder);

        assertThat(units(captured)).isEqualTo(Map.of("explicit GET /orders", 20_000L));
    }

    @Test
    void routesThatAServiceMakesUpWithoutEndAreCountedTogether() throws Exception {
        int routes = 21_000;
        try (Connection connection = Captured.connect(database, folder)) {
            execute(connection, 1);
            for (int i = 0; i < routes; i++) {
                UnitOfWork.open("GET /orders/" + i).close();
            }
        }

        Map<String, Long> units = units(Captured.end(folder));

        assertThat(units).hasSizeLessThanOrEqualTo(20_001).containsEntry("explicit ", (long) routes - 20_000);
        assertThat(units.values().stream().mapToLong(n -> n).sum()).isEqualTo(routes);
    }

    @Test
    void theProcessIsSampledWithWhatItTakesOfMemory() throws Exception {
        try (Connection connection = Captured.connect(database, folder)) {
            execute(connection, 1);
        }

        assertThat(Captured.end(folder).all(ProcessSample.class)).isNotEmpty().allSatisfy(sample -> {
            assertThat(sample.heapUsedBytes()).isPositive().isLessThanOrEqualTo(sample.heapCommittedBytes());
            assertThat(sample.heapCommittedBytes()).isLessThanOrEqualTo(sample.heapMaxBytes());
            assertThat(sample.nonHeapUsedBytes()).isPositive();
            assertThat(sample.threads()).isPositive();
            assertThat(sample.cpuNanos()).isPositive();
            if (Files.exists(Path.of("/proc/self/status"))) {
                assertThat(sample.residentBytes()).isBetween(10L << 20, 1L << 40);
                assertThat(sample.memoryBytes()).isEqualTo(sample.residentBytes());
            }
        });
    }

    @Test
    void aSummaryHasTheSampleOfTheProcess() throws Exception {
        try (Connection connection = Captured.connect(database, folder, "&sonde.detail=summary")) {
            execute(connection, 1);
        }

        assertThat(Captured.end(folder).all(ProcessSample.class)).hasSize(1);
    }

    @Test
    void aProcessWithoutJavaManagementIsSampledAsFarAsItIsKnown() throws Exception {
        ServiceProcess.run(
                ServiceProcess.command(List.of("--limit-modules", "java.sql"), SmallService.class, folder.toString()));

        Captured captured = Captured.read(folder);
        assertThat(captured.counted()).isEqualTo(1);
        assertThat(units(captured)).isEqualTo(Map.of("explicit GET /orders", 1L));
        assertThat(captured.all(ProcessSample.class)).singleElement().satisfies(sample -> {
            assertThat(sample.heapUsedBytes()).isPositive();
            assertThat(sample.nonHeapUsedBytes()).isZero();
            assertThat(sample.threads()).isZero();
        });
    }

    private static Map<String, Long> units(Captured captured) {
        Map<String, Long> units = new TreeMap<>();
        captured.all(UnitAggregate.class)
                .forEach(of -> units.merge(of.kind() + " " + of.route(), of.units(), Long::sum));
        return units;
    }

    private static void execute(Connection connection, int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            try (PreparedStatement statement = connection.prepareStatement("select a from t where b = ?")) {
                statement.setLong(1, i);
                statement.executeQuery().close();
            }
        }
    }
}
