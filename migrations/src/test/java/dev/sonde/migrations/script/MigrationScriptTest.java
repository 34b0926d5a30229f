package dev.sonde.migrations.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.server.ThrowawayServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file as Flyway sees it: compared with what Flyway really sends. */
class MigrationScriptTest {

    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private static final String HARD = """
            -- a comment; with a semicolon
            create table t (id int, note text default 'a;b''c');
            /* nested /* block; */ still; */
            insert into t values (1, E'it\\'s; here'), (2, $$dollar; $x$ quoted$$), (3, $tag$ a $$ ; b $tag$);
            create function f(i int) returns int language sql
            begin atomic
              select case when i > 0 then 1 else 2 end;
              select 5;
            end;
            create table "odd;name" ("q""u;o" int);
            copy t (id, note) from stdin;
            4\tfour;
            5\t'five
            \\.
            select 'U' as u, U&'d\\0061t;a' , B'01';
            do $do$ begin perform 1; perform 2; end $do$;
            select 1 -- no semicolon at the end
            """;

    @TempDir
    Path folder;

    @Test
    void splitsWhereFlywayDoes() throws Exception {
        Files.writeString(folder.resolve("V1__hard.sql"), HARD);
        FLYWAY_LOG.setLevel(Level.OFF);
        List<String> sent = new ArrayList<>();
        try (ThrowawayServer server = ThrowawayServer.start(List.of(List.of("--locale=C")), Map.of("fsync", "off"))) {
            Flyway.configure()
                    .dataSource(server.url("postgres"), "postgres", "")
                    .locations("filesystem:" + folder)
                    .callbacks(new Statements(sent))
                    .load()
                    .migrate();
        }

        List<String> ours = MigrationScript.of("V1__hard.sql", HARD, Optional.empty()).statements().stream()
                .map(ScriptStatement::normalised)
                .toList();

        assertThat(ours).hasSize(8);
        // Flyway hands the data of COPY over by itself and tells no callback of it.
        assertThat(ours.stream().filter(sql -> !sql.startsWith("copy")))
                .containsExactlyElementsOf(sent.stream()
                        .map(sql -> MigrationScript.of("", sql, Optional.empty())
                                .statements()
                                .get(0)
                                .normalised())
                        .filter(sql -> !sql.startsWith("copy"))
                        .toList());
    }

    @Test
    void knowsTheLineAndColumnOfAStatement() {
        List<ScriptStatement> statements = MigrationScript.of(
                        "f", "-- one\n\n  select 1;  select\n2;\n", Optional.empty())
                .statements();

        assertThat(statements.get(0).line()).isEqualTo(3);
        assertThat(statements.get(0).column()).isEqualTo(3);
        assertThat(statements.get(1).line()).isEqualTo(3);
        assertThat(statements.get(1).column()).isEqualTo(14);
        assertThat(statements.get(1).endLine()).isEqualTo(4);
    }

    @Test
    void readsSuppressionsAboveAStatement() {
        MigrationScript script = MigrationScript.of(
                "f",
                "-- sonde:ignore create-index-blocking table has 40 rows\ncreate index on t (a);",
                Optional.empty());

        assertThat(script.suppressions(script.statements().get(0)))
                .containsExactly(new Suppression("create-index-blocking", "table has 40 rows"));
    }

    @Test
    void survivesWhatIsCutOff() {
        for (int end = 0; end < HARD.length(); end++) {
            assertThat(MigrationScript.of("f", HARD.substring(0, end), Optional.empty())
                            .statements())
                    .hasSizeLessThanOrEqualTo(10);
        }
    }

    private record Statements(List<String> sent) implements Callback {
        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE_STATEMENT;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            sent.add(context.getStatement().getSql());
        }

        @Override
        public String getCallbackName() {
            return "statements";
        }
    }
}
