package dev.sonde.cli.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.cli.JsonSchema;
import dev.sonde.cli.output.Json;
import dev.sonde.engine.hygiene.HygieneFinding;
import dev.sonde.engine.hygiene.IndexUse;
import dev.sonde.engine.why.Verdict;
import dev.sonde.engine.why.WhyReport;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhyFormatsTest {

    private final WhyReport report = new WhyReport(
            1,
            "twin",
            "18.6",
            147,
            new WhyReport.Workload(
                    7,
                    1_796,
                    5_182_829,
                    35_299,
                    List.of("create index idx_messages_task_id on public.messages (task_id)"),
                    0.02),
            List.of(
                    new WhyReport.Query(
                            "00000000000000aa",
                            "select * from messages where task_id = $1 and body like $2",
                            1_000,
                            62.5,
                            0.4,
                            0.682,
                            3_534.0,
                            12.0,
                            null,
                            List.of("dev.agents.Messages.list(Messages.java:42)"),
                            List.of(new WhyReport.Plan(
                                    "custom",
                                    1_000,
                                    3_534,
                                    12,
                                    List.of(),
                                    List.of("idx_messages_task_id"),
                                    "Seq Scan on messages",
                                    "Index Scan using idx_messages_task_id on messages")),
                            List.of(
                                    new WhyReport.Considered(
                                            "public.messages (task_id)",
                                            "btree",
                                            "reads by task_id",
                                            2_340_000,
                                            0,
                                            12.0,
                                            12.0,
                                            12.0,
                                            Verdict.ADVISED,
                                            "it is advised as idx_messages_task_id"),
                                    new WhyReport.Considered(
                                            "public.messages using gin (body)",
                                            "gin",
                                            "reads by body",
                                            8_000,
                                            1.5,
                                            null,
                                            null,
                                            null,
                                            Verdict.REFUSED,
                                            "not an index: public.messages using gin (body) (ERROR: no class)")),
                            List.of(new WhyReport.NotConsidered(
                                    "public.messages",
                                    "body ~~ '%\u001b[31m%'",
                                    "only a trigram index finds text within text",
                                    "CREATE EXTENSION pg_trgm"))),
                    new WhyReport.Query(
                            "00000000000000bb",
                            "select nope",
                            3,
                            null,
                            null,
                            null,
                            null,
                            null,
                            "ERROR: column \"nope\" does not exist",
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of())),
            List.of(
                    new WhyReport.Index(
                            "public.tasks_slug",
                            true,
                            "CREATE UNIQUE INDEX tasks_slug ON public.tasks USING btree (slug)",
                            "public.tasks",
                            1_814_528,
                            new WhyReport.Upkeep(12.5, 400, 36_000, 20),
                            null,
                            List.of("foreign key runs_slug_fkey of public.runs refers to its columns"),
                            new IndexUse(12, "2026-11-01T00:00:00Z", "2026-11-27T00:00:00Z", null, true),
                            List.of(new HygieneFinding(
                                    "redundant-index",
                                    "proved",
                                    "public.tasks",
                                    "tasks_slug",
                                    1,
                                    "its keys lead",
                                    List.of())),
                            List.of(new WhyReport.User(
                                    "00000000000000cc",
                                    "insert into tasks values ($1) on conflict (slug) do nothing",
                                    "statement",
                                    20,
                                    0.01,
                                    null,
                                    "Insert on tasks > Result",
                                    "ERROR: there is no unique or exclusion constraint",
                                    0.8,
                                    List.of("dev.agents.Tasks.add(Tasks.java:7)"))),
                            null,
                            5_182_829.0,
                            null,
                            Verdict.UNIQUE,
                            "it is unique"),
                    new WhyReport.Index(
                            "create index on tasks (note)",
                            false,
                            "public.tasks (note)",
                            "public.tasks",
                            8_192,
                            new WhyReport.Upkeep(0, 0, 0, 0),
                            null,
                            List.of(),
                            null,
                            List.of(),
                            List.of(),
                            5_182_829.0,
                            5_182_829.0,
                            0.0,
                            Verdict.NOT_USED,
                            "the planner uses it in no plan of any captured query")),
            List.of("public.raw was never analysed"));

    @Test
    void textSaysWhatIsEstimatedAndWhatIsMeasured() {
        assertThat(WhyPage.of(report, new TextPage(140))).isEqualTo("""
                planner   plan twin, PostgreSQL 18.6, 147 plans examined; costs are the planner's estimates
                workload  7 statements, 1,796 executions; estimated cost 5,182,829 to 35,299 with the advised set
                advised   create index idx_messages_task_id on public.messages (task_id)

                Query 00000000000000aa
                   select * from messages where task_id = $1 and body like $2
                   calls     1,000, measured 62.5 ms each, 40 % of the workload's time
                   cost      estimated 3,534 each, 68.2 % of the workload's; with the advised set 12
                   called    from dev.agents.Messages.list(Messages.java:42)
                   plan for              calls  cost each  plan
                   its values            1,000      3,534  Seq Scan on messages
                   with the advised set                12  Index Scan using idx_messages_task_id on messages
                   2 indexes were examined for it
                   1. advised: public.messages (task_id)
                      it is advised as idx_messages_task_id
                      cost each: as the only new index 12, beside the advised set 12, by the best plan that uses it 12
                      estimated size 2.23 MB, write cost 0; asked for: reads by task_id
                   2. refused: public.messages using gin (body)
                      not an index: public.messages using gin (body) (ERROR: no class)
                      estimated size 7.81 kB, write cost 1.5; asked for: reads by body
                   Nothing was examined for
                   1. on public.messages: body ~~ '%<U+001B>[31m%'
                      only a trigram index finds text within text
                      instead: CREATE EXTENSION pg_trgm

                Query 00000000000000bb
                   select nope
                   calls     3
                   plan      the server does not plan it: ERROR: column "nope" does not exist
                   No index was examined for it

                Index public.tasks_slug
                   CREATE UNIQUE INDEX tasks_slug ON public.tasks USING btree (slug)
                   verdict   unique: it is unique
                   losing    estimated cost of the workload 5,182,829 with it, without it some of it is refused
                   keeping   1.73 MB; captured writes, estimated: cost 12.5, 400 entries, 35.2 kB of WAL, 20 updates not HOT because of it
                   counted   12 scans since 2026-11-01T00:00:00Z, on this standby only; read 2026-11-27T00:00:00Z
                   needed    foreign key runs_slug_fkey of public.runs refers to its columns
                   proved    redundant-index: its keys lead
                   Captured queries whose plan depends on it: 1
                   calls  cost each with  without  measured  id                called from                         plan without                                       query
                      20            0.01  refused    0.8 ms  00000000000000cc  dev.agents.Tasks.add(Tasks.java:7)  ERROR: there is no unique or exclusion constraint  insert into tasks v…

                What if create index on tasks (note)
                   public.tasks (note)
                   verdict   not-used: the planner uses it in no plan of any captured query
                   gaining   estimated cost of the workload 5,182,829 with it, 5,182,829 without; beside the advised set the same
                   keeping   8 kB, estimated; captured writes, estimated: cost 0, 0 entries, 0 B of WAL, 0 updates not HOT because of it
                   No captured query's plan depends on it

                Notes
                   note      public.raw was never analysed
                """);
    }

    @Test
    void markdownShowsTheSame() {
        assertThat(WhyPage.of(report, new MarkdownPage()))
                .contains(
                        "### Query `00000000000000aa`",
                        "1. **advised** `public.messages (task_id)`",
                        "| its values | 1,000 | 3,534 | `Seq Scan on messages` |",
                        "<U+001B>")
                .doesNotContain("\u001b");
    }

    @Test
    void jsonFollowsItsSchema() throws IOException {
        String json = Json.text(report);

        assertThat(JsonSchema.violations("why", json)).isEmpty();
        assertThat(json).contains("\"verdict\" : \"not-used\"", "\"costWithout\" : null", "\"standby\" : true");
    }
}
