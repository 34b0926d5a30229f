package dev.sonde.analysis.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sonde.analysis.timeline.Timeline.PoolState;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.PoolSample;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Unit;
import dev.sonde.capture.CaptureRecord.UnitAggregate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final List<CaptureRecord> records = new ArrayList<>();
    private long sequence;

    private void session(long id, Instant started) {
        records.add(new Session(
                id, "shop", "1.0", "host", started.getEpochSecond() * 1_000_000, "", "18", "none", "", 50_000, "0.1"));
    }

    private void execution(long session, long second, long millis, String sqlState) {
        records.add(new Execution(
                session,
                ++sequence,
                7,
                1,
                second * 1_000_000 + 5,
                millis * 1_000_000,
                0,
                1,
                1,
                0,
                0,
                List.of(),
                1,
                -1,
                0,
                sqlState,
                0,
                null));
    }

    private void pool(long session, long second, int active, int pending) {
        records.add(new PoolSample(session, "main", second * 1_000_000, active, 0, pending, 10, 1, 0, 0, 0, 0));
    }

    private Timeline timeline() {
        Timeline.Builder builder = Timeline.builder(Duration.ofMillis(50));
        records.forEach(builder::add);
        return builder.build();
    }

    @Test
    void spreadsUnitsThatWereCountedTogetherOverTheirSeconds() {
        session(1, NOON);
        records.add(ended(2_500_000, 5_500_000, 10)); // in seconds 2 to 5
        records.add(ended(5_500_000, 5_900_000, 3));

        assertThat(timeline().steps())
                .extracting(Timeline.Step::unitsEnded)
                .as("10 in four seconds, and 3 in the last of them")
                .containsExactly(2L, 3L, 2L, 6L);
    }

    @Test
    void spreadsFewUnitsOverManySeconds() {
        session(1, NOON);
        records.add(ended(0, 60_000_000, 3));
        records.add(ended(0, 60_000_000, 0));

        assertThat(timeline().steps())
                .extracting(step -> step.start().getEpochSecond() - NOON.getEpochSecond(), Timeline.Step::unitsEnded)
                .containsExactly(tuple(19L, 1L), tuple(39L, 1L), tuple(59L, 1L));
    }

    private static UnitAggregate ended(long fromMicros, long toMicros, long units) {
        return new UnitAggregate(
                1, "GET /a", "request", fromMicros, toMicros, units, units, 1, List.of(232), List.of(units));
    }

    @Test
    void addsUpWhatStartedInEachSecond() {
        session(1, NOON);
        execution(1, 3, 40, "");
        execution(1, 3, 50, "57014");
        execution(1, 5, 1, "");
        records.add(new Unit(1, 1, "GET /a", "", "explicit", 3_000_000));
        records.add(new Unit(1, 1, "GET /a", "", "explicit", 3_000_000)); // of the next file

        Timeline timeline = timeline();

        assertThat(timeline.step()).isEqualTo(Duration.ofSeconds(1));
        assertThat(timeline.steps()).hasSize(2);
        Timeline.Step first = timeline.steps().get(0);
        assertThat(first.start()).isEqualTo(NOON.plusSeconds(3));
        assertThat(first.executions()).isEqualTo(2);
        assertThat(first.errors()).isEqualTo(1);
        assertThat(first.slow()).isEqualTo(1);
        assertThat(first.units()).isEqualTo(1);
        assertThat(first.statementNanos()).isEqualTo(90_000_000);
    }

    @Test
    void keepsTheBusiestOfEachPool() {
        session(1, NOON);
        session(2, NOON.plusSeconds(60));
        pool(1, 61, 4, 0);
        pool(2, 1, 3, 2);
        pool(2, 2, 12, 0); // counted in for its next user before it is counted out for the last one

        List<Timeline.Step> steps = timeline().steps();

        assertThat(steps).hasSize(2);
        assertThat(steps.get(0).pools()).containsEntry("main", new PoolState(4, 2, 10));
        assertThat(steps.get(1).pools()).containsEntry("main", new PoolState(10, 0, 10));
    }

    @Test
    void hasNoMoreStepsThanCanBeShownHoweverLongItWas() {
        session(1, NOON);
        for (int second = 0; second < 10_000; second++) {
            execution(1, second, 1, "");
        }

        Timeline timeline = timeline();

        assertThat(timeline.step()).isEqualTo(Duration.ofSeconds(64));
        assertThat(timeline.steps()).hasSizeBetween(120, 240);
        assertThat(timeline.steps().stream()
                        .mapToLong(Timeline.Step::executions)
                        .sum())
                .isEqualTo(10_000);
    }

    @Test
    void theOrderOfRecordsDoesNotMatterNorDoesAClockThatGoesBack() {
        session(1, NOON);
        session(2, NOON.minusSeconds(3_600));
        for (int i = 0; i < 2_000; i++) {
            execution(1 + i % 2, i % 7 * 100L - 300, 1, "");
            pool(1 + i % 2, i, i % 12, i % 3);
        }
        Timeline inOrder = timeline();

        Collections.shuffle(records, new Random(5));

        assertThat(timeline()).isEqualTo(inOrder);
    }

    @Test
    void leavesOutWhatDoesNotSayWhenItWas() {
        session(1, Instant.EPOCH);
        execution(1, 1, 1, "");

        assertThat(timeline().steps()).isEmpty();
    }
}
