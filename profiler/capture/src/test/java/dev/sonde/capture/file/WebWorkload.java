package dev.sonde.capture.file;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Link;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.capture.hash.ValueHasher;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a web service asks of its database, as records: requests of a few statements each on sixteen threads and ten
 * connections, some of them loops, with skewed keys. Made from a seed, so that sizes can be compared.
 */
final class WebWorkload {

    static final long SESSION = 0x8123_4567_89ab_cdefL;

    private static final int STATEMENTS = 60;
    private static final int ROUTES = 12;
    private static final int CONNECTIONS = 10;

    private final Random random = new Random(42);
    private final ValueHasher hasher = ValueHasher.of("00112233445566778899aabbccddeeff");
    private final long[] transactions = new long[CONNECTIONS];
    private final List<CaptureRecord> records = new ArrayList<>();
    private long sequence;
    private long micros;

    private WebWorkload() {}

    /** Units and executions in the order in which a writer meets them. */
    static List<CaptureRecord> of(int executions) {
        WebWorkload workload = new WebWorkload();
        for (long unit = 1; workload.sequence < executions; unit++) {
            workload.request(unit);
        }
        return workload.records;
    }

    private void request(long unit) {
        int route = (int) (ROUTES * Math.pow(random.nextDouble(), 2));
        int connection = random.nextInt(CONNECTIONS);
        String trace = String.format("%016x%016x", random.nextLong(), random.nextLong());
        micros += (long) (-Math.log(random.nextDouble()) * 2_000);
        records.add(new Unit(SESSION, unit, "GET /shop/" + route + "/{id}", trace, "trace", micros));
        long user = (long) (100_000 * Math.pow(random.nextDouble(), 3));
        int statements = 2 + random.nextInt(5);
        long parent = sequence;
        long now = micros;
        for (int i = 0; i < statements; i++) {
            now = execution(unit, route * 5 + i, connection, now, List.of(hasher.hash(user)), null);
        }
        if (random.nextInt(10) == 0) {
            for (int row = 0; row < 20; row++) {
                int hash = hasher.hash(1_000_000L + random.nextInt(50_000));
                Link link = new Link(parent, statementId(route * 5), 1, row, 1);
                now = execution(unit, STATEMENTS - 1 - route % 3, connection, now, List.of(hash), link);
            }
        }
        if (random.nextInt(4) == 0) {
            List<@Nullable Integer> binds = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                binds.add(i == 4 ? null : hasher.hash(random.nextLong()));
            }
            execution(unit, STATEMENTS - 4, connection, now, binds, null);
        }
        transactions[connection]++;
    }

    private long execution(
            long unit, int statement, int connection, long at, List<@Nullable Integer> binds, @Nullable Link link) {
        long nanos = (long) (200_000 * Math.exp(random.nextGaussian()));
        boolean write = statement == STATEMENTS - 4;
        records.add(new Execution(
                SESSION,
                sequence++,
                statementId(statement),
                unit,
                at,
                nanos,
                0,
                30 + connection + (int) (unit % 6),
                1 + unit,
                4_000_000 + connection * 7,
                transactions[connection],
                binds,
                write ? 0 : (long) Math.exp(Math.abs(random.nextGaussian()) * 1.5),
                write ? 1 : -1,
                0,
                random.nextInt(1000) == 0 ? "40001" : "",
                random.nextInt(64) == 0 ? ContentHash.finish(statement + 77_000L) : 0,
                link));
        return at + nanos / 1000 + 150 + random.nextInt(100);
    }

    private static long statementId(int statement) {
        return ContentHash.finish(statement + 1L);
    }
}
