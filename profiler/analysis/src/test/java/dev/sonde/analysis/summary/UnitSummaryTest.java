package dev.sonde.analysis.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Lease;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Unit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnitSummaryTest {

    private static final Session SESSION =
            new Session(1, "shop", "1.0", "host", 0, "jdbc:postgresql:shop", "18", "none", "", 50_000, "0.1");

    private final List<CaptureRecord> records = new ArrayList<>(List.of(SESSION));
    private long sequence;

    private void execution(long unit, long startMicros, long millis) {
        records.add(new Execution(
                1,
                ++sequence,
                7,
                unit,
                startMicros,
                millis * 1_000_000,
                0,
                1,
                unit,
                0,
                0,
                List.of(),
                1,
                -1,
                0,
                "",
                0,
                null));
    }

    private void waited(long unit, long startMicros, long millis) {
        records.add(new Lease(1, unit, "main", unit, 1, startMicros, millis * 1_000_000, 1_000_000, 1_000_000, 1, 0));
    }

    private List<UnitSummary> units() {
        WorkloadSummary.Builder builder = WorkloadSummary.builder();
        records.forEach(builder::add);
        return builder.build().units();
    }

    @Test
    void spansFromTheFirstStatementToTheEndOfTheLast() {
        records.add(new Unit(1, 1, "GET /a", "", "explicit", 1_000));
        execution(1, 1_000, 2);
        execution(1, 91_000, 10);

        UnitSummary unit = units().get(0);

        assertThat(unit.route()).isEqualTo("GET /a");
        assertThat(unit.units()).isEqualTo(1);
        assertThat(unit.executions()).isEqualTo(2);
        assertThat(unit.maxNanos()).isEqualTo(100_000_000);
        assertThat(unit.spans().quantileMillis(0.5)).isCloseTo(100, within(2.0));
    }

    @Test
    void beginsWithTheWaitForItsConnection() {
        records.add(new Unit(1, 1, "GET /a", "", "explicit", 900_000));
        execution(1, 900_000, 10);
        waited(1, 899_000, 800);
        waited(2, 5_000, 800);

        assertThat(units())
                .singleElement()
                .satisfies(unit -> assertThat(unit.maxNanos()).isEqualTo(811_000_000));
    }

    @Test
    void executionsOutsideOfUnitsBelongToNone() {
        execution(0, 1_000, 2);

        assertThat(units()).isEmpty();
    }

    @Test
    void unitsThatWereForgottenCountAsThoseThatAreStillOpen() {
        for (int i = 1; i <= 20_000; i++) {
            records.add(new Unit(1, i, "GET /a", "", "explicit", i * 1_000L));
            execution(i, i * 1_000L, 4);
            waited(i, i * 1_000L, 6);
            execution(i, i * 1_000L + 10_000, 4);
        }

        assertThat(units()).singleElement().satisfies(unit -> {
            assertThat(unit.units()).isEqualTo(20_000);
            assertThat(unit.executions()).isEqualTo(40_000);
            assertThat(unit.maxNanos()).isEqualTo(20_000_000);
            assertThat(unit.spans().quantileMillis(0)).isCloseTo(20, within(0.4));
        });
    }

    @Test
    void theOrderOfRecordsDoesNotMatter() {
        for (int i = 1; i <= 50; i++) {
            records.add(new Unit(1, i, "GET /" + i % 3, "", "explicit", i * 1_000L));
            waited(i, i * 1_000L, i);
            execution(i, i * 1_000L, i);
        }
        List<UnitSummary> inOrder = units();

        Collections.shuffle(records, new Random(3));

        assertThat(units()).isEqualTo(inOrder);
    }
}
