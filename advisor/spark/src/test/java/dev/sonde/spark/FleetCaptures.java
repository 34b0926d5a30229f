package dev.sonde.spark;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.KeptValue;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Link;
import dev.sonde.capture.CaptureRecord.Overhead;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.ProcessSample;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import dev.sonde.capture.file.CaptureWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Captures of one session as its service would have rotated them: units of work at the same time, some of them going on in the
 * next file, which then repeats their records. The same seed gives the same records.
 */
final class FleetCaptures {
    private static final long LIST = 0x11;
    private static final long CHILD = 0x12;
    private static final int AT_ONCE = 4;

    /** A unit that goes on. */
    private static final class Open {
        private final long number;
        private final String route;
        private int done;
        private long list;

        Open(long number, String route) {
            this.number = number;
            this.route = route;
        }
    }

    private final Random random;
    private final long session;
    private final String service;
    private final List<Open> open = new ArrayList<>();
    private final Map<Long, Long> leases = new HashMap<>();
    private long units;
    private long sequence;

    FleetCaptures(long session, String service) {
        this.random = new Random(session);
        this.session = session;
        this.service = service;
    }

    /** Writes the next file, in many small blocks. */
    Path write(Path file, int executions) throws IOException {
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            List<CaptureRecord> records = new ArrayList<>();
            names(records);
            for (int i = 0; i < executions; i++) {
                step(records);
                if (i % 50 == 0) {
                    interval(records);
                }
            }
            for (int i = 0; i < records.size(); i++) {
                writer.write(records.get(i));
                if (i % 30 == 29) {
                    writer.flush();
                }
            }
        }
        return file;
    }

    private void names(List<CaptureRecord> records) {
        records.add(new Session(
                session,
                service,
                "1." + session % 2,
                "host-" + session,
                1_795_435_200_000_000L + session,
                "jdbc:postgresql://db/" + service,
                "18.6",
                "hashed",
                "00112233445566778899aabbccddeeff",
                50_000,
                "0.1.0"));
        records.add(statement(LIST, "select id from parent limit 20"));
        records.add(statement(CHILD, "select a from child where parent_id = $1"));
        records.add(new CallSite(session, 7, List.of("A.list(A.java:1)", "R.run(R.java:9)"), List.of()));
        records.add(new CallSite(
                session, 8, List.of("B.child(B.java:2)", "A.list(A.java:3)", "R.run(R.java:9)"), List.of("hibernate")));
        open.forEach(unit -> records.add(unit(unit)));
    }

    private Statement statement(long id, String sql) {
        return new Statement(session, id, id, sql, List.of(), List.of(4), List.of("id"), false);
    }

    private Unit unit(Open unit) {
        return new Unit(session, unit.number, unit.route, "", "explicit", unit.number * 1_000);
    }

    private void step(List<CaptureRecord> records) {
        while (open.size() < AT_ONCE) {
            Open begun = new Open(++units, "GET /" + random.nextInt(3));
            open.add(begun);
            records.add(unit(begun));
        }
        Open unit = open.get(random.nextInt(AT_ONCE));
        sequence++;
        long lease = leases.computeIfAbsent(unit.number, number -> number);
        if (unit.done == 0) {
            unit.list = sequence;
            records.add(execution(unit, LIST, 20, random.nextInt(5) == 0 ? 7 : 0, List.of(), null, lease));
        } else {
            int row = unit.done - 1;
            records.add(execution(
                    unit,
                    CHILD,
                    1,
                    unit.done == 3 ? 8 : 0,
                    List.of(1 + (int) (unit.number * 32 + row)),
                    new Link(unit.list, LIST, 1, row, 1),
                    lease));
        }
        if (++unit.done > 12) {
            open.remove(unit);
            records.add(new Lease(
                    session,
                    lease,
                    "main",
                    unit.number,
                    1,
                    sequence * 100,
                    random.nextInt(30_000_000),
                    9_000_000,
                    1,
                    13,
                    7));
        }
    }

    private Execution execution(
            Open unit, long statement, long rows, long site, List<Integer> binds, @Nullable Link link, long lease) {
        long nanos = random.nextInt(40) == 0 ? 60_000_000 : 400_000;
        return new Execution(
                session,
                sequence,
                statement,
                unit.number,
                sequence * 100,
                nanos,
                1_000,
                1,
                lease,
                1 + random.nextInt(3),
                1,
                new ArrayList<>(binds),
                rows,
                -1,
                0,
                random.nextInt(200) == 0 ? "57014" : "",
                site,
                link);
    }

    private void interval(List<CaptureRecord> records) {
        long at = sequence * 100;
        for (long statement : List.of(LIST, CHILD)) {
            records.add(new Aggregate(
                    session,
                    statement,
                    "GET /" + random.nextInt(3),
                    at,
                    at + 10_000_000,
                    25,
                    random.nextInt(2),
                    40,
                    25_000_000,
                    9_000_000,
                    25,
                    List.of(900, 1_000 + random.nextInt(50)),
                    List.of(5L, 20L)));
        }
        records.add(new PoolSample(
                session, "main", at, random.nextInt(10), 1, random.nextInt(3), 10, sequence, at, at, at / 2, 0));
        records.add(new UnitAggregate(
                session,
                "GET /" + random.nextInt(3),
                "request",
                at,
                at + 10_000_000,
                3,
                90_000_000,
                40_000_000,
                List.of(1_000, 1_010 + random.nextInt(20)),
                List.of(2L, 1L)));
        records.add(new ProcessSample(session, at, 1, 2, 3, 4, random.nextInt(1_000), sequence, 20));
        records.add(new Overhead(session, at, at + 10, "full", 50, 1_000, 10, 1, 5, 10_000));
        records.add(
                new BindSample(session, CHILD, sequence, 1_000, sequence, List.of(new KeptValue(1, "v" + sequence))));
        if (random.nextInt(50) == 0) {
            records.add(new Drops(session, at, at + 10, "ring-full", 3));
        }
    }
}
