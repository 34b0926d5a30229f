package dev.sonde.analysis.reduction;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which capture files were counted, and up to which byte, so that none is counted twice. */
public final class Sources {
    private final SortedMap<Long, Long> bytesByFile = new TreeMap<>();

    Sources() {}

    void add(long file, long bytes) {
        bytesByFile.merge(file, bytes, Math::max);
    }

    /** Bytes that were counted, by the number of the file: see {@link CaptureId}. */
    public Map<Long, Long> bytesByFile() {
        return Collections.unmodifiableMap(bytesByFile);
    }

    void write(SummaryOutput out) {
        out.each(SummaryKind.SOURCE, bytesByFile, (file, bytes) -> out.id(file).number(bytes));
    }

    void read(SummaryInput in) {
        add(in.id(), in.number());
    }
}
