package dev.sonde.profiler.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.profiler.event.Level;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ListenedRecordsTest {

    private static final CaptureRecord.Session SESSION =
            new CaptureRecord.Session(1, "shop", "1", "host", 0, "jdbc:nowhere:", "18", "none", "", 50_000, "1");

    private final RecordListeners listeners = new RecordListeners();
    private final ListenedRecords records = new ListenedRecords(SESSION, listeners);
    private int asked;

    @Test
    void allocatesNothingWhileNobodyListens() {
        CaptureSession session = new CaptureSession(
                ProfilerSettings.of(Map.of("sonde.folder", "none"), new Properties()), "jdbc:nowhere:", "", "");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ask(session);
        long before = threads.getCurrentThreadAllocatedBytes();

        ask(session);

        // the measurement itself takes some hundred bytes
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
        assertThat(asked).isZero();
    }

    /** What is asked for each execution, by the service's thread and by the writer. */
    private void ask(CaptureSession session) {
        for (int i = 0; i < 100_000; i++) {
            if (session.level() != Level.FULL || session.wantsEverything() || records.isListenedTo()) {
                asked++;
            }
        }
    }

    @Test
    void aListenerIsToldTheSessionOnce() {
        List<CaptureRecord> told = new ArrayList<>();
        listeners.add(told::add);

        records.isListenedTo();
        records.isListenedTo();

        assertThat(told).containsExactly(SESSION);
    }

    @Test
    void anotherListenerIsToldTheSessionToo() {
        List<CaptureRecord> first = new ArrayList<>();
        List<CaptureRecord> second = new ArrayList<>();
        listeners.add(first::add);
        records.isListenedTo();

        listeners.add(second::add);
        records.isListenedTo();

        assertThat(second).containsExactly(SESSION);
    }
}
