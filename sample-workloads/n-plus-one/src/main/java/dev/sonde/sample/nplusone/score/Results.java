package dev.sonde.sample.nplusone.score;

import dev.sonde.sample.nplusone.record.RecordedRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Every detector's scores on the same runs. */
final class Results {
    private final Map<Detector, List<RunScore>> scores = new LinkedHashMap<>();
    private final List<RecordedRun> runs;

    private Results(List<RecordedRun> runs) {
        this.runs = List.copyOf(runs);
    }

    static Results of(List<Detector> detectors, List<RecordedRun> runs) {
        Results results = new Results(runs);
        for (Detector detector : detectors) {
            List<RunScore> scores = new ArrayList<>();
            runs.forEach(run -> scores.add(RunScore.of(detector, run)));
            results.scores.put(detector, scores);
        }
        return results;
    }

    List<Detector> detectors() {
        return List.copyOf(scores.keySet());
    }

    List<RecordedRun> runs() {
        return runs;
    }

    List<RunScore> scores(Detector detector) {
        return scores.getOrDefault(detector, List.of());
    }

    List<RunScore> scores(Detector detector, Predicate<RunScore> filter) {
        return scores(detector).stream().filter(filter).toList();
    }

    Tally tally(Detector detector, Predicate<RunScore> filter) {
        return Tally.of(scores(detector, filter));
    }
}
