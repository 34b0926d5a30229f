package dev.sonde.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.CommandRun;
import dev.sonde.engine.server.PostgresHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Summaries in the place of captures: the same history, and nothing twice. And how much room a history takes. */
class HistorySummariesTest {

    private static final Instant DAY = Instant.parse("2026-11-03T10:00:00Z");
    private static final String ROUTE = "GET /agents";

    private static HistoryServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        server = HistoryServer.start(PostgresHome.bundled());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Path capture(long session, String version, Duration length) throws IOException {
        HistoryCapture capture = new HistoryCapture(session, "agents", version, DAY).list(ROUTE, Duration.ZERO, true);
        if (!length.isZero()) {
            capture.list(ROUTE, length, true);
        }
        return capture.write(folder.resolve(session + ".sonde"));
    }

    private Path summary(String name, Path... captures) {
        List<Object> arguments = new ArrayList<>(List.of("merge"));
        arguments.addAll(List.of(captures));
        Path summary = folder.resolve(name + ".sonde-summary");
        arguments.addAll(List.of("-o", summary));
        CommandRun run = CommandRun.of(arguments.toArray());
        assertThat(run.status()).as(run.err()).isZero();
        return summary;
    }

    private static CommandRun add(String url, Path... files) {
        List<Object> arguments = new ArrayList<>(List.of("history", "add"));
        arguments.addAll(List.of(files));
        arguments.addAll(List.of("--url", url));
        return CommandRun.of(arguments.toArray());
    }

    private static String shown(String url) {
        CommandRun run = CommandRun.of("history", "show", "--url", url, "--format", "json");
        assertThat(run.status()).as(run.err()).isZero();
        return run.out();
    }

    @Test
    void aSummaryCountsAsItsCapturesDo() throws IOException, SQLException {
        String ofCaptures = server.history("captures");
        String ofSummary = server.history("summary");
        Path one = capture(1, "1.4", Duration.ZERO);
        Path other = capture(2, "1.4", Duration.ZERO);
        Path summary = summary("day", one, other);

        add(ofCaptures, one, other);
        CommandRun added = add(ofSummary, summary);

        assertThat(added.status()).as(added.err()).isZero();
        assertThat(shown(ofSummary)).isEqualTo(shown(ofCaptures));
        assertThat(add(ofSummary, summary, one, other).err()).contains("nothing new");
        assertThat(add(ofCaptures, summary).err()).contains("nothing new");
        assertThat(shown(ofSummary)).isEqualTo(shown(ofCaptures));
    }

    @Test
    void aSummaryThatIsCountedInPartIsRefused() throws IOException, SQLException {
        String url = server.history("part");
        Path one = capture(1, "1.4", Duration.ZERO);
        Path summary = summary("both", one, capture(2, "1.4", Duration.ZERO));
        Path overlapping = summary("overlapping", one, capture(3, "1.4", Duration.ZERO));
        add(url, one);
        String before = shown(url);

        CommandRun inPart = add(url, summary);
        CommandRun twice = add(url, summary, overlapping);

        assertThat(inPart.status()).isEqualTo(2);
        assertThat(inPart.err())
                .contains("both.sonde-summary: 1 of the 2 captures that it counts are in the history already");
        assertThat(twice.status()).isEqualTo(2);
        assertThat(twice.err()).contains("counts captures that", "leave one of the two out");
        assertThat(shown(url)).isEqualTo(before);
    }

    @Test
    void whatASummaryCannotTellIsSaid() throws IOException, SQLException {
        String url = server.history("mixed");
        Path days = summary("days", capture(1, "1.4", Duration.ofDays(2)));
        Path versions = summary("versions", capture(2, "1.5", Duration.ZERO), capture(3, "1.6", Duration.ZERO));
        Path damaged = Files.write(
                folder.resolve("damaged.sonde-summary"),
                new byte[] {'O', 'b', 'j', 1, 2, 26, 's', 'o', 'n', 'd', 'e', '.', 's', 'u', 'm', 'm', 'a', 'r', 'y'});

        CommandRun added = add(url, days, versions);

        assertThat(added.status()).as(added.err()).isZero();
        assertThat(added.err())
                .contains(
                        "days.sonde-summary: is of 2026-11-03T10:00:00Z to 2026-11-05T10:00:20Z and counts where it begins",
                        "versions.sonde-summary: mixes versions 1.5, 1.6 of agents");
        assertThat(server.rows(
                        "mixed", "select distinct version from sonde.sighting join sonde.release on id = release"))
                .containsExactly("1.4");
        assertThat(server.rows("mixed", "select sum(calls) from sonde.execution_count"))
                .containsExactly(String.valueOf(4 * HistoryCapture.UNITS * (1 + HistoryCapture.CHILDREN)));
        assertThat(add(url, damaged).status()).isEqualTo(2);
    }

    @Test
    void aCountTakesLessThan350Bytes() throws IOException, SQLException {
        String url = server.history("size");
        int statements = 100;
        int days = 30;
        HistoryCapture capture = new HistoryCapture(1, "agents", "1.4", DAY.minus(Duration.ofDays(days)));
        for (int statement = 1; statement <= statements; statement++) {
            capture.add(CaptureFixture.statement(
                    statement, "select a, b, c, d from table_" + statement + " where id = $1 and status = $2"));
            for (int day = 0; day < days; day++) {
                capture.add(spread(capture, statement, day));
            }
        }

        assertThat(add(url, capture.write(folder.resolve("many.sonde"))).status())
                .isZero();

        long bytes = Long.parseLong(server.rows(
                        "size",
                        "select sum(pg_total_relation_size(c.oid)) from pg_class c where relkind = 'r'"
                                + " and relnamespace = 'sonde'::regnamespace and relname like '%\\_count'")
                .get(0));
        long counts = Long.parseLong(server.rows("size", "select count(*) from sonde.execution_count")
                .get(0));
        assertThat(counts).isEqualTo((long) statements * days);
        assertThat(bytes / counts).isLessThan(350);
    }

    /** Times from 0.3 to 300 ms, as those of a statement are that is sometimes slow: 60 buckets. */
    private static CaptureRecord spread(HistoryCapture capture, int statement, int day) {
        CaptureRecord.Aggregate one = capture.aggregate(
                statement, "GET /r" + statement % 10, Duration.ofDays(day).toNanos() / 1_000, 10_000, 1, 300_000);
        List<Integer> buckets = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (int bucket = 0; bucket < 60; bucket++) {
            buckets.add(one.buckets().get(0) + 6 * bucket);
            counts.add((long) (3_000 / (1 + bucket)) + statement % 7);
        }
        return new CaptureRecord.Aggregate(
                one.session(),
                one.statement(),
                one.route(),
                one.fromMicros(),
                one.toMicros(),
                counts.stream().mapToLong(Long::longValue).sum(),
                0,
                one.rows(),
                one.totalNanos(),
                300_000_000,
                0,
                buckets,
                counts);
    }
}
