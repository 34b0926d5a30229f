package dev.sonde.migrations.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.migrations.TestServer;
import dev.sonde.migrations.script.MigrationScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the tracer sees besides {@link LockTable}. */
class MigrationTracerTest {

    @AfterAll
    static void stopServers() {
        TestServer.stopOtherMajors();
    }

    @Test
    void rebuildsOnlyTheIndexForATimestampThatBecomesOneWithZone() throws Exception {
        StatementTrace trace = trace("set local timezone = 'UTC'; alter table t alter column ts type timestamptz;");

        assertThat(trace.rewritten()).isEmpty();
        assertThat(names(trace.rebuilt())).isEqualTo("t_ts");
    }

    @Test
    void seesTheLocksOfAConcurrentBuild() throws Exception {
        StatementTrace trace = trace("create index concurrently i on t (e);");

        assertThat(trace.inTransaction()).isFalse();
        assertThat(trace.locks().stream()
                        .filter(lock -> lock.relation().name().name().equals("t"))
                        .map(HeldLock::mode))
                .containsExactly(LockMode.SHARE_UPDATE_EXCLUSIVE);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("concurrentStatements")
    void seesWhatAStatementOutsideOfATransactionWaitsFor(int major, String sql, List<String> phases) throws Exception {
        MigrationTracer tracer = tracer(major);
        List<FileTrace> traces = tracer.trace(
                List.of(MigrationScript.of("V2__a.sql", sql, Optional.of("executeInTransaction=false\n"))), List.of());

        assertThat(traces.get(0).failure()).isEmpty();
        assertThat(traces.get(0).statements().get(0).phases().stream()
                        .map(phase -> phase.name() + ": "
                                + phase.strongest()
                                        .map(lock -> lock.mode().words() + " on "
                                                + lock.relation().name().name())
                                        .orElse("")))
                .containsExactlyElementsOf(phases);
    }

    static Stream<Arguments> concurrentStatements() {
        String lock = "waiting for its lock: SHARE UPDATE EXCLUSIVE on t";
        List<String> build = List.of(
                lock,
                "waiting for writers before build: SHARE UPDATE EXCLUSIVE on t",
                "waiting for writers before validation: SHARE UPDATE EXCLUSIVE on t",
                "waiting for old snapshots: SHARE UPDATE EXCLUSIVE on t");
        List<String> reindex = new ArrayList<>(build);
        reindex.add("waiting for readers before marking dead: SHARE UPDATE EXCLUSIVE on t");
        reindex.add("waiting for readers before dropping: SHARE UPDATE EXCLUSIVE on t");
        return Stream.of(14, 18)
                .flatMap(major -> Stream.of(
                        Arguments.of(major, "create index concurrently i on t (e);", build),
                        Arguments.of(major, "reindex index concurrently t_v;", reindex),
                        Arguments.of(
                                major,
                                "drop index concurrently t_v;",
                                List.of(
                                        lock,
                                        "waiting for transactions that use the table: SHARE UPDATE EXCLUSIVE on t")),
                        Arguments.of(major, "vacuum full t;", List.of("waiting for its lock: ACCESS EXCLUSIVE on t")),
                        Arguments.of(major, "vacuum t;", List.of(lock))));
    }

    @Test
    void seesTheLockOfAVacuumThatCannotRunInATransaction() throws Exception {
        StatementTrace trace = trace("vacuum full t;");

        assertThat(names(trace.rewritten())).isEqualTo("t");
        assertThat(trace.locks().stream().map(HeldLock::mode)).contains(LockMode.ACCESS_EXCLUSIVE);
    }

    @Test
    void looksIntoBlocksAndFunctions() throws Exception {
        StatementTrace trace = trace("do $$ begin execute 'alter table t alter column id type bigint'; end $$;");

        assertThat(names(trace.rewritten())).isEqualTo("t");
    }

    @Test
    void tellsWhereAStatementFails() throws Exception {
        MigrationTracer tracer = tracer();
        List<FileTrace> traces = tracer.trace(
                List.of(MigrationScript.of("V2__x.sql", "select 1;\n\nselekt 2;\n", Optional.empty())), List.of());

        FileTrace.Failure failure = traces.get(0).failure().orElseThrow();
        assertThat(failure.line()).isEqualTo(3);
        assertThat(failure.message()).contains("syntax error at or near \"selekt\"");
    }

    private static StatementTrace trace(String sql) throws Exception {
        List<FileTrace> traces =
                tracer().trace(List.of(MigrationScript.of("V2__traced.sql", sql, Optional.empty())), List.of());
        assertThat(traces.get(0).failure()).isEmpty();
        List<StatementTrace> statements = traces.get(0).statements();
        return statements.get(statements.size() - 1);
    }

    private static MigrationTracer tracer() throws Exception {
        return tracer(18);
    }

    private static MigrationTracer tracer(int major) throws Exception {
        MigrationTracer tracer =
                new MigrationTracer(TestServer.freshDatabase(major).url(""), Map.of());
        assertThat(tracer.apply(List.of(MigrationScript.of("V1__base.sql", LockTable.BASE, Optional.empty()))))
                .isEmpty();
        return tracer;
    }

    private static String names(List<Relation> relations) {
        return new ArrayList<>(relations)
                .stream().map(relation -> relation.name().name()).sorted().collect(Collectors.joining(" "));
    }
}
