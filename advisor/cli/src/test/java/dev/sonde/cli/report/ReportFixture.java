package dev.sonde.cli.report;

import dev.sonde.analysis.finding.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A report with something in every part of it, hostile text among it. */
public final class ReportFixture {

    private static final String CHILD = "00000000000000aa";
    private static final String PARENT = "00000000000000bb";

    private ReportFixture() {}

    public static Report report() {
        return new Report(
                1,
                new Report.Session(
                        2,
                        1,
                        List.of("agents 1.4.2"),
                        List.of("host-a"),
                        List.of("jdbc:postgresql://db/agents"),
                        List.of("18.6"),
                        Instant.parse("2026-11-23T12:00:00.5Z"),
                        Instant.parse("2026-11-23T12:05:10.5Z"),
                        120_034,
                        3,
                        8_200,
                        384_108.8,
                        3.2,
                        List.of(),
                        null),
                List.of(
                        new Finding(
                                "n-plus-one",
                                "keyed-loop",
                                Finding.Verdict.CONFIRMED,
                                Finding.Severity.ERROR,
                                "00000000000000cc",
                                "agents",
                                "GET /agents",
                                CHILD,
                                PARENT,
                                "dev.agents.AgentService.list(AgentService.java:42)",
                                101,
                                1,
                                99,
                                "n-plus-one: 101 × select t from tasks where agent_id = $1 under GET /agents",
                                "Load the tasks of all agents with one query: where agent_id = any(?)",
                                Finding.Location.of("dev.agents.AgentService.list(AgentService.java:42)"),
                                Map.of("linked", 100)),
                        new Finding(
                                "slow-query",
                                "slow",
                                Finding.Verdict.LIKELY,
                                Finding.Severity.WARNING,
                                "00000000000000dd",
                                "agents",
                                "",
                                PARENT,
                                null,
                                null,
                                20,
                                20,
                                0,
                                "slow-query: 812 ms \u001b[31m| `a` <b>",
                                "See sonde advise",
                                Finding.Location.of("dev.agents.Reports.slow(Reports.java:7)"),
                                Map.of())),
                List.of(new Report.Rewrite(
                        "00000000000000cc",
                        "select t from tasks where agent_id = $1",
                        "select t, agent_id as batch_key from tasks where agent_id = any($1)",
                        "group the rows by their key",
                        null,
                        new Report.CloneCheck(
                                "jdbc:postgresql://clone/agents",
                                "equal",
                                "select t, agent_id as batch_key from tasks where agent_id = any($1)",
                                "the rewrite reads the same rows for every key",
                                100,
                                "values of agents.id recognised by their hashes",
                                "",
                                2_400,
                                100,
                                1,
                                43.25,
                                2.5,
                                5))),
                List.of(
                        new Report.StatementTimes(
                                "00000000000000b1",
                                PARENT,
                                "agents",
                                "1.4.2",
                                "select a from agents where note = '\u001b[2J' || $1",
                                20,
                                0,
                                2_000,
                                16_240,
                                812,
                                800,
                                900,
                                950,
                                960,
                                List.of("GET /agents"),
                                List.of(),
                                List.of("agents"),
                                List.of(new Report.Bar(700, 1_000, 20))),
                        new Report.StatementTimes(
                                "00000000000000a1",
                                CHILD,
                                "agents",
                                "1.4.2",
                                "select t from tasks where agent_id = $1",
                                120_014,
                                3,
                                240_028,
                                48_005.6,
                                0.4,
                                0.39,
                                Double.NaN,
                                1,
                                4,
                                List.of(),
                                List.of(),
                                List.of("tasks"),
                                List.of(new Report.Bar(0.3, 0.5, 120_000), new Report.Bar(0.5, 0.7, 14)))),
                Map.of(
                        "main",
                        new Report.PoolUse(
                                10,
                                10,
                                42,
                                60,
                                12,
                                8_200,
                                1_500,
                                0.18,
                                Double.NaN,
                                390_000,
                                78_000,
                                2,
                                List.of(new Report.Holder(
                                        List.of("dev.agents.Mail.send(Mail.java:9)\u001b[2J"),
                                        List.of("POST /mail"),
                                        12,
                                        24,
                                        31_000,
                                        310,
                                        4_100)))),
                new Report.Drops(1_203, new TreeMap<>(Map.of("ring-full", 1_203L))),
                new Report.Profiler(
                        0.0031, 0.01, 384_108, 1_190, 640, 2_300, "no-call-sites", Map.of("full", 300_000.0)),
                List.of(),
                List.of(),
                List.of(
                        new Report.Target(
                                "statements, average",
                                "<",
                                50,
                                3.2,
                                "ms",
                                "met",
                                "execute and fetch, over all executions"),
                        new Report.Target("units of work, P95", "<", 200, Double.NaN, "ms", "not-known", "no unit"),
                        new Report.Target("units of work, P99", "<", 500, 612, "ms", "missed", "of statements only")),
                List.of(new Report.UnitTimes(
                        "agents",
                        "1.4.2",
                        "GET /agents",
                        8_200,
                        120_034,
                        40,
                        180,
                        612,
                        900,
                        List.of(new Report.Bar(30, 50, 8_000), new Report.Bar(500, 700, 200)))),
                List.of(),
                new Report.Where(
                        List.of(new Report.Part(
                                "GET /agents",
                                "agents",
                                "1.4.2",
                                20,
                                16_240,
                                false,
                                List.of(new Report.PartStatement("00000000000000b1", 20, 16_240)))),
                        List.of(),
                        List.of()),
                new Report.TimeSteps(
                        Instant.parse("2026-11-23T12:00:00Z"),
                        2,
                        List.of(new Report.TimeStep(
                                0, 800, 1, 20, 60, 3_100, Map.of("main", new Report.PoolState(10, 42, 10))))),
                List.of(
                        "Plans of slow statements: they take --snapshot FILE or --url JDBC_URL, and a slow statement."));
    }
}
