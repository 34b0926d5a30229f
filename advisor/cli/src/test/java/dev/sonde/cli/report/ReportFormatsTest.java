package dev.sonde.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.cli.JsonSchema;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ReportFormatsTest {

    private final Report report = ReportFixture.report();

    @Test
    void textFitsTheTerminal() {
        String text = TextReport.of(report, 100);

        assertThat(text).isEqualTo("""
                service   agents 1.4.2 on host-a
                database  jdbc:postgresql://db/agents, PostgreSQL 18.6
                captured  2026-11-23T12:00:00Z, 5.17 min: 120,034 executions of 2 statements in 8,200 units of work,
                          2 files
                time      3.2 ms per execution on average, 6.4 min in all, 3 executions failed
                target    statements, average 3.2 ms (target < 50 ms: met)
                target    units of work, P99 612 ms (target < 500 ms: missed)
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

                Not checked
                  - Plans of slow statements: they take --snapshot FILE or --url JDBC_URL, and a slow statement.
                """);
    }

    @Test
    void markdownShowsTheSameFiguresAndHostileTextAsText() {
        String markdown = MarkdownReport.of(report);

        assertThat(markdown)
                .contains(
                        "6.4 min in all", "the fix saves 99 round trips", "| 20 | 16.2 s | 4.23 % | 812 ms | 900 ms |")
                .contains(
                        "<details><summary><b>warning</b> slow-query: 812 ms &lt;U+001B&gt;[31m| `a` &lt;b&gt;</summary>\n\n")
                .contains("`select a from agents where note = '<U+001B>[2J' \\|\\| $1` |")
                .doesNotContain("\u001b");
        assertThat(markdown.lines().filter(line -> line.startsWith("| 20 |")))
                .allMatch(line ->
                        line.replace("\\|", "").chars().filter(c -> c == '|').count() == 9);
    }

    @Test
    void jsonFollowsItsSchema() throws IOException {
        String json = json();

        assertThat(JsonSchema.violations("report", json)).isEmpty();
        assertThat(json)
                .startsWith("{\n  \"schemaVersion\" : 1,\n  \"session\" : {")
                .contains(
                        "\"p95Millis\" : null",
                        "\"savedRoundTrips\" : 99",
                        "\\u001B[2J",
                        "\"level\" : \"no-call-sites\"")
                .isEqualTo(json());
    }

    private String json() throws IOException {
        StringWriter json = new StringWriter();
        JsonReport.write(report, json);
        return json.toString();
    }
}
