package dev.sonde.cli.advise;

import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.advice.Calibration;
import dev.sonde.engine.advice.SelectionReport;
import dev.sonde.engine.codefix.CodeFix;
import dev.sonde.engine.explain.PlanOutline;
import dev.sonde.engine.hygiene.HygieneFinding;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.statistics.StatisticsAdvice;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Advice with something in every part of it, hostile text among it. */
final class AdviceFixture {

    private AdviceFixture() {}

    /** Drop of an index that exists as the item would be. */
    static AdviceReport.Advice drop(AdviceReport.Advice item) {
        return new AdviceReport.Advice(
                "77aa9c1d",
                "drop",
                "drop index concurrently public.idx_tasks_agent_id",
                item.definition(),
                item.name(),
                item.table(),
                item.method(),
                item.sizeBytes(),
                item.writeCost(),
                8.4,
                8.4,
                item.queries(),
                "proved by the catalog: its keys are the first keys of public.idx_tasks_agent_id_title, which stays",
                List.of(),
                new QualifiedName("public", "idx_tasks_agent_id_title"));
    }

    /** The same report with that drop in place of its index. */
    static AdviceReport dropping() {
        AdviceReport advice = advice();
        return new AdviceReport(
                1,
                "twin",
                "18.6",
                1,
                advice.workload(),
                advice.selection(),
                List.of(drop(advice.advice().get(0))),
                List.of(),
                List.of());
    }

    static AdviceReport advice() {
        return new AdviceReport(
                1,
                "twin",
                "18.6",
                1_205,
                new AdviceReport.WorkloadCost(42, 120_000, 1_000_000, 200_000, 190_000),
                new SelectionReport(
                        "cp-sat",
                        220_000,
                        217_360.0,
                        0.012,
                        List.of(
                                new SelectionReport.Budget(4_194_304, 1, 4_000_000, 400_000, 0.5, 0.031, true, false),
                                new SelectionReport.Budget(
                                        16_777_216, 2, 12_900_000, 200_000, 1.2, 0.012, false, true))),
                List.of(new AdviceReport.Advice(
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
                                "00000000000000aa",
                                "select t from tasks where agent_id = $1 || '\u001b'",
                                101,
                                61_000,
                                8.4,
                                812.0,
                                null,
                                List.of("dev.agents.AgentService.list(AgentService.java:42)"),
                                "Seq Scan on tasks",
                                "Index Scan using idx_tasks_agent_id on tasks",
                                new PlanOutline(
                                        "Gather",
                                        null,
                                        "",
                                        null,
                                        61_000,
                                        200,
                                        Map.of("Workers Planned", "2"),
                                        List.of(new PlanOutline(
                                                "Parallel Seq Scan",
                                                "tasks",
                                                "tasks",
                                                null,
                                                60_500,
                                                83,
                                                Map.of("Filter", "(agent_id = $1)"),
                                                List.of()))),
                                new PlanOutline(
                                        "Index Scan",
                                        "tasks",
                                        "tasks",
                                        "idx_tasks_agent_id",
                                        8.4,
                                        200,
                                        Map.of("Index Cond", "(agent_id = $1)"),
                                        List.of()))),
                        "the filter on agent_id reads the whole table",
                        List.of())),
                List.of(new AdviceReport.NotPlanned(
                        "00000000000000bb", "select nope", 3, 0.25, "relation \"nope\" does not exist")),
                List.of("public.raw was never analysed"),
                List.of(new StatisticsAdvice(
                        "extended",
                        "public.people",
                        List.of("city", "zip"),
                        List.of(
                                "create statistics public.stat_people_city_zip (mcv) on city, zip from public.people",
                                "analyze public.people"),
                        "the planner knows city and zip one by one",
                        List.of(new StatisticsAdvice.Misjudged(
                                "00000000000000cc", "select from people where city = $1", 17, 2, 2_400, true)))),
                List.of(new CodeFix(
                        "bind-type",
                        "00000000000000dd",
                        "select from tasks where id = $1",
                        1,
                        "public.tasks.id",
                        7,
                        61_000,
                        8.4,
                        "$1 is bound as numeric",
                        "bind it as bigint",
                        List.of("dev.agents.Tasks.find(Tasks.java:7)"))),
                new Calibration(0.0123, 0.008, 0.0314, 17),
                new AdviceReport.CloneResult(
                        2,
                        List.of(
                                new AdviceReport.BuiltIndex(
                                        "create index idx_tasks_agent_id on public.tasks (agent_id)",
                                        4_100_000,
                                        812,
                                        null),
                                new AdviceReport.BuiltIndex(
                                        "create index idx_tasks_title on public.tasks (title)",
                                        9_000_000,
                                        1_204,
                                        "slower with it, measured: 00000000000000bb")),
                        List.of(
                                new AdviceReport.DroppedIndex("public.tasks_state", 2, 3.2, 3.1, null),
                                new AdviceReport.DroppedIndex("public.tasks_never", 0, null, null, null),
                                new AdviceReport.DroppedIndex(
                                        "public.tasks_title",
                                        1,
                                        0.4,
                                        61.0,
                                        "slower without it, measured: 00000000000000bb from 0.4 to 61.0 ms")),
                        7,
                        new TreeMap<>(Map.of("only queries are run", 3))),
                List.of(new HygieneFinding(
                        "redundant-index",
                        "proved",
                        "public.tasks",
                        "tasks_old",
                        2_097_152,
                        "its keys are the first keys of tasks_new",
                        List.of("drop index concurrently public.tasks_old"))),
                List.of());
    }
}
