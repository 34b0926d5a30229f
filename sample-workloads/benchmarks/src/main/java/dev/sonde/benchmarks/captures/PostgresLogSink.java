package dev.sonde.benchmarks.captures;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.file.ExecutionFields;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes what PostgreSQL would log of the executions with {@code log_min_duration_statement = 0} and {@code
 * log_line_prefix = '%m [%p] '}: the execute line and its parameters. A server logs as many lines again for the binding of
 * parameters; these are left out, so that the log is as short as it can be.
 */
public final class PostgresLogSink implements RecordSink, Closeable {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final BufferedWriter log;
    private final long startedMicros;
    private final Map<Long, String> texts = new HashMap<>();
    private long second = -1;
    private String secondText = "";

    public PostgresLogSink(Path file, ServiceStream stream) throws IOException {
        log = Files.newBufferedWriter(file);
        startedMicros = stream.session().startedMicros();
        for (Statement statement : stream.statements()) {
            texts.put(statement.id(), statement.sql());
        }
    }

    @Override
    public void write(CaptureRecord entry) {
        // The server knows nothing of units, leases and sums
    }

    @Override
    public void execution(long session, ExecutionFields fields) throws IOException {
        String prefix = prefix(fields);
        long micros = fields.executeNanos / 1_000;
        log.append(prefix)
                .append("LOG:  duration: ")
                .append(Long.toString(micros / 1_000))
                .append('.')
                .append(Long.toString(1_000 + micros % 1_000), 1, 4)
                .append(" ms  execute S_1: ")
                .append(texts.getOrDefault(fields.statement, ""))
                .append('\n');
        if (fields.bindCount > 0) {
            log.append(prefix).append("DETAIL:  Parameters: ");
            for (int i = 0; i < fields.bindCount; i++) {
                log.append(i == 0 ? "$" : ", $")
                        .append(Integer.toString(i + 1))
                        .append(" = '")
                        .append(Integer.toString(fields.binds[i]))
                        .append('\'');
            }
            log.append('\n');
        }
    }

    private String prefix(ExecutionFields fields) {
        long micros = startedMicros + fields.startMicros + fields.executeNanos / 1_000;
        if (micros / 1_000_000 != second) {
            second = micros / 1_000_000;
            secondText = SECOND.format(Instant.ofEpochSecond(second));
        }
        String millis = Long.toString(1_000 + micros / 1_000 % 1_000).substring(1);
        return secondText + "." + millis + " UTC [" + fields.backendPid + "] ";
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
