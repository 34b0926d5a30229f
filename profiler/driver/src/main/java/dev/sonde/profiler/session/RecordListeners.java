package dev.sonde.profiler.session;

import dev.sonde.capture.CaptureRecord;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who listens. Asking costs one volatile read. This class is threadsafe. */
final class RecordListeners {

    private record Entry(RecordListener listener, boolean wantsEverything, boolean wantsDetails) {}

    /** @param version grows whenever somebody joins who has been told nothing yet */
    private record Current(List<Entry> entries, boolean wantsEverything, boolean wantsDetails, int version) {}

    private volatile Current current = new Current(List.of(), false, false, 0);

    synchronized void add(RecordListener listener) {
        Entry added = new Entry(listener, listener.wantsEverything(), listener.wantsDetails());
        change(Stream.concat(current.entries.stream(), Stream.of(added)).toList(), current.version + 1);
    }

    void remove(RecordListener listener) {
        removeIf(entry -> entry.listener == listener);
    }

    private synchronized void removeIf(Predicate<Entry> gone) {
        change(current.entries.stream().filter(gone.negate()).toList(), current.version);
    }

    private void change(List<Entry> entries, int version) {
        current = new Current(
                entries,
                entries.stream().anyMatch(Entry::wantsEverything),
                entries.stream().anyMatch(Entry::wantsDetails),
                version);
    }

    boolean isEmpty() {
        return current.entries.isEmpty();
    }

    boolean wantsEverything() {
        return current.wantsEverything;
    }

    boolean wantsDetails() {
        return current.wantsDetails;
    }

    int version() {
        return current.version;
    }

    /** Tells all of them; whoever throws is told nothing more. */
    void tell(CaptureRecord record) {
        List<Entry> told = current.entries;
        for (int i = 0; i < told.size(); i++) {
            Entry entry = told.get(i);
            try {
                entry.listener.recorded(record);
            } catch (RuntimeException | Error theirs) {
                removeIf(other -> other == entry);
                ServiceLog.fault(
                        "a listener of the profiler failed and was removed; the capture goes on: "
                                + entry.listener.getClass().getName(),
                        theirs);
            }
        }
    }
}
