package dev.sonde.cli.compare;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Link;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.cli.CaptureFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A run of one version of a shop: three routes of four statements each, ten seconds, times drawn from a seed. */
public final class VersionCapture {
    private static final int STATEMENTS = 12;
    private static final int UNITS = 300;
    private static final long PARENT = 5;
    private static final long LOOP = 99;
    private static final long SITE = 7;

    /** Names and texts may hold anything. */
    public static final String HOSTILE_ROUTE = "GET /1|`x`<b>\u001b[31m";

    private record Sum(String route, long statement) implements Comparable<Sum> {
        @Override
        public int compareTo(Sum other) {
            int order = route.compareTo(other.route);
            return order != 0 ? order : Long.compare(statement, other.statement);
        }
    }

    private final Random random;
    private final long session;
    private final String service;
    private final String version;
    private final List<CaptureRecord> records = new ArrayList<>();
    private final Map<Sum, long[]> sums = new TreeMap<>();
    private long sequence;
    private double slowdown = 1;
    private int loops;
    private int rows = 2;

    public VersionCapture(String service, String version, long seed) {
        this.service = service;
        this.version = version;
        random = new Random(seed);
        session = seed;
    }

    /** The first statement of the first route takes so many times as long. */
    public VersionCapture slower(double factor) {
        slowdown = factor;
        return this;
    }

    /** Each unit of the second route reads as many rows one by one. */
    public VersionCapture looping(int times) {
        loops = times;
        return this;
    }

    public VersionCapture rows(int ofEachExecution) {
        rows = ofEachExecution;
        return this;
    }

    private static String route(int number) {
        return number == 1 ? HOSTILE_ROUTE : "GET /" + number;
    }

    public Path write(Path file) throws IOException {
        records.add(new Session(
                session, service, version, "host", 1, "jdbc:postgresql:shop", "18", "none", "", 50_000, "0.1"));
        for (int i = 0; i < STATEMENTS; i++) {
            statement(i + 1, "select a, '" + i + "|`<b>' from t" + i + " where id = $1 -- \u001b[31m");
        }
        statement(LOOP, "select name from customers where id = $1");
        records.add(new CallSite(
                session,
                SITE,
                List.of("shop.Orders.print(Orders.java:42)", "shop.Web.get(Web.java:9)"),
                List.of("spring-jdbc")));
        for (int unit = 1; unit <= UNITS; unit++) {
            int route = unit % 3;
            long start = unit * 10_000_000L / UNITS;
            records.add(new Unit(session, unit, route(route), "", "explicit", start));
            long parent = sequence + 1;
            for (int i = 0; i < 4; i++) {
                double factor = route == 0 && i == 0 ? slowdown : 1;
                execute(route * 4L + i + 1, route(route), unit, start, (2 + i) * factor, rows, null);
            }
            for (int i = 0; route == 1 && i < loops; i++) {
                execute(LOOP, route(route), unit, start, 0.3, 1, new Link(parent, PARENT, 1, i, 1));
            }
        }
        sums.forEach((key, sum) -> records.add(new Aggregate(
                session,
                key.statement(),
                key.route(),
                0,
                10_000_000,
                sum[0],
                0,
                sum[1],
                sum[2],
                sum[2],
                sum[0],
                List.of(1),
                List.of(sum[0]))));
        return CaptureFixture.write(file, records.toArray(CaptureRecord[]::new));
    }

    private void statement(long id, String sql) {
        records.add(new Statement(session, id, id, sql, List.of(), List.of(), List.of("id"), false));
    }

    private void execute(
            long statement, String route, long unit, long start, double millis, int read, @Nullable Link link) {
        long nanos = Math.round(millis * 1e6 * (0.9 + 0.2 * random.nextDouble()));
        // The parent of the loop reads as many rows as the loop has turns
        int got = statement == PARENT && loops > 0 ? loops : read;
        sequence++;
        records.add(new Execution(
                session,
                sequence,
                statement,
                unit,
                start,
                nanos,
                0,
                1,
                unit,
                1,
                unit,
                link == null ? List.of() : List.of(link.row() + 1),
                got,
                -1,
                0,
                "",
                SITE,
                link));
        long[] sum = sums.computeIfAbsent(new Sum(route, statement), key -> new long[3]);
        sum[0]++;
        sum[1] += got;
        sum[2] += nanos;
    }
}
