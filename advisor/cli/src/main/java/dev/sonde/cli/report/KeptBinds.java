package dev.sonde.cli.report;

import dev.sonde.analysis.reduction.KeptValues;
import dev.sonde.capture.CaptureRecord.KeptValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Bind values that captures with {@code binds=values} hold, in the shape that loops are checked with. */
final class KeptBinds {

    // More keys than a loop is checked with are of no use
    private static final int MAX_SAMPLES = 1_000;

    private KeptBinds() {}

    /** Values by position; NULLs are left out. */
    static List<Map<Integer, String>> of(KeptValues kept, long statement) {
        return kept.members(statement).stream()
                .limit(MAX_SAMPLES)
                .map(sample -> {
                    Map<Integer, String> values = new TreeMap<>();
                    for (KeptValue value : sample.values()) {
                        if (value.text() != null) {
                            values.put(value.position(), value.text());
                        }
                    }
                    return values;
                })
                .toList();
    }
}
