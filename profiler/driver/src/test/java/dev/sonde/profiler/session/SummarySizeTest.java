package dev.sonde.profiler.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import dev.sonde.capture.file.CaptureReader;
import dev.sonde.capture.file.CaptureWriter;
import dev.sonde.capture.sql.NormalizedSql;
import dev.sonde.capture.sql.SqlNormalizer;
import dev.sonde.profiler.event.CapturedStatement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How large an hour is: the figure of docs/shipping.md comes from here. */
class SummarySizeTest {

    private static final int STATEMENTS = 200;
    private static final int WINDOWS = 360;
    private static final int ROUTES = 40;
    private static final CubicallyInterpolatedMapping TIMES = new CubicallyInterpolatedMapping(0.01);

    @TempDir
    private Path folder;

    @Test
    void anHourOfTwoHundredStatementsIsSomeTensOfKilobytesHoweverManyExecutionsItHas() throws Exception {
        long few = hour(1, 20);
        long many = hour(100, 20);
        long allSlow = hour(1, STATEMENTS);

        System.out.println("an hour of " + STATEMENTS + " statements, 20 of them slow: " + STATEMENTS * WINDOWS
                + " executions " + few + " bytes, " + 100 * STATEMENTS * WINDOWS + " executions " + many
                + " bytes; 72000 and all slow " + allSlow + " bytes");
        assertThat(few).isLessThan(64 << 10);
        assertThat(many).isLessThan(112 << 10);
        assertThat(allSlow).isLessThan(128 << 10);
    }

    /** Statements as an application has them, times lognormal, in 360 windows of ten seconds that are added up. */
    private long hour(int executionsInWindow, int slow) throws Exception {
        Random random = new Random(executionsInWindow);
        SummaryBuffer buffer = new SummaryBuffer();
        Path file = folder.resolve(executionsInWindow + "-" + slow + ".sonde");
        long counted = 0;
        try (CaptureWriter writer = CaptureWriter.create(file)) {
            writer.write(
                    new Session(1, "shop", "1", "host", 0, "jdbc:postgresql://db/shop", "18", "hashed", "00", 0, "1"));
            for (int number = 0; number < STATEMENTS; number++) {
                NormalizedSql sql = SqlNormalizer.normalize(sql(number, random));
                CapturedStatement statement = new CapturedStatement(sql.sql());
                writer.write(new Statement(
                        1,
                        sql.id(),
                        sql.fingerprint(),
                        sql.sql(),
                        List.of(),
                        List.of(-5),
                        List.of("id", "name"),
                        false));
                for (int window = 0; window < WINDOWS; window++) {
                    buffer.add(
                            window(sql.id(), "GET /route/" + number % ROUTES, executionsInWindow, random), statement);
                }
                for (int i = 0; number < slow && i < SummaryBuffer.SLOW; i++) {
                    long unit = random.nextInt(1 << 20);
                    assertThat(buffer.wants(sql.id(), false, true, false)).isTrue();
                    buffer.add(
                            new Execution(
                                    1,
                                    random.nextInt(1 << 30),
                                    sql.id(),
                                    unit,
                                    random.nextInt(1 << 30),
                                    60_000_000,
                                    0,
                                    40,
                                    1,
                                    4711,
                                    1,
                                    List.of(),
                                    10,
                                    -1,
                                    0,
                                    "",
                                    number % 60,
                                    null),
                            new Unit(1, unit, "GET /route/" + number % ROUTES, "", "explicit", random.nextInt(1 << 30)),
                            null);
                }
            }
            List<Aggregate> sums = new ArrayList<>();
            buffer.takeSums((counts, statement) -> sums.add(counts));
            for (Aggregate sum : sums) {
                counted += sum.count();
                writer.write(sum);
            }
            for (int route = 0; route < ROUTES; route++) {
                writer.write(units("GET /route/" + route, executionsInWindow * WINDOWS, random));
            }
            buffer.add(ProcessFigures.sample(1, 3_600_000_000L));
            buffer.writeRest(writer::write);
        }
        assertThat(counted).isEqualTo((long) executionsInWindow * STATEMENTS * WINDOWS);
        assertThat(CaptureReader.read(file, entry -> {}).torn()).isFalse();
        return Files.size(file);
    }

    private static Aggregate window(long statement, String route, int executions, Random random) {
        TreeMap<Integer, Long> buckets = new TreeMap<>();
        long total = 0;
        for (int i = 0; i < executions; i++) {
            long nanos = (long) (800_000 * Math.exp(0.8 * random.nextGaussian()));
            total += nanos;
            buckets.merge(TIMES.index(nanos), 1L, Long::sum);
        }
        return new Aggregate(
                1,
                statement,
                route,
                0,
                10_000_000,
                executions,
                0,
                executions,
                total,
                total,
                0,
                List.copyOf(buckets.keySet()),
                List.copyOf(buckets.values()));
    }

    /** Requests of five statements each. */
    private static UnitAggregate units(String route, int units, Random random) {
        TreeMap<Integer, Long> buckets = new TreeMap<>();
        long total = 0;
        for (int i = 0; i < units; i++) {
            long nanos = (long) (20_000_000 * Math.exp(0.8 * random.nextGaussian()));
            total += nanos;
            buckets.merge(TIMES.index(nanos), 1L, Long::sum);
        }
        return new UnitAggregate(
                1,
                route,
                "request",
                0,
                3_600_000_000L,
                units,
                total,
                total,
                List.copyOf(buckets.keySet()),
                List.copyOf(buckets.values()));
    }

    private static String sql(int number, Random random) {
        StringBuilder sql = new StringBuilder("select o.id, o.customer_id, o.status, o.created_at, o.total_cents");
        for (int column = 0; column < 4 + random.nextInt(8); column++) {
            sql.append(", x.column_").append(random.nextInt(300));
        }
        return sql.append(" from table_")
                .append(number)
                .append(" o join other_")
                .append(random.nextInt(80))
                .append(
                        " x on x.order_id = o.id where o.customer_id = ? and o.status = ? order by o.created_at desc limit ?")
                .toString();
    }
}
