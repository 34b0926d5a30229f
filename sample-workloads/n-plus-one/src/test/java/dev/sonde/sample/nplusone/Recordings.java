package dev.sonde.sample.nplusone;

import dev.sonde.sample.nplusone.record.RecordedRun;
import dev.sonde.sample.nplusone.record.Recorder;
import java.util.List;

/** All programs with every N, recorded once for all tests of the process. */
public final class Recordings {
    private static List<RecordedRun> runs = List.of();

    private Recordings() {}

    public static synchronized List<RecordedRun> runs() throws Exception {
        if (runs.isEmpty()) {
            try (Recorder recorder = Recorder.start()) {
                runs = List.copyOf(recorder.recordAll(Programs.all()));
            }
        }
        return runs;
    }
}
