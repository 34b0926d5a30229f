package dev.sonde.analysis.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The sample beside a sorted map of all. */
class BindSampleTest {

    @Test
    void keepsTheLowestOfAllWhateverTheirOrderLengthAndNumber() {
        Random random = new Random(3);
        TreeMap<Long, List<@Nullable Integer>> all = new TreeMap<>();
        BindSample sample = new BindSample();
        BindSample other = new BindSample();
        for (int i = 0; i < 3_000; i++) {
            long priority = random.nextInt(2_000) - 1_000L; // many come twice
            List<@Nullable Integer> binds = binds(priority);
            all.put(priority, binds);
            (random.nextBoolean() ? sample : other).add(priority, binds);
        }

        sample.add(other);

        assertThat(sample.lowest())
                .extracting(BindSample.Sampled::priority)
                .containsExactlyElementsOf(
                        all.keySet().stream().limit(BindSample.SIZE).toList());
        assertThat(sample.lowest())
                .allSatisfy(member -> assertThat(member.binds()).isEqualTo(all.get(member.priority())));
        assertThat(sample.add(sample.lowest().get(BindSample.SIZE - 1).priority(), List.of()))
                .isFalse();
    }

    @Test
    void twoOfTheSameMembersAreEqual() {
        BindSample one = new BindSample();
        BindSample other = new BindSample();
        for (long priority = 0; priority < 10; priority++) {
            one.add(priority, binds(priority));
            other.add(9 - priority, binds(9 - priority));
        }

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        other.add(10, List.of());
        assertThat(one).isNotEqualTo(other);
    }

    /** Up to seven, some of them null, the same for the same priority. */
    private static List<@Nullable Integer> binds(long priority) {
        Random random = new Random(priority);
        List<@Nullable Integer> binds = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            binds.add(random.nextInt(4) == 0 ? null : 1 + random.nextInt(1_000));
        }
        return binds;
    }
}
