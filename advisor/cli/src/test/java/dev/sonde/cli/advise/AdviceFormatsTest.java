package dev.sonde.cli.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.cli.JsonSchema;
import dev.sonde.cli.output.Json;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.advice.SelectionReport;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdviceFormatsTest {

    private final AdviceReport advice = AdviceFixture.advice();

    @Test
    void textNamesWhatIsEstimatedAndWhatIsMeasured() {
        assertThat(TextAdvice.of(advice, 140)).isEqualTo("""
                planner   plan twin, PostgreSQL 18.6, 1,205 plans examined; costs are the planner's estimates
                workload  42 statements, 120,000 executions; estimated cost 1,000,000 to 200,000 (no set of the examined indexes gets below 190,000)
                choice    at most 1.2 % from optimal in the planner's model for these candidates and limits
                time      measured: a unit of cost took 12.3 µs in the capture, in the middle half of 17 statements 8 µs to 31.4 µs

                Statistics first: 1 cause of row counts that are wrong by ten times and more; mend them, then advise again
                -  create statistics public.stat_people_city_zip (mcv) on city, zip from public.people;
                -  analyze public.people;
                   the planner knows city and zip one by one
                   calls  rows estimated   rows captured  query
                      17               2  at least 2,400  select from people where city = $1

                1 place to mend in the code
                -  bind-type: $1 is bound as numeric
                   fix: bind it as bigint
                   7 calls, estimated cost each 61,000 to 8.4 (7,262 times less)
                   called from dev.agents.Tasks.find(Tasks.java:7)
                   select from tasks where id = $1

                1 index advised

                1. create index idx_tasks_agent_id on public.tasks (agent_id);
                   advice 3f2a9c1d, the filter on agent_id reads the whole table
                   estimated cost of its queries 61,000 to 8.4 (7,262 times less)
                   estimated size 12.3 MB, write cost 1.2
                   calls  cost each  with index  measured  with index  id                called from                                         query
                     101     61,000         8.4    812 ms           -  00000000000000aa  dev.agents.AgentService.list(AgentService.java:42)  select t from tasks…

                Measured on the clone, in 2 rounds: 1 of 2 indexes stood the test, 7 texts were run, 3 were not
                built size  build time  verdict                                                                      index
                   3.91 MB      812 ms  confirmed                                                                    create index idx_tasks_agent_id on pub…
                   8.58 MB       1.2 s  rejected: slower with it, measured: 00000000000000bb                         create index idx_tasks_title on public…
                         -           -  can go: 3.2 ms with it, 3.1 ms without, 2 texts                              without public.tasks_state
                         -           -  can go: no text that was run used it                                         without public.tasks_never
                         -           -  it stays: slower without it, measured: 00000000000000bb from 0.4 to 61.0 ms  without public.tasks_title
                         -           -  not run: only queries are run                                                3 texts

                What other budgets buy, all estimated
                budget  indexes     size     cost  write cost   from optimal  remark
                  4 MB        1  3.81 MB  400,000         0.5  at most 3.1 %  knee
                 16 MB        2  12.3 MB  200,000         1.2  at most 1.2 %  advised

                The indexes there are: 1 thing to clear up; what is proved to be superfluous takes 2 MB
                rule             index                   size  why                                       would be mended by
                redundant-index  public.tasks tasks_old  2 MB  its keys are the first keys of tasks_new  drop index concurrently public.tasks_old

                1 statement was not looked at: the server cannot plan it; measured: 25 % of the workload's time
                calls  of the time  reason                          statement
                    3         25 %  relation "nope" does not exist  select nope

                note: public.raw was never analysed
                """);
    }

    @Test
    void markdownShowsTheSameFigures() {
        assertThat(MarkdownAdvice.of(advice))
                .contains(
                        "## Sonde advice: 1 index advised",
                        "estimated cost of its queries 61,000 to 8.4 (7,262 times less)")
                .contains("at most 1.2 % from optimal", "| 4 MB | 1 | 3.81 MB | 400,000 | 0.5 | at most 3.1 % | knee |")
                .contains(
                        "- `create statistics public.stat_people_city_zip (mcv) on city, zip from public.people`",
                        "| 17 | 2 | at least 2,400 |",
                        "- **bind-type** \\$1 is bound as numeric",
                        "  - fix: bind it as bigint")
                .contains("| 101 | 61,000 | 8.4 | 812 ms | - | 00000000000000aa |", "\\|\\| '<U+001B>'")
                .doesNotContain("\u001b");
    }

    @Test
    void markdownEndsWithThePlansOfEachQuery() {
        assertThat(MarkdownAdvice.of(advice)).endsWith("""
                <details><summary>Plans, estimated: <code>select t from tasks where agent_id = $1 || '&lt;U+001B&gt;'</code></summary>

                ```text
                before
                  Gather  (cost 61,000, rows 200)
                      Workers Planned: 2
                    Parallel Seq Scan on tasks  (cost 60,500, rows 83)
                        Filter: (agent_id = $1)
                after
                  Index Scan using idx_tasks_agent_id on tasks  (cost 8.4, rows 200)
                      Index Cond: (agent_id = $1)
                ```

                </details>
                """);
    }

    @Test
    void jsonFollowsItsSchema() throws IOException {
        String json = Json.text(advice);

        assertThat(JsonSchema.violations("advise", json)).isEmpty();
        assertThat(json).contains("\"measuredAfterMs\" : null", "\"costBefore\" : 1000000,");
    }

    @Test
    void aDropIsNoAdvisedIndexAndSaysWhatToCheckFirst() throws IOException {
        AdviceReport dropping = AdviceFixture.dropping();

        assertThat(TextAdvice.of(dropping, 140)).contains("""
                No index advised: none of the examined ones is worth its cost. 1 index to drop: superfluous.

                1. drop index concurrently public.idx_tasks_agent_id;
                   advice 77aa9c1d, proved by the catalog: its keys are the first keys of public.idx_tasks_agent_id_title, which stays
                   estimated cost of its queries 8.4 to 8.4
                   frees 12.3 MB; estimated: saves write cost 1.2
                   check first that nothing calls it by its name""");
        assertThat(MarkdownAdvice.of(dropping))
                .contains("- check first that nothing calls it")
                .contains("without it");
        assertThat(JsonSchema.violations("advise", Json.text(dropping))).isEmpty();
    }

    @Test
    void noAdviceIsSaidInWords() {
        assertThat(TextAdvice.of(noAdvice(1), 100))
                .contains("No index advised: none of the examined", "how far from optimal is not known")
                .doesNotContain("no set of", "budgets");
    }

    @Test
    void thatNothingCouldBePlannedIsSaidInWords() {
        assertThat(TextAdvice.of(noAdvice(0), 100))
                .contains("No index advised: there is no statement that the server can plan.\n");
    }

    private static AdviceReport noAdvice(int statements) {
        return new AdviceReport(
                1,
                "twin",
                "18.6",
                1,
                new AdviceReport.WorkloadCost(statements, statements, 1, 1, Double.NaN),
                new SelectionReport("greedy", 1, null, null, List.of()),
                List.of(),
                List.of(),
                List.of());
    }
}
