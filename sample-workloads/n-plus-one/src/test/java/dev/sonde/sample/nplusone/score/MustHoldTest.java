package dev.sonde.sample.nplusone.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.sample.nplusone.Recordings;
import dev.sonde.sample.nplusone.record.RecordedRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The figures that issue 4 asks for, on every program, framework and N. */
class MustHoldTest {
    private static MustHold promises = new MustHold(List.of());

    @BeforeAll
    static void score() throws Exception {
        SondeDetector detector = new SondeDetector();
        List<RunScore> scores = new ArrayList<>();
        for (RecordedRun run : Recordings.runs()) {
            scores.add(RunScore.of(detector, run));
        }
        promises = new MustHold(scores);
    }

    @Test
    void confirmsNothingThatIsNoFault() {
        assertKept(promises.noFalseConfirmed());
    }

    @Test
    void finds97OfAHundredFaults() {
        assertKept(promises.recallOfAtLeast(0.97));
    }

    @Test
    void namesParentAndLoopOf95OfAHundred() {
        assertKept(promises.rootCauseOfAtLeast(0.95));
    }

    @Test
    void makesOneFindingOfOneFault() {
        assertKept(promises.oneFindingPerFault());
    }

    @Test
    void givesTheSameIdentityWhenLinesMove() {
        assertKept(promises.sameIdentityWhenLinesMove());
    }

    @Test
    void confirmsNothingFromTwoExecutionsInOneUnit() {
        assertKept(promises.nothingConfirmedOfTwo());
    }

    private static void assertKept(List<String> broken) {
        assertThat(String.join("\n", broken)).isEmpty();
    }
}
