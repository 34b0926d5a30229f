package dev.sonde.benchmarks.detection;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Link;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.capture.sql.NormalizedSql;
import dev.sonde.capture.sql.SqlNormalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Records of a service with twenty routes, the same for the same seed: most requests make some single reads, every fifth reads a
 * list and then a child for each of its rows, every twentieth inserts row by row. Sixty-four requests run side by side.
 */
final class ShopStream {
    private static final long SESSION = 42;
    private static final int ROUTES = 20;
    private static final int SIDE_BY_SIDE = 64;

    private final Random random;
    private final List<CaptureRecord> head = new ArrayList<>();
    private final long[] reads = new long[ROUTES * 3];
    private final long[] lists = new long[ROUTES];
    private final long[] children = new long[ROUTES];
    private final long[] inserts = new long[ROUTES];
    private final long[] sites = new long[ROUTES];
    private final List<List<CaptureRecord>> running = new ArrayList<>();
    private long sequence;
    private long units;

    ShopStream(long seed) {
        random = new Random(seed);
        head.add(new Session(
                SESSION, "shop", "1", "host", 0, "jdbc:postgresql:shop", "18", "hashed", "00", 50_000, "0"));
        for (int route = 0; route < ROUTES; route++) {
            for (int i = 0; i < 3; i++) {
                reads[route * 3 + i] = statement("select * from t" + route + "_" + i + " where id = ?");
            }
            lists[route] = statement("select id, name from parents_" + route + " where owner = ? order by name");
            children[route] = statement("select * from children_" + route + " where parent_id = ?");
            inserts[route] = statement("insert into log_" + route + " (id, text) values (?, ?)");
            List<String> frames = List.of(
                    "shop.Repository" + route + ".find(Repository.java:" + (route + 10) + ")",
                    "shop.Controller" + route + ".get(Controller.java:" + (route + 40) + ")");
            sites[route] = ContentHash.of(frames.toString());
            head.add(new CallSite(SESSION, sites[route], frames, List.of("spring-jdbc")));
        }
    }

    private long statement(String sql) {
        NormalizedSql normalized = SqlNormalizer.normalize(sql);
        head.add(new Statement(
                SESSION,
                normalized.id(),
                normalized.fingerprint(),
                normalized.sql(),
                List.of(),
                List.of(),
                List.of("id"),
                false));
        return normalized.id();
    }

    /** The session, its statements and its call sites. */
    List<CaptureRecord> head() {
        return head;
    }

    /** The next records, with so many executions or a few more. */
    List<CaptureRecord> next(int executions) {
        List<CaptureRecord> records = new ArrayList<>(executions + executions / 4);
        long until = sequence + executions;
        while (sequence < until) {
            while (running.size() < SIDE_BY_SIDE) {
                running.add(request());
            }
            int chosen = random.nextInt(running.size());
            List<CaptureRecord> request = running.get(chosen);
            CaptureRecord record = request.remove(request.size() - 1);
            if (request.isEmpty()) {
                running.set(chosen, running.get(running.size() - 1));
                running.remove(running.size() - 1);
            }
            records.add(record);
        }
        return records;
    }

    /** The records of a request, last one first. */
    private List<CaptureRecord> request() {
        int route = random.nextInt(ROUTES);
        long unit = ++units;
        List<CaptureRecord> request = new ArrayList<>();
        request.add(new Unit(SESSION, unit, "GET /" + route, "", "explicit", sequence));
        for (int i = 0; i < 3; i++) {
            request.add(execution(unit, reads[route * 3 + i], 1, 0, null, random.nextInt()));
        }
        if (random.nextInt(5) == 0) {
            int rows = 5 + random.nextInt(25);
            long parent = sequence + 1;
            request.add(execution(unit, lists[route], rows, sites[route], null, random.nextInt()));
            for (int row = 0; row < rows; row++) {
                Link link = new Link(parent, lists[route], 1, row, 1);
                request.add(execution(unit, children[route], 2, row == 2 ? sites[route] : 0, link, random.nextInt()));
            }
        }
        if (random.nextInt(20) == 0) {
            for (int i = 0; i < 12; i++) {
                request.add(execution(unit, inserts[route], -1, i == 2 ? sites[route] : 0, null, random.nextInt(), 5));
            }
        }
        Collections.reverse(request);
        return request;
    }

    private Execution execution(
            long unit, long statement, long rows, long site, @Nullable Link link, Integer... binds) {
        sequence++;
        return new Execution(
                SESSION,
                sequence,
                statement,
                unit,
                sequence * 10,
                900_000,
                0,
                1,
                1,
                1,
                unit,
                List.of(binds),
                rows,
                -1,
                0,
                "",
                site,
                link);
    }
}
