package dev.sonde.migrations.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.migrations.TestServer;
import dev.sonde.migrations.script.MigrationScript;
import dev.sonde.migrations.trace.LockTable.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of locks, rewrites and scans, as measured by statement on real servers through real Flyway. Its page is made
 * anew with {@code -Dsonde.write.locks=true}.
 */
class LockTableTest {

    private static final Map<Integer, TestServer> BASES = new TreeMap<>();

    @AfterAll
    static void stopServers() {
        TestServer.stopOtherMajors();
    }

    static Stream<Arguments> cells() {
        return cells(true);
    }

    static Stream<Arguments> refused() {
        return cells(false);
    }

    private static Stream<Arguments> cells(boolean held) {
        return LockTable.majors().stream()
                .flatMap(major -> LockTable.rows().stream()
                        .filter(row -> row.heldBy(major) == held)
                        .map(row -> Arguments.of(major, row)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cells")
    void isMeasuredOn(int major, Row row) throws Exception {
        StatementTrace trace = trace(major, row.statement());

        assertThat(locks(trace)).isEqualTo(row.locks());
        assertThat(names(Stream.concat(trace.rewritten().stream(), trace.rebuilt().stream())))
                .isEqualTo(row.writtenAnew());
        assertThat(work(trace)).isEqualTo(row.work());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void isRefusedBefore(int major, Row row) throws Exception {
        assertThat(run(major, row.statement()).failure()).isPresent();
    }

    @Test
    void isWhatThePageSays() throws IOException {
        Path page = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.isDirectory(folder.resolve("profiler")))
                .findFirst()
                .orElseThrow()
                .resolve("docs/lock-table.md");
        if (Boolean.getBoolean("sonde.write.locks")) {
            Files.writeString(page, LockTable.page());
        }
        assertThat(page).as("made anew by -Dsonde.write.locks=true").content().isEqualTo(LockTable.page());
    }

    private static StatementTrace trace(int major, String sql) throws Exception {
        FileTrace file = run(major, sql);
        assertThat(file.failure()).isEmpty();
        return file.statements().get(0);
    }

    private static FileTrace run(int major, String sql) throws Exception {
        TestServer base = BASES.get(major);
        if (base == null) {
            base = TestServer.freshDatabase(major);
            assertThat(tracer(base)
                            .apply(List.of(MigrationScript.of("V1__base.sql", LockTable.BASE, Optional.empty()))))
                    .isEmpty();
            BASES.put(major, base);
        }
        MigrationScript script = MigrationScript.of("V2__traced.sql", sql + ";", Optional.empty());
        if (script.statements().get(0).undetectedNonTransactional()) {
            script = MigrationScript.of(script.file(), script.text(), Optional.of("executeInTransaction=false\n"));
        }
        return tracer(base.copy()).trace(List.of(script), List.of()).get(0);
    }

    private static MigrationTracer tracer(TestServer server) {
        return new MigrationTracer(server.url(""), Map.of());
    }

    /** Those of tables, and those of indexes that are stronger than their table's. */
    private static String locks(StatementTrace trace) {
        TreeMap<String, LockMode> strongest = new TreeMap<>();
        for (HeldLock lock : trace.locks()) {
            Relation relation = lock.relation();
            LockMode ofTable = LockMode.ACCESS_SHARE;
            for (HeldLock other : trace.locks()) {
                boolean its = other.relation().oid() == relation.table();
                ofTable = its && other.mode().compareTo(ofTable) > 0 ? other.mode() : ofTable;
            }
            if (lock.mode().compareTo(ofTable) > 0) {
                strongest.merge(
                        relation.name().name(), lock.mode(), (one, other) -> one.compareTo(other) >= 0 ? one : other);
            }
        }
        return strongest.entrySet().stream()
                .map(lock -> lock.getKey() + " " + lock.getValue().words())
                .collect(Collectors.joining(", "));
    }

    /** Reading a table that is written anew, or whose index is built, is part of that. */
    private static String work(StatementTrace trace) {
        TreeSet<String> read = new TreeSet<>();
        TreeSet<String> built = new TreeSet<>();
        for (Relation table : trace.scanned()) {
            if (!trace.rewritten().contains(table) && !trace.built().contains(table)) {
                read.add(table.name().name());
            }
        }
        for (Relation index : trace.newIndexes()) {
            for (Relation table : trace.built()) {
                if (table.oid() == index.table()) {
                    built.add("builds " + index.name().name() + " on "
                            + table.name().name());
                }
            }
        }
        return (read.isEmpty() ? "" : "reads " + String.join(" ", read)) + String.join(", ", built);
    }

    private static String names(Stream<Relation> relations) {
        return relations.map(relation -> relation.name().name()).sorted().collect(Collectors.joining(" "));
    }
}
