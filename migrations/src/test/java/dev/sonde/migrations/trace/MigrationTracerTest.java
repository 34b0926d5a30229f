package dev.sonde.migrations.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.migrations.TestServer;
import dev.sonde.migrations.script.MigrationScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of locks, rewrites and scans, as measured by statement on a real server through real Flyway. */
class MigrationTracerTest {

    private static final String BASE = """
            create table t (id int primary key, v varchar(10), n numeric(6,2), j json, ts timestamp, e text);
            create index t_ts on t (ts);
            create index t_v on t (v);
            create table u (id int primary key, t_id int);
            create unique index u_t on u (t_id);
            create table part (id int, d date) partition by range (d);
            create table part_1 partition of part for values from ('2026-01-01') to ('2027-01-01');
            create table part_2 (id int, d date);
            create materialized view mv as select id from u;
            create unique index mv_id on mv (id);
            create domain posint as int check (value > 0);
            create function trg() returns trigger language plpgsql as 'begin return new; end';
            alter table u add constraint u_ck check (t_id > 0) not valid;
            """;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            alter table t add column c int                                     | t:ACCESS EXCLUSIVE            |        |      |
            alter table t add column c timestamptz default now()              | t:ACCESS EXCLUSIVE            |        |      |
            alter table t drop column e                                       | t:ACCESS EXCLUSIVE            |        |      |
            alter table t rename column e to f                                | t:ACCESS EXCLUSIVE            |        |      |
            alter table t add constraint ck check (id > 0) not valid          | t:ACCESS EXCLUSIVE            |        |      |
            alter table t alter column v type varchar(20)                     | t:ACCESS EXCLUSIVE            |        |      |
            alter table t alter column v type text                            | t:ACCESS EXCLUSIVE            |        |      |
            alter table t alter column n type numeric(8,2)                    | t:ACCESS EXCLUSIVE            |        |      |
            alter table t alter column e set not null                         | t:ACCESS EXCLUSIVE            |        | t    |
            alter table t add constraint ck check (id > 0)                    | t:ACCESS EXCLUSIVE            |        | t    |
            alter table t add column c timestamptz default clock_timestamp()  | t:ACCESS EXCLUSIVE            | t      |      |
            alter table t add column c uuid default gen_random_uuid()         | t:ACCESS EXCLUSIVE            | t      |      |
            alter table t add column c serial                                 | t:ACCESS EXCLUSIVE            | t      |      |
            alter table t add column c int generated always as identity       | t:ACCESS EXCLUSIVE            | t      |      |
            alter table t add column c int generated always as (id + 1) stored| t:ACCESS EXCLUSIVE            | t      |      |
            alter table t add column c posint default 1                       | t:ACCESS EXCLUSIVE            | t      |      |
            alter table t alter column id type bigint                         | t:ACCESS EXCLUSIVE            | t      |      |
            alter table t alter column v type varchar(5)                      | t:ACCESS EXCLUSIVE            | t      |      |
            alter table t alter column j type jsonb                           | t:ACCESS EXCLUSIVE            | t      |      |
            alter table t set unlogged                                        | t:ACCESS EXCLUSIVE            | t      |      |
            create index i on t (e)                                           | t:SHARE                       |        |      | t
            alter table u add foreign key (t_id) references t                 | t:SHARE ROW EXCLUSIVE u:SHARE ROW EXCLUSIVE | | u |
            create trigger g before insert on t for each row execute function trg() | t:SHARE ROW EXCLUSIVE   |        |      |
            create table w (id int, t_id int references t)                    | t:SHARE ROW EXCLUSIVE         |        |      |
            refresh materialized view concurrently mv                         | mv:EXCLUSIVE                  |        | mv u |
            alter table u validate constraint u_ck                            | u:SHARE UPDATE EXCLUSIVE      |        | u    |
            alter table t set (fillfactor = 80)                               | t:SHARE UPDATE EXCLUSIVE      |        |      |
            alter table t alter column v set statistics 500                   | t:SHARE UPDATE EXCLUSIVE      |        |      |
            create statistics s on id, v from t                               | t:SHARE UPDATE EXCLUSIVE      |        |      |
            analyze t                                                         | t:SHARE UPDATE EXCLUSIVE      |        |      |
            alter table part attach partition part_2 for values from ('2027-01-01') to ('2028-01-01') | part:SHARE UPDATE EXCLUSIVE part_2:ACCESS EXCLUSIVE | | part_2 |
            alter table part detach partition part_1                          | part:ACCESS EXCLUSIVE part_1:ACCESS EXCLUSIVE | | |
            """)
    void measures(String sql, String locks, String rewritten, String scanned, String built) throws Exception {
        StatementTrace trace = trace(sql + ";");

        TreeSet<String> strong = new TreeSet<>();
        for (HeldLock lock : trace.locks()) {
            if (lock.relation().isTable() && strongest(trace, lock)) {
                strong.add(lock.relation().name().name() + ":" + lock.mode().words());
            }
        }
        assertThat(String.join(" ", strong)).isEqualTo(locks);
        assertThat(names(trace.rewritten())).isEqualTo(rewritten == null ? "" : rewritten);
        assertThat(names(trace.built())).contains(built == null ? "" : built);
        if (rewritten == null && built == null) {
            assertThat(names(trace.scanned())).isEqualTo(scanned == null ? "" : scanned);
        }
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
        MigrationTracer tracer = new MigrationTracer(TestServer.freshDatabase().url(""), Map.of());
        assertThat(tracer.apply(List.of(MigrationScript.of("V1__base.sql", BASE, Optional.empty()))))
                .isEmpty();
        return tracer;
    }

    private static boolean strongest(StatementTrace trace, HeldLock lock) {
        return lock.mode().compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) >= 0
                && trace.lockOn(lock.relation()).filter(lock.mode()::equals).isPresent();
    }

    private static String names(List<Relation> relations) {
        return new ArrayList<>(relations)
                .stream().map(relation -> relation.name().name()).sorted().collect(Collectors.joining(" "));
    }
}
