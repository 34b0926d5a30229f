package dev.sonde.migrations.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonTransactionalTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index concurrently i on t (a)",
                "CREATE /* c */ UNIQUE\nINDEX Concurrently if not exists i on t (a)",
                "drop index concurrently if exists i",
                "vacuum t",
                "VACUUM (FULL) t",
                "alter system set work_mem = '4MB'",
                "reindex schema public",
                "discard all",
                "create database d"
            })
    void flywayKnows(String sql) {
        assertThat(statement(sql).detectedAsNonTransactional()).isTrue();
        assertThat(statement(sql).undetectedNonTransactional()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reindex index concurrently i",
                "reindex (verbose) table concurrently t",
                "reindex (concurrently) table t",
                "alter table p detach partition q concurrently",
                "cluster"
            })
    void flywayDoesNotKnow(String sql) {
        assertThat(statement(sql).detectedAsNonTransactional()).isFalse();
        assertThat(statement(sql).undetectedNonTransactional()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index i on t (a)",
                "create table \"index concurrently\" (a int)",
                "comment on table t is 'create index concurrently'",
                "cluster t using i",
                "alter table p detach partition q",
                "select 'vacuum'"
            })
    void runsInATransaction(String sql) {
        assertThat(statement(sql).detectedAsNonTransactional()).isFalse();
        assertThat(statement(sql).undetectedNonTransactional()).isFalse();
    }

    private static ScriptStatement statement(String sql) {
        return MigrationScript.of("f", sql, Optional.empty()).statements().get(0);
    }
}
