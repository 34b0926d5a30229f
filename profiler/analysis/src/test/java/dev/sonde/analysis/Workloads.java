package dev.sonde.analysis;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.KeptValue;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Recordings of many kinds of records. */
final class Workloads {
    private static final String CHILD = "select a from t where b = ?";

    private Workloads() {}

    /** A little of everything, several sessions' worth of it in one. */
    static Recording random(Random random) {
        Recording recording = new Recording();
        for (int unit = 0; unit < 8; unit++) {
            recording.unit("route " + random.nextInt(3));
            String parentSql = "select id from p" + random.nextInt(2);
            long parent = recording.run(parentSql, 20, "A.a(A.java:1)");
            for (int i = random.nextInt(30); i >= 0; i--) {
                String site = random.nextBoolean() ? "B.b(B.java:2) < A.a(A.java:3)" : "";
                recording.run(CHILD, 1, site, recording.link(parent, parentSql, i), 1_000 + i);
                if (random.nextInt(8) == 0) {
                    makeSlow(recording.records, random);
                }
            }
            recording.run(
                    "update t set a = ? where b = ?", 0, "", random.nextInt(5) == 0 ? "40P01" : "", null, 1, unit);
            recording.aggregate(
                    CHILD, "route", random.nextInt(50), 0, random.nextInt(2_000), random.nextInt(1_000_000));
            recording.records.add(new BindSample(
                    77, 5 + random.nextInt(2), unit, 1_000, unit, List.of(new KeptValue(1, "v" + unit))));
        }
        for (int second = 0; second < 20; second++) {
            recording.unit("route " + random.nextInt(3));
            Duration held = Duration.ofMillis(random.nextInt(400));
            recording.lease(
                    second,
                    random.nextInt(5) == 0 ? null : "C.c" + random.nextInt(2) + "(C.java:4)",
                    Duration.ofMillis(random.nextInt(120)),
                    held,
                    held.dividedBy(3));
            recording.pool(
                    random.nextInt(20),
                    random.nextInt(4),
                    3,
                    100 + second,
                    Duration.ofSeconds(random.nextInt(9)),
                    Duration.ofSeconds(40),
                    Duration.ofSeconds(9),
                    random.nextInt(2));
            recording.cost(random.nextBoolean() ? "full" : "no-keys", random.nextInt(1_000), random.nextInt(10));
            recording.durations(
                    "route " + random.nextInt(3),
                    random.nextBoolean() ? "request" : "explicit",
                    second,
                    600 + random.nextInt(3),
                    random.nextInt(1_000_000),
                    1 + random.nextInt(50));
            recording.process(second, random.nextInt(2), random.nextInt(3)); // also the same more than once
        }
        if (random.nextInt(4) == 0) {
            recording.drop(random.nextInt(5));
        }
        return recording;
    }

    /** The last execution took long, in one of the leases that were waited for; perhaps it belongs to no unit. */
    private static void makeSlow(List<CaptureRecord> records, Random random) {
        Execution last = (Execution) records.remove(records.size() - 1);
        records.add(new Execution(
                last.session(),
                last.sequence(),
                last.statement(),
                random.nextInt(4) == 0 ? 0 : last.unit(),
                random.nextInt(600) * 1_000_000L,
                80_000_000,
                random.nextInt(90_000_000),
                last.thread(),
                1 + random.nextInt(20),
                1 + random.nextInt(3),
                last.transaction(),
                last.binds(),
                last.rows(),
                last.updateCount(),
                last.batchSize(),
                last.sqlState(),
                last.callSite(),
                last.link()));
    }

    /** Units with a list of ten and a loop over it. */
    static Recording loops(int units) {
        return loops(new Recording(), "GET /list", units, units);
    }

    /**
     * Adds such units of a route.
     *
     * @param located units whose list has a call site, the first ones
     */
    static Recording loops(Recording recording, String route, int units, int located) {
        for (int unit = 0; unit < units; unit++) {
            recording.unit(route);
            long parent = recording.run("select id from p", 10, unit < located ? "A.a(A.java:1)" : "");
            for (int i = 0; i < 10; i++) {
                String site = i == 2 ? "B.b(B.java:2) < A.a(A.java:3)" : "";
                recording.run(CHILD, 1, site, recording.link(parent, "select id from p", i), unit * 10 + i);
            }
        }
        return recording;
    }
}
