package dev.sonde.cli.importing;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.CaptureReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an import wrote, to be asked by tests. */
record Imported(List<CaptureRecord> records) {

    static Imported of(Path file) throws IOException {
        List<CaptureRecord> records = new ArrayList<>();
        CaptureReader.read(file, records::add);
        return new Imported(records);
    }

    <T extends CaptureRecord> List<T> all(Class<T> kind) {
        return records.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The text of a statement. */
    String sql(long statement) {
        return all(CaptureRecord.Statement.class).stream()
                .filter(entry -> entry.id() == statement)
                .findFirst()
                .orElseThrow()
                .sql();
    }

    /** Exact counts by text. */
    Map<String, Long> calls() {
        Map<String, Long> calls = new TreeMap<>();
        all(CaptureRecord.Aggregate.class)
                .forEach(counts -> calls.merge(sql(counts.statement()), counts.count(), Long::sum));
        return calls;
    }

    /** The counts of one text, which one session only may have. */
    CaptureRecord.Aggregate counts(String sql) {
        List<CaptureRecord.Aggregate> found = all(CaptureRecord.Aggregate.class).stream()
                .filter(counts -> sql(counts.statement()).equals(sql))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " counts of " + sql + " among " + calls());
        }
        return found.get(0);
    }

    List<CaptureRecord.Execution> executions(String sql) {
        return all(CaptureRecord.Execution.class).stream()
                .filter(execution -> sql(execution.statement()).equals(sql))
                .toList();
    }

    /** Sets of values kept of a text, by position. */
    List<String> values(String sql) {
        return all(CaptureRecord.BindSample.class).stream()
                .filter(sample -> sql(sample.statement()).equals(sql))
                .map(sample -> sample.values().stream()
                        .map(value -> value.position() + "=" + value.text())
                        .toList()
                        .toString())
                .toList();
    }
}
