package dev.sonde.analysis.nplusone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord.Execution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What executions of one fingerprint were bound to, by number. */
class KeysTest {

    @Test
    void areEqualForEqualValuesOfOnePosition() {
        Keys keys = Keys.of(bound(new Integer[][] {{1, 7}, {2, 7}, {1, 8}, {null, 7}, {}}), Set.of(1));

        assertThat(keys.of(0)).isEqualTo(keys.of(2)).isNotEqualTo(keys.of(1));
        assertThat(keys.of(3)).isEqualTo(keys.of(4)); // SQL NULL, and not bound
        assertThat(keys.distinct()).isEqualTo(3);
    }

    @Test
    void areEqualForEqualValuesOfSeveralPositions() {
        Keys keys = Keys.of(bound(new Integer[][] {{1, 2}, {2, 1}, {1, 2}, {1, null}}), Set.of(1, 2));

        assertThat(keys.of(0)).isEqualTo(keys.of(2)).isNotEqualTo(keys.of(1)).isNotEqualTo(keys.of(3));
        assertThat(keys.distinct()).isEqualTo(3);
    }

    @Test
    void areAllOneWherePositionsDoNotVary() {
        assertThat(Keys.of(bound(new Integer[][] {{1}, {1}}), Set.of()).distinct())
                .isEqualTo(1);
    }

    @Test
    void varyWhereNotAllAreTheSame() {
        Varying varying = Varying.of(bound(new Integer[][] {{1, 5, null}, {1, 6, null}, {1, 5, 3}}));

        assertThat(varying.positions()).containsExactly(2, 3);
        assertThat(varying.keys().distinct()).isEqualTo(3);
    }

    private static List<Execution> bound(@Nullable Integer[][] binds) {
        List<Execution> executions = new ArrayList<>();
        for (@Nullable Integer[] values : binds) {
            List<@Nullable Integer> hashes = Arrays.asList(values);
            executions.add(
                    new Execution(1, executions.size(), 2, 3, 0, 0, 0, 1, 1, 1, 1, hashes, 1, -1, 0, "", 0, null));
        }
        return executions;
    }
}
