package dev.sonde.analysis.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The collections of numbers beside those of the JDK. */
class CollectTest {
    private final Random random = new Random(7);

    @Test
    void aLongMapHoldsWhatAHashMapHolds() {
        LongMap<String> map = new LongMap<>();
        Map<Long, String> expected = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            long key = i % 3 == 0 ? random.nextInt(1_000) - 500 : random.nextLong();
            map.put(key, "value " + i);
            expected.put(key, "value " + i);
        }

        assertThat(map.size()).isEqualTo(expected.size());
        expected.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
        Map<Long, String> visited = new HashMap<>();
        map.forEach(visited::put);
        assertThat(visited).isEqualTo(expected);
        assertThat(map.get(Long.MIN_VALUE)).isNull();
        assertThat(new LongMap<String>().get(0)).isNull();
    }

    @Test
    void longCountsAreThoseOfAHashMapAndTheLargerHalfStays() {
        LongCounts counts = new LongCounts();
        Map<Long, Long> expected = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            long key = i % 3 == 0 ? random.nextInt(1_000) - 500 : random.nextLong();
            long amount = random.nextInt(100);
            counts.add(key, amount);
            expected.merge(key, amount, Long::sum);
        }
        expected.values().removeIf(count -> count == 0);

        assertThat(asMap(counts)).isEqualTo(expected);
        assertThat(counts.size()).isEqualTo(expected.size());
        assertThat(counts.get(Long.MIN_VALUE)).isZero();

        counts.halve();

        Map<Long, Long> left = asMap(counts);
        assertThat(expected).containsAllEntriesOf(left);
        assertThat(left).hasSize(expected.size() - expected.size() / 2);
        long least = left.values().stream().mapToLong(Long::longValue).min().orElseThrow();
        expected.keySet().removeAll(left.keySet());
        assertThat(expected.values()).allMatch(count -> count <= least);
    }

    private static Map<Long, Long> asMap(LongCounts counts) {
        Map<Long, Long> map = new HashMap<>();
        counts.forEach(map::put);
        return map;
    }

    @Test
    void countsAreThoseOfASortedMapInItsOrder() {
        Counts counts = new Counts();
        TreeMap<Integer, Long> expected = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            int number = i % 100 == 0 ? random.nextInt() : random.nextInt(900) - 100;
            counts.add(number, 1 + i % 5);
            expected.merge(number, 1L + i % 5, Long::sum);
        }

        assertThat(counts.toMap()).containsExactlyEntriesOf(expected);
        assertThat(counts.sumFrom(300))
                .isEqualTo(expected.tailMap(300).values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    @Test
    void countsOfTwoPartsAreThoseOfTheWhole() {
        Counts whole = new Counts();
        Counts one = new Counts();
        Counts other = new Counts();
        for (int i = 0; i < 1_000; i++) {
            int number = random.nextInt(500);
            whole.add(number, 1);
            (i % 2 == 0 ? one : other).add(number, 1);
        }
        one.add(other);

        assertThat(one).isEqualTo(whole).hasSameHashCodeAs(whole);
    }
}
