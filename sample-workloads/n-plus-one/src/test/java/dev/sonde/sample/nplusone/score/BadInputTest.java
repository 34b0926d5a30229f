package dev.sonde.sample.nplusone.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.sample.nplusone.Recordings;
import dev.sonde.sample.nplusone.record.RecordedRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Whatever a capture lacks, nothing is confirmed that is no fault; and each program is damaged in each way. */
class BadInputTest {
    private final SondeDetector detector = new SondeDetector();

    @Test
    void confirmsNothingWrongWithoutCallSites() throws Exception {
        assertNothingWrongIsConfirmed(Twins::withoutCallSites);
    }

    @Test
    void confirmsNothingWrongWithoutLinks() throws Exception {
        assertNothingWrongIsConfirmed(Twins::withoutLinks);
    }

    @Test
    void confirmsNothingAtAllWhereDetailsWereLost() throws Exception {
        List<String> confirmed = new ArrayList<>();
        for (RecordedRun run : Recordings.runs()) {
            for (Report report : detector.reports(Twins.withDrops(run.records()))) {
                if (report.certain()) {
                    confirmed.add(run.name() + ": " + report.words());
                }
            }
        }

        assertThat(String.join("\n", confirmed)).isEmpty();
    }

    @Test
    void confirmsNothingWrongInUnitsThatNeverEnd() throws Exception {
        assertNothingWrongIsConfirmed(Twins::inOneUnit);
    }

    @Test
    void confirmsNothingWrongFromTwoServicesAtOnce() throws Exception {
        assertNothingWrongIsConfirmed(Twins::fromTwoServices);
    }

    @Test
    void findsTheSameInWrongOrder() throws Exception {
        List<String> different = new ArrayList<>();
        for (RecordedRun run : Recordings.runs()) {
            List<Report> expected = detector.reports(run.records());
            List<Report> got = detector.reports(Twins.inWrongOrder(run.records()));
            if (!got.equals(expected)) {
                different.add(run.name() + ": expected " + words(expected) + ", got " + words(got));
            }
        }

        assertThat(String.join("\n", different)).isEmpty();
    }

    private void assertNothingWrongIsConfirmed(UnaryOperator<List<CaptureRecord>> damage) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (RecordedRun run : Recordings.runs()) {
            RunScore score = RunScore.of(detector, run.with(damage.apply(run.records())));
            if (score.wrong().stream().anyMatch(Report::certain)) {
                wrong.add(score.name() + ": " + score.mistake());
            }
        }

        assertThat(String.join("\n", wrong)).isEmpty();
    }

    private static List<String> words(List<Report> reports) {
        return reports.stream().map(Report::words).toList();
    }
}
