package dev.sonde.analysis.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The table beside a map of the JDK that is kept in the order of use. */
class UnitTableTest {

    @Test
    void holdsWhatAMapInTheOrderOfUseHolds() {
        Random random = new Random(7);
        UnitTable table = new UnitTable();
        Map<UnitKey, UnitExecutions> expected = new LinkedHashMap<>(16, 0.75f, true);
        for (int i = 0; i < 20_000; i++) {
            UnitKey key = new UnitKey(random.nextInt(3), random.nextInt(500));
            UnitExecutions known = expected.get(key);
            assertThat(table.use(key.session(), key.unit())).isSameAs(known);
            if (known == null) {
                UnitExecutions unit = new UnitExecutions(key, false);
                table.add(unit);
                expected.put(key, unit);
            } else if (i % 3 == 0) {
                table.remove(known);
                expected.remove(key);
            }
            if (expected.size() > 300) {
                UnitExecutions eldest = expected.values().iterator().next();
                assertThat(table.eldest()).isSameAs(eldest);
                table.remove(eldest);
                expected.remove(eldest.key());
            }
        }

        assertThat(table.all()).isEqualTo(new ArrayList<>(expected.values()));
        assertThat(table.find(9, 9)).isNull();
        table.clear();
        assertThat(table.all()).isEmpty();
        assertThat(table.eldest()).isNull();
    }
}
