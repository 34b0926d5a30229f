package dev.sonde.cli.report;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Link;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.cli.CaptureFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A minute of a service that has a loop, slow reads, a full pool, and texts that would like to be more than text. */
public final class ReportCapture {

    static final String FRAME = "dev.agents.AgentService.list(AgentService.java:42)";
    static final String MARKUP = "</script><img src=x onerror=document.title='taken'><!-- <script>";
    static final String HOSTILE_SQL = "select 1 as \"" + MARKUP + "\u202e\u0007${x} {{y}}\" from evil where id = $1";
    static final String HOSTILE_ROUTE = "GET /<b onmouseover=alert(1)>\u2028\"'&amp;";

    private static final long AGENTS = 0xA1;
    private static final long TASKS = 0xA2;
    private static final long REPORTS = 0xA3;
    private static final long EVIL = 0xA4;

    private final List<CaptureRecord> records = new ArrayList<>();
    private long sequence;

    private ReportCapture() {}

    /**
     * Writes the capture.
     *
     * @param others so many more statements, each executed once
     */
    public static Path write(Path file, int others) throws IOException {
        ReportCapture capture = new ReportCapture();
        capture.add(others);
        return CaptureFixture.write(file, capture.records.toArray(CaptureRecord[]::new));
    }

    private void add(int others) {
        records.add(CaptureFixture.SESSION);
        records.add(CaptureFixture.statement(AGENTS, "select id, name from agents order by id limit 20"));
        records.add(CaptureFixture.statement(TASKS, "select id, title from tasks where agent_id = $1"));
        records.add(CaptureFixture.statement(REPORTS, "select count(*) from messages where sent_at > $1"));
        records.add(CaptureFixture.statement(EVIL, HOSTILE_SQL));
        records.add(new CallSite(
                1, 7, List.of(FRAME, "dev.agents.AgentController.get(AgentController.java:9)"), List.of()));
        records.add(new CallSite(1, 8, List.of("dev.agents.Reports.count(Reports.java:7)"), List.of()));
        for (int second = 0; second < 60; second++) {
            list(second);
            long start = second * 1_000_000L + 300_000;
            long unit = 1_000 + second;
            records.add(new Unit(1, unit, "GET /reports", "", "explicit", start));
            records.add(execution(REPORTS, unit, start, 90_000_000L + second * 4_000_000L, second, 8, null));
            records.add(new Unit(1, 2_000 + second, HOSTILE_ROUTE, "", "explicit", start));
            records.add(execution(EVIL, 2_000 + second, start, 400_000, second, 0, null));
            boolean busy = second > 30 && second < 45;
            records.add(new PoolSample(
                    1,
                    "main",
                    second * 1_000_000L,
                    busy ? 10 : 3,
                    busy ? 0 : 7,
                    busy ? second - 25 : 0,
                    10,
                    100 + second,
                    second * 2_000_000L,
                    second * 50_000_000L,
                    second * 20_000_000L,
                    0));
        }
        records.add(new Lease(1, 1, "main", 1_040, 1, 40_500_000, 200_000_000, 250_000_000, 240_000_000, 1, 8));
        records.add(aggregate(AGENTS, "GET /agents", 60, 1_200, 2_000_000));
        records.add(aggregate(TASKS, "GET /agents", 1_200, 6_000, 1_000_000));
        records.add(aggregate(REPORTS, "GET /reports", 60, 60, 208_000_000));
        records.add(aggregate(EVIL, HOSTILE_ROUTE, 60, 60, 400_000));
        for (int i = 0; i < others; i++) {
            long id = 0x10_000 + i;
            records.add(
                    CaptureFixture.statement(id, "select column_" + i + " from table_" + i % 100 + " where id = $1"));
            records.add(aggregate(id, "GET /route-" + i % 50, 1 + i % 7, 10, 100_000 + i));
        }
    }

    /** Reads agents, and of each its tasks. */
    private void list(int second) {
        long start = second * 1_000_000L;
        records.add(new Unit(1, second + 1, "GET /agents", "", "explicit", start));
        Execution parent = execution(AGENTS, second + 1, start, 2_000_000, null, 7, null);
        records.add(parent);
        for (int i = 0; i < 20; i++) {
            records.add(execution(
                    TASKS,
                    second + 1,
                    start + 3_000 + i * 2_000L,
                    1_000_000,
                    1_000 + i,
                    7,
                    new Link(parent.sequence(), AGENTS, 1, i, 1)));
        }
    }

    private Execution execution(
            long statement, long unit, long start, long nanos, @Nullable Integer bind, long site, @Nullable Link link) {
        return new Execution(
                1,
                ++sequence,
                statement,
                unit,
                start,
                nanos,
                0,
                1,
                unit,
                100,
                unit,
                bind == null ? List.of() : List.of(bind),
                1,
                -1,
                0,
                "",
                site,
                link);
    }

    private static Aggregate aggregate(long statement, String route, long count, long rows, long nanos) {
        int bucket = new CubicallyInterpolatedMapping(0.01).index(nanos);
        return new Aggregate(
                1,
                statement,
                route,
                0,
                60_000_000,
                count,
                0,
                rows,
                count * nanos,
                nanos,
                count,
                List.of(bucket),
                List.of(count));
    }
}
