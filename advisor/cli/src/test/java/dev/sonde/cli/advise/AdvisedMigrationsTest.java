package dev.sonde.cli.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.advice.SelectionReport;
import dev.sonde.engine.explain.PlanOutline;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.migrations.convention.MigrationTarget;
import dev.sonde.migrations.writer.Flavour;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdvisedMigrationsTest {

    private static final PlanOutline PLAN = new PlanOutline("Result", null, "", null, 0.01, 1, Map.of(), List.of());

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
                    "00000000000000aa", "select 1", 7, 61_000, 8.4, 812.0, 3.2, List.of(), "", "", PLAN, PLAN)),
            "because",
            List.of());
    private final AdviceReport advice = new AdviceReport(
            1,
            "twin",
            "18.6",
            1_205,
            new AdviceReport.WorkloadCost(1, 7, 61_000, 8.4, Double.NaN),
            new SelectionReport("greedy", 1, null, null, List.of()),
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

    @Test
    void aReplacementBuildsTheNewIndexAndThenDropsTheOneItNames() throws IOException {
        AdviceReport.Advice replace =
                changed("replace", item.statement(), List.of(new QualifiedName("public", "idx_old")));

        write(console(), report(replace));

        assertThat(folder.resolve("V20261123120000__idx_tasks_agent_id.sql")).exists();
        assertThat(folder.resolve("V20261123120001__drop_idx_old.sql"))
                .content()
                .contains("drop index concurrently if exists public.idx_old;")
                .contains("index % stays, since % that takes its place is missing or invalid");
    }

    @Test
    void aDropAssertsTheDefinitionOfTheSnapshot() throws IOException {
        write(console(), report(changed("drop", "drop index public.idx_tasks_agent_id", List.of())));

        assertThat(folder.resolve("V20261123120000__drop_idx_tasks_agent_id.sql"))
                .content()
                .contains("-- because\n")
                .contains("'CREATE INDEX idx_tasks_agent_id ON public.tasks USING btree (agent_id)'");
        assertThat(messages.toString()).contains("to undo it: CREATE INDEX concurrently idx_tasks_agent_id ON");
    }

    @Test
    void aDropOfASuperfluousIndexAssertsThatTheOneThatStaysIsValid() throws IOException {
        write(console(), report(AdviceFixture.drop(item)));

        assertThat(folder.resolve("V20261123120000__drop_idx_tasks_agent_id.sql"))
                .content()
                .contains("-- size of its file when the snapshot was taken: 12.3 MB")
                .contains("index % stays, since % that takes its place is missing or invalid")
                .contains("'public.idx_tasks_agent_id_title'");
    }

    private AdviceReport.Advice changed(String action, String statement, List<QualifiedName> replaces) {
        return new AdviceReport.Advice(
                item.id(),
                action,
                statement,
                item.definition(),
                item.name(),
                item.table(),
                item.method(),
                item.sizeBytes(),
                item.writeCost(),
                item.costBefore(),
                item.costAfter(),
                item.queries(),
                item.reason(),
                replaces);
    }

    private AdviceReport report(AdviceReport.Advice one) {
        return new AdviceReport(
                1, "twin", "18.6", 1, advice.workload(), advice.selection(), List.of(one), List.of(), List.of());
    }

    private Console console() {
        Clock noon = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
        return new Console(new PrintWriter(messages), new PrintWriter(messages), Map.of(), noon);
    }

    private void write(Console console, AdviceReport report) throws IOException {
        Map<QualifiedName, String> existing = Map.of(
                new QualifiedName("public", "idx_old"),
                "CREATE INDEX idx_old ON public.tasks USING btree (agent_id)",
                new QualifiedName("public", "idx_older"),
                "CREATE INDEX idx_older ON public.tasks USING btree (agent_id)",
                new QualifiedName("public", "idx_tasks_agent_id"),
                "CREATE INDEX idx_tasks_agent_id ON public.tasks USING btree (agent_id)");
        AdvisedMigrations.write(MigrationTarget.folder(folder), Flavour.FLYWAY, report, existing, Map.of(), console);
    }

    private void write() throws IOException {
        Console console =
                new Console(new PrintWriter(messages), new PrintWriter(messages), Map.of(), Clock.systemUTC());
        write(console, advice);
    }
}
