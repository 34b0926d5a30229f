package dev.sonde.cli.history;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Link;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.cli.CaptureFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Captures of a service that lists agents, and from some release on reads the tasks of each in a loop. */
final class HistoryCapture {

    static final long AGENTS = 0xA1_0000_0000_0001L;
    static final long TASKS = 0xB2_0000_0000_0002L;
    static final String AGENTS_SQL = "select id, name from agents order by id limit 50";
    static final String TASKS_SQL = "select id, title from tasks where agent_id = $1";
    static final int UNITS = 20;
    static final int CHILDREN = 10;

    private static final CubicallyInterpolatedMapping TIMES = new CubicallyInterpolatedMapping(0.01);

    private final List<CaptureRecord> records = new ArrayList<>();
    private final long session;
    private long sequence;
    private long unit;

    HistoryCapture(long session, String service, String version, Instant start) {
        this.session = session;
        records.add(new Session(
                session,
                service,
                version,
                "host-a",
                ChronoUnit.MICROS.between(Instant.EPOCH, start),
                "jdbc:postgresql://db/agents",
                "18.6",
                "hashed",
                "00112233445566778899aabbccddeeff",
                50_000,
                "0.1.0"));
        records.add(CaptureFixture.statement(AGENTS, AGENTS_SQL));
        records.add(CaptureFixture.statement(TASKS, TASKS_SQL));
        records.add(new CallSite(
                session,
                7,
                List.of(
                        "dev.agents.AgentService.list(AgentService.java:42)",
                        "dev.agents.AgentController.get(AgentController.java:9)"),
                List.of()));
    }

    /** Units of work on a route that list agents, and if asked for read the tasks of each. */
    HistoryCapture list(String route, Duration after, boolean loop) {
        long begin = after.toNanos() / 1_000;
        for (int i = 0; i < UNITS; i++) {
            unit++;
            long start = begin + i * 1_000_000L;
            records.add(new Unit(session, unit, route, "", "explicit", start));
            long parent = ++sequence;
            records.add(execution(parent, AGENTS, start, 2_000_000, List.of(), CHILDREN, null));
            for (int child = 0; loop && child < CHILDREN; child++) {
                records.add(execution(
                        ++sequence,
                        TASKS,
                        start + 3_000 + child * 2_000L,
                        1_000_000,
                        List.of(1_000 + child),
                        3,
                        new Link(parent, AGENTS, 1, child, 1)));
            }
        }
        records.add(aggregate(AGENTS, route, begin, UNITS, CHILDREN, 2_000_000));
        if (loop) {
            records.add(aggregate(TASKS, route, begin, UNITS * CHILDREN, 3, 1_000_000));
        }
        return this;
    }

    HistoryCapture add(CaptureRecord... more) {
        records.addAll(List.of(more));
        return this;
    }

    private Execution execution(
            long sequence,
            long statement,
            long start,
            long nanos,
            List<Integer> binds,
            long rows,
            @Nullable Link link) {
        return new Execution(
                session, sequence, statement, unit, start, nanos, 0, 1, unit, 100, unit, binds, rows, -1, 0, "", 7,
                link);
    }

    Aggregate aggregate(long statement, String route, long begin, int count, int rows, long nanos) {
        return new Aggregate(
                session,
                statement,
                route,
                begin,
                begin + UNITS * 1_000_000L,
                count,
                0,
                (long) count * rows,
                count * nanos,
                nanos,
                count,
                List.of(TIMES.index(nanos)),
                List.of((long) count));
    }

    List<CaptureRecord> records() {
        return List.copyOf(records);
    }

    Path write(Path file) throws IOException {
        return CaptureFixture.write(file, records.toArray(CaptureRecord[]::new));
    }
}
