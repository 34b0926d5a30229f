package dev.sonde.analysis.cache;

import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * When each table was written, by the wall clocks of the services, and by which sessions. Times are kept to the
 * microsecond until there are a million of them; from then on they are rounded up to ever coarser steps, which makes a
 * read stale rather than fresh.
 */
final class WriteLog {
    static final int MAX_TIMES = 1 << 20;
    private static final int MAX_TABLES = 10_000;

    record Place(String database, String table) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int order = database.compareTo(other.database);
            return order != 0 ? order : table.compareTo(other.table);
        }
    }

    private static final class Times {
        private long[] steps = new long[8];
        private int size;
        private boolean sorted = true;

        boolean add(long step) {
            if (size > 0 && steps[size - 1] == step) {
                return false;
            }
            if (size == steps.length) {
                steps = Arrays.copyOf(steps, size * 2);
            }
            sorted &= size == 0 || steps[size - 1] < step;
            steps[size++] = step;
            return true;
        }

        void sort() {
            if (!sorted) {
                Arrays.sort(steps, 0, size);
                int kept = 0;
                for (int i = 0; i < size; i++) {
                    if (kept == 0 || steps[kept - 1] != steps[i]) {
                        steps[kept++] = steps[i];
                    }
                }
                size = kept;
                sorted = true;
            }
        }

        long floor(long step) {
            sort();
            int index = Arrays.binarySearch(steps, 0, size, step);
            int at = index >= 0 ? index : -index - 2;
            return at < 0 ? Long.MIN_VALUE : steps[at];
        }
    }

    private final Map<Place, Times> times = new TreeMap<>();
    private final Map<Place, Map<Long, Long>> writes = new TreeMap<>();
    private int shift;
    private int entries;
    private boolean cut;

    /** A write that ended at a time, in microseconds since 1970. */
    void add(Place place, long session, long time) {
        if (writes.size() >= MAX_TABLES && !writes.containsKey(place)) {
            cut = true;
            return;
        }
        writes.computeIfAbsent(place, key -> new TreeMap<>()).merge(session, 1L, Long::sum);
        if (times.computeIfAbsent(place, key -> new Times()).add(time >> shift) && ++entries > MAX_TIMES) {
            coarsen();
        }
    }

    private void coarsen() {
        while (entries > MAX_TIMES / 2) {
            halveSteps();
        }
    }

    private void halveSteps() {
        shift++;
        entries = 0;
        for (Times table : times.values()) {
            for (int i = 0; i < table.size; i++) {
                table.steps[i] >>= 1;
            }
            table.sorted = false;
            table.sort();
            entries += table.size;
        }
    }

    /** The last write at or before a time; {@link Long#MIN_VALUE} if there was none. */
    long lastWrite(Place place, long time) {
        Times table = times.get(place);
        long step = table == null ? Long.MIN_VALUE : table.floor(time >> shift);
        return step == Long.MIN_VALUE ? Long.MIN_VALUE : Math.min(time, (step << shift) + (1L << shift) - 1);
    }

    /** Writes of a table by session. */
    Map<Long, Long> writers(Place place) {
        return writes.getOrDefault(place, Map.of());
    }

    /** Whether there were more tables than are kept. */
    boolean isCut() {
        return cut;
    }

    /** Who wrote which table how often; not when. */
    void write(SummaryOutput out) {
        out.each(
                SummaryKind.TABLE_WRITES,
                writes,
                (place, sessions) ->
                        out.text(place.database()).text(place.table()).idCounts(new TreeMap<>(sessions)));
    }

    void read(SummaryInput in) {
        Place place = new Place(in.text(), in.text());
        in.idCounts().forEach((session, count) -> {
            if (writes.size() < MAX_TABLES || writes.containsKey(place)) {
                writes.computeIfAbsent(place, key -> new TreeMap<>()).merge(session, count, Long::sum);
            } else {
                cut = true;
            }
        });
    }

    void cut() {
        cut = true;
    }

    void add(WriteLog other) {
        while (shift < other.shift) {
            halveSteps();
        }
        other.times.forEach((place, table) -> {
            for (int i = 0; i < table.size; i++) {
                times.computeIfAbsent(place, key -> new Times()).add(table.steps[i] >> (shift - other.shift));
            }
        });
        entries = times.values().stream().mapToInt(table -> table.size).sum();
        if (entries > MAX_TIMES) {
            coarsen();
        }
        other.writes.forEach((place, sessions) -> sessions.forEach((session, count) ->
                writes.computeIfAbsent(place, key -> new TreeMap<>()).merge(session, count, Long::sum)));
        cut |= other.cut;
    }
}
