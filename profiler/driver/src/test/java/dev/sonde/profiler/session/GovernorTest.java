package dev.sonde.profiler.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.profiler.event.ExecutionEvent;
import dev.sonde.profiler.event.Level;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GovernorTest {

    private static final long MILLI = 1_000_000;

    private final Governor governor = new Governor(0.01);

    @Test
    void keepsEverythingWithinTheBudget() {
        for (int second = 0; second < 100; second++) {
            window(1000, MILLI, 5_000, 0);
        }

        assertThat(governor.level()).isEqualTo(Level.FULL);
        assertThat(governor.callerNanos()).isEqualTo(100 * 1000 * 5_000L);
        assertThat(governor.statementNanos()).isEqualTo(100 * 1000 * MILLI);
    }

    @Test
    void allowsTheBurstOfAStart() {
        window(100, MILLI, 5_000, 2 * MILLI);

        assertThat(governor.level()).isEqualTo(Level.FULL);
        assertThat(governor.callSiteNanos()).isEqualTo(200 * MILLI);
    }

    @Test
    void shedsOneThingAfterTheOtherWhenTheBudgetIsSpent() {
        Level[] seen = new Level[20];
        for (int second = 0; second < seen.length; second++) {
            window(1000, MILLI / 10, 100_000, 0);
            seen[second] = governor.level();
        }

        assertThat(seen).startsWith(Level.FULL).endsWith(Level.COUNTS_ONLY);
        assertThat(seen).contains(Level.NO_CALL_SITES, Level.NO_KEYS).isSorted();
    }

    @Test
    void bringsThingsBackWhenThereIsRoomAgain() {
        while (governor.level() != Level.COUNTS_ONLY) {
            window(1000, MILLI, 400_000, 0);
        }
        for (int second = 0; second < 200; second++) {
            window(1000, MILLI, 1_000, 0);
        }

        assertThat(governor.level()).isEqualTo(Level.FULL);
    }

    @Test
    void neverTakesMoreThanBurstPlusBudgetPlusOneWindowForEachLevel() {
        Random random = new Random(1);
        for (int second = 0; second < 3_000; second++) {
            long own = switch (governor.level()) {
                case FULL -> 40_000;
                case NO_CALL_SITES -> 20_000;
                case NO_KEYS -> 12_000;
                case SUMMARY, COUNTS_ONLY, PAUSED -> 2_000;
            };
            window(200 + random.nextInt(1000), MILLI, own, 0);
        }

        long allowed = 250 * MILLI + governor.statementNanos() / 100 + 3 * 1200 * 40_000L;
        assertThat(governor.callerNanos()).isLessThanOrEqualTo(allowed);
        assertThat(governor.callerNanos()).isGreaterThan(governor.statementNanos() / 200);
    }

    @Test
    void waitsForEnoughMeasurements() {
        ExecutionEvent event = new ExecutionEvent();
        event.executeNanos = MILLI;
        for (int i = 0; i < 1000; i++) {
            governor.add(event);
        }
        governor.endWindow();

        assertThat(governor.executions()).isZero();
    }

    @Test
    void followsAChangedBudget() {
        governor.budget(10);
        for (int second = 0; second < 20; second++) {
            window(1000, MILLI / 10, 100_000, 0);
        }

        assertThat(governor.level()).isEqualTo(Level.FULL);
    }

    @Test
    void judgesByTheExecutionsThatOnlyTheirCallerCountedToo() {
        ExecutionEvent event = new ExecutionEvent();
        event.executeNanos = MILLI;
        event.skipped = 127;
        event.skippedNanos = 127 * MILLI;
        event.timed = 1;
        event.ownNanos = 5_000;
        for (int i = 0; i < 10; i++) {
            governor.add(event);
        }
        governor.endWindow();

        assertThat(governor.executions()).isEqualTo(1_280);
        assertThat(governor.statementNanos()).isEqualTo(1_280 * MILLI);
        assertThat(governor.callerNanos()).isEqualTo(1_280 * 5_000L);
    }

    private void window(int executions, long statementNanos, long ownNanos, long callSiteNanos) {
        ExecutionEvent event = new ExecutionEvent();
        for (int i = 0; i < executions; i++) {
            event.executeNanos = statementNanos;
            event.callSiteNanos = callSiteNanos;
            event.timed = i % 10 == 0 ? 1 : 0;
            event.ownNanos = i % 10 == 0 ? ownNanos : 0;
            governor.add(event);
        }
        governor.endWindow();
    }
}
