package dev.sonde.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.cli.JsonSchema;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportFormatsTest {

    private static final String CHILD = "00000000000000aa";
    private static final String PARENT = "00000000000000bb";

    private final Report report = new Report(
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
                            List.of()),
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
                            List.of())),
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
            new Report.Profiler(0.0031, 0.01, 384_108, 1_190, 640, 2_300, "no-call-sites", Map.of("full", 300_000.0)),
            List.of(),
            List.of());

    @Test
    void textFitsTheTerminal() {
        String text = TextReport.of(report, 100);

        assertThat(text).isEqualTo("""
                service   agents 1.4.2 on host-a
                database  jdbc:postgresql://db/agents, PostgreSQL 18.6
                captured  2026-11-23T12:00:00Z, 5.17 min: 120,034 executions of 2 statements in 8,200 units of work,
                          2 files
                time      3.2 ms per execution on average, 6.4 min in all, 3 executions failed
                lost      details of 1,203 executions (ring-full 1,203): they are in all counts and times, but
                          findings are "at least"
                profiler  0.31 % of the statements' time on the service's threads (budget 1 %), 2.3 s of its own
                          thread; reduced at times to no-call-sites

                2 findings: 1 error, 1 warning

                1. ERROR  n-plus-one: 101 × select t from tasks where agent_id = $1 under GET /agents
                   rule    n-plus-one keyed-loop, CONFIRMED
                   route   GET /agents
                   loop    dev.agents.AgentService.list(AgentService.java:42)
                   parent  00000000000000bb select a from agents where note = '<U+001B>[2J' || $1
                   query   00000000000000aa select t from tasks where agent_id = $1
                   cost    101 executions in 1 unit of work; the fix saves 99 round trips
                   proof   linked 100
                   fix     Load the tasks of all agents with one query: where agent_id = any(?)
                   batch   select t, agent_id as batch_key from tasks where agent_id = any($1)
                   rows    group the rows by their key
                   clone   equal, measured there: 100 trips 43.3 ms -> 1 trip 2.5 ms (medians of 5 runs in turns on
                           jdbc:postgresql://clone/agents); 100 keys: values of agents.id recognised by their
                           hashes; 2,400 rows

                2. WARNING  slow-query: 812 ms <U+001B>[31m| `a` <b>
                   rule    slow-query slow, LIKELY
                   at      dev.agents.Reports.slow(Reports.java:7)
                   query   00000000000000bb select a from agents where note = '<U+001B>[2J' || $1
                   cost    20 executions in 20 units of work
                   fix     See sonde advise

                Statements by total time
                  calls   total   share  average     p95     max  rows  statement
                     20  16.2 s  4.23 %   812 ms  900 ms  960 ms   100  select a from agents where note = '<U+001B>…
                120,014    48 s  12.5 %   0.4 ms       -    4 ms     2  select t from tasks where agent_id = $1

                Connection pools
                max  most active  most waiting  leases  average wait  P95     held  busy  timeouts  pool
                 10           10            42   8,200       0.18 ms    -  6.5 min  20 %         2  main

                Longest leases
                recorded  held  longest  busy  pool  held by
                      12  31 s    4.1 s   1 %  main  dev.agents.Mail.send(Mail.java:9)<U+001B>[2J in POST /mail
                """);
    }

    @Test
    void markdownShowsTheSameFiguresAndHostileTextAsText() {
        String markdown = MarkdownReport.of(report);

        assertThat(markdown)
                .contains(
                        "6.4 min in all", "the fix saves 99 round trips", "| 20 | 16.2 s | 4.23 % | 812 ms | 900 ms |")
                .contains("**warning** slow-query: 812 ms &lt;U+001B&gt;\\[31m\\| \\`a\\` &lt;b&gt;")
                .contains("`select a from agents where note = '<U+001B>[2J' \\|\\| $1` |")
                .doesNotContain("\u001b");
        assertThat(markdown.lines().filter(line -> line.startsWith("| 20 |")))
                .allMatch(line ->
                        line.replace("\\|", "").chars().filter(c -> c == '|').count() == 9);
    }

    @Test
    void jsonFollowsItsSchema() throws IOException {
        String json = JsonReport.of(report);

        assertThat(JsonSchema.violations("report", json)).isEmpty();
        assertThat(json)
                .startsWith("{\n  \"schemaVersion\" : 1,\n  \"session\" : {")
                .contains(
                        "\"p95Millis\" : null",
                        "\"savedRoundTrips\" : 99",
                        "\\u001B[2J",
                        "\"level\" : \"no-call-sites\"")
                .isEqualTo(JsonReport.of(report));
    }
}
