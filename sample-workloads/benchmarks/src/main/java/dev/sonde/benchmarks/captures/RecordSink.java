package dev.sonde.benchmarks.captures;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.ExecutionFields;
import java.io.IOException;

/** Takes the records of a service in the order in which a profiler would have written them. */
public interface RecordSink {

    /** Takes anything but an execution. */
    void write(CaptureRecord entry) throws IOException;

    /** Takes an execution; the fields are filled anew for the next one. */
    void execution(long session, ExecutionFields fields) throws IOException;
}
