package dev.sonde.analysis.slow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowTimesTest {
    private static final long MILLI = 1_000_000;

    private final List<CaptureRecord> records = new ArrayList<>();
    private long sequence;

    SlowTimesTest() {
        records.add(new Session(1, "shop", "1.0", "h", 0, "jdbc:postgresql:shop", "18", "hashed", "", 50_000, "0.1"));
    }

    private void run(int times, long executeMillis, long fetchMillis, long rows, long lease, String state) {
        for (int i = 0; i < times; i++) {
            records.add(new Execution(
                    1,
                    ++sequence,
                    5,
                    1,
                    sequence * 1_000,
                    executeMillis * MILLI,
                    fetchMillis * MILLI,
                    1,
                    lease,
                    1,
                    1,
                    List.of(),
                    rows,
                    -1,
                    0,
                    state,
                    0,
                    null));
        }
    }

    private void lease(long number, long waitMillis) {
        records.add(new Lease(
                1, number, "main", 1, 1, 0, Math.max(10_000, waitMillis * MILLI), 1_000 * MILLI, 900 * MILLI, 1, 0));
    }

    private SlowTimes times(List<CaptureRecord> some) {
        SlowTimes.Builder builder = SlowTimes.builder(Duration.ofMillis(50));
        some.forEach(builder::add);
        return builder.build();
    }

    private TimeSpent spent(double median) {
        return times(records).of("shop", "1.0", 5, median);
    }

    @Test
    void tellsTheServersTimeFromTheReadingOfRows() {
        run(10, 20, 180, 5_000, 0, "");

        TimeSpent spent = spent(200);

        assertThat(spent.slow()).isEqualTo(10);
        assertThat(spent.executeMillis()).isEqualTo(200);
        assertThat(spent.fetchShare()).isEqualTo(0.9);
        assertThat(spent.sentences(50, 12))
                .containsExactly(
                        "measured: of 10 executions at or above 50 ms, 20 ms each went into execute (the server and one"
                                + " way there and back) and 180 ms into fetching 5,000 rows: most of the time is the"
                                + " reading of rows",
                        "not known: whether connections were waited for, since no lease was captured",
                        "inferred: the network takes at most 20 ms of a round trip, the time of the fastest execution of"
                                + " any statement",
                        "not known: the details of 2 of 12 executions were not captured");
    }

    @Test
    void longExecutionsThatReadNoMoreThanFastOnesWaitedProbably() {
        run(95, 2, 0, 1, 0, "");
        run(4, 900, 0, 1, 0, "");
        run(1, 900, 0, 50_000, 0, "");

        TimeSpent spent = spent(2);

        assertThat(spent.stuck()).isEqualTo(4);
        assertThat(spent.sentences(50, 100))
                .anyMatch(sentence -> sentence.startsWith("inferred: 4 of them took 10 times")
                        && sentence.endsWith("they waited, probably for a lock or for the machine"));
    }

    @Test
    void whatIsAlwaysSlowIsNotSaidToWait() {
        run(100, 900, 0, 1, 0, "");

        assertThat(spent(900).stuck()).isZero();
        assertThat(spent(900).sentences(50, 100)).noneMatch(sentence -> sentence.contains("lock"));
    }

    @Test
    void locksAreNamedByTheServersErrorsOnly() {
        run(2, 1_000, 0, 0, 0, "55P03");
        run(1, 1_000, 0, 0, 0, "40P01");
        run(3, 5_000, 0, 0, 0, "57014");

        assertThat(spent(1_000).sentences(50, 6))
                .contains(
                        "measured: executions failed while they waited for locks: 2 × 55P03 (lock not available), 1 × 40P01"
                                + " (deadlock)",
                        "measured: 3 executions were cancelled or ran into statement_timeout (57014)");
    }

    @Test
    void waitsForThePoolAreThoseOfTheLeasesOfSlowExecutions() {
        run(3, 100, 0, 1, 7, "");
        lease(7, 80);
        run(1, 100, 0, 1, 8, "");
        lease(8, 0);
        run(1, 1, 0, 1, 9, "");
        lease(9, 5_000);

        TimeSpent spent = spent(100);

        assertThat(spent.waitedFor()).isEqualTo(3);
        assertThat(spent.waitMillis()).isEqualTo(80);
        assertThat(spent.sentences(50, 5))
                .contains(
                        "measured: 3 of them came on connections that had been waited for: 1 × 80 ms on average, on top"
                                + " of the statement's time");
    }

    @Test
    void partsMergeToTheWhole() {
        run(50, 2, 0, 1, 0, "");
        run(10, 900, 10, 1, 0, "");
        List<CaptureRecord> first = new ArrayList<>(records.subList(0, 40));
        List<CaptureRecord> second = new ArrayList<>(records.subList(40, records.size()));

        TimeSpent merged = times(second).merge(times(first)).of("shop", "1.0", 5, 2);

        assertThat(merged).isEqualTo(spent(2));
        assertThat(merged.stuck()).isEqualTo(10);
    }

    @Test
    void oddFiguresDoNoHarm() {
        run(1, Long.MAX_VALUE / MILLI, -5, -1, Long.MAX_VALUE, "");
        run(1, -9, Long.MIN_VALUE / MILLI, Long.MAX_VALUE, -1, "XX000");
        lease(Long.MAX_VALUE, -1);

        assertThatCode(() -> spent(Double.NaN).sentences(50, 2)).doesNotThrowAnyException();
        assertThat(times(records).of("other", "", 5, 1).sentences(50, 0)).isEmpty();
    }
}
