package dev.sonde.cli.report;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.KeptValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Bind values that captures with {@code binds=values} hold; the summary has none. */
final class KeptBinds {

    // More keys than a loop is checked with are of no use
    private static final int MAX_SAMPLES = 1_000;

    private final Map<Long, List<Map<Integer, String>>> byStatement = new HashMap<>();

    void add(CaptureRecord entry) {
        if (entry instanceof BindSample sample) {
            List<Map<Integer, String>> samples =
                    byStatement.computeIfAbsent(sample.statement(), statement -> new ArrayList<>());
            if (samples.size() < MAX_SAMPLES) {
                Map<Integer, String> values = new TreeMap<>();
                for (KeptValue value : sample.values()) {
                    if (value.text() != null) {
                        values.put(value.position(), value.text());
                    }
                }
                samples.add(values);
            }
        }
    }

    List<Map<Integer, String>> of(long statement) {
        return byStatement.getOrDefault(statement, List.of());
    }
}
