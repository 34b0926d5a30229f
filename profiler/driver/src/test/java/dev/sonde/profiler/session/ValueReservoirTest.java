package dev.sonde.profiler.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.KeptValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueReservoirTest {

    private static final long SESSION = 42;

    @Test
    void keepsLongExecutionsMoreOftenInProportionToTheirTime() {
        int slow = 0;
        int all = 0;
        for (long session = 0; session < 400; session++) {
            ValueReservoir reservoir = new ValueReservoir(1);
            for (long sequence = 0; sequence < 2_000; sequence++) { // every tenth takes nine times as long
                offer(reservoir, session, sequence, sequence % 10 == 0 ? 900_000 : 100_000, Long.MAX_VALUE);
            }
            List<BindSample> sample = reservoir.unwritten(session, 1);
            all += sample.size();
            slow += sample.stream()
                    .filter(member -> member.weightNanos() == 900_000)
                    .count();
        }

        assertThat(all).isEqualTo(400 * ValueReservoir.SIZE);
        assertThat((double) slow / all).isBetween(0.47, 0.51); // 0.5 with replacement, a little less without
    }

    @Test
    void isTheSameWhicheverFilesAreMergedAndInWhichOrder() {
        ValueReservoir reservoir = new ValueReservoir(1);
        List<BindSample> everyFile = new ArrayList<>();
        for (long sequence = 0; sequence < 5_000; sequence++) {
            offer(reservoir, SESSION, sequence, 1 + sequence % 977, Long.MAX_VALUE);
            if (sequence % 500 == 499) {
                everyFile.addAll(reservoir.unwritten(SESSION, 1 + (int) sequence / 2_000));
            }
        }

        List<Long> merged = everyFile.stream()
                .distinct()
                .sorted(Comparator.comparingDouble(BindSample::rank))
                .map(BindSample::sequence)
                .distinct()
                .limit(ValueReservoir.SIZE)
                .sorted()
                .toList();

        assertThat(merged)
                .isEqualTo(reservoir.unwritten(SESSION, 99).stream()
                        .map(BindSample::sequence)
                        .sorted()
                        .toList());
        assertThat(everyFile).hasSizeLessThan(3 * 32 + 200);
    }

    @Test
    void neverGrowsBeyondTheRoomThatIsLeft() {
        ValueReservoir reservoir = new ValueReservoir(1);
        long bytes = 0;
        for (long sequence = 0; sequence < 1_000; sequence++) {
            bytes += offer(reservoir, SESSION, sequence, 1_000, 2_000 - bytes);
            assertThat(bytes).isBetween(0L, 2_000L);
        }

        assertThat(reservoir.unwritten(SESSION, 1)).isNotEmpty().hasSizeLessThan(10);
    }

    @Test
    void writesEachMemberOncePerFile() {
        ValueReservoir reservoir = new ValueReservoir(1);
        offer(reservoir, SESSION, 0, 1, Long.MAX_VALUE);

        assertThat(reservoir.unwritten(SESSION, 1)).hasSize(1);
        assertThat(reservoir.unwritten(SESSION, 1)).isEmpty();
        assertThat(reservoir.unwritten(SESSION, 2)).hasSize(1);
    }

    private static long offer(ValueReservoir reservoir, long session, long sequence, long weight, long room) {
        double rank = BindSample.rank(session, sequence, weight);
        return reservoir.wants(rank)
                ? reservoir.add(
                        rank, sequence, weight, List.of(new KeptValue(1, "x".repeat((int) (sequence % 100)))), room)
                : 0;
    }
}
