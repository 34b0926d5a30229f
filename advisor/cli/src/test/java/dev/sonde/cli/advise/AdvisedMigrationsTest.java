package dev.sonde.cli.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.migrations.convention.MigrationTarget;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdvisedMigrationsTest {

    @TempDir
    Path folder;

    private final StringWriter messages = new StringWriter();
    private final AdviceReport.Advice item = new AdviceReport.Advice(
            "3f2a9c1d",
            "create",
            "create index idx_tasks_agent_id on public.tasks (agent_id)",
            IndexDefinition.btree(new QualifiedName("public", "tasks"), "agent_id"),
            "idx_tasks_agent_id",
            "public.tasks",
            "btree",
            12_900_000,
            1.2,
            61_000,
            8.4,
            List.of(new AdviceReport.Query(
                    "00000000000000aa", "select 1", 7, 61_000, 8.4, 812.0, 3.2, List.of(), "", "")),
            "because");
    private final AdviceReport advice = new AdviceReport(
            1,
            "twin",
            "18.6",
            1_205,
            new AdviceReport.WorkloadCost(1, 7, 61_000, 8.4, Double.NaN),
            List.of(item),
            List.of(),
            List.of());

    @Test
    void theFileCarriesTheEvidenceAndTheUserIsToldHowToUndoIt() throws IOException {
        Files.writeString(folder.resolve("V7__create_tasks.sql"), "create table tasks (agent_id int);");

        write();

        assertThat(folder.resolve("V8__idx_tasks_agent_id.sql")).content().startsWith("""
                -- Sonde advice 3f2a9c1d: index on public.tasks for 1 captured query
                -- estimated: cost of its queries 61,000 to 8.4 (7,262 times less), by the plan twin of PostgreSQL 18.6
                -- estimated: size 12.3 MB
                -- measured: query 00000000000000aa 812 ms to 3.2 ms
                """);
        assertThat(messages.toString())
                .contains("wrote " + folder.resolve("V8__idx_tasks_agent_id.sql"))
                .contains("to undo it: drop index concurrently if exists public.idx_tasks_agent_id;");
    }

    @Test
    void aSecondRunSaysThatItIsThere() throws IOException {
        write();

        write();

        assertThat(messages.toString()).contains("already there: ");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aTakenNameIsBadInput() throws IOException {
        Files.writeString(folder.resolve("V7__x.sql"), "create index idx_tasks_agent_id on tasks (other);");

        assertThatThrownBy(this::write).isInstanceOf(CommandFailure.class).hasMessageContaining("V7__x.sql");
    }

    private void write() throws IOException {
        Console console =
                new Console(new PrintWriter(messages), new PrintWriter(messages), Map.of(), Clock.systemUTC());
        AdvisedMigrations.write(MigrationTarget.folder(folder), advice, console);
    }
}
