package dev.sonde.analysis.cache;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One LRU cache with a time to live, as it would be written by hand. */
final class BruteForce {
    /** {@code lastWrite} of the statement's tables before {@code time}. */
    record Read(long key, long time, long lastWrite, long nanos) {}

    private final long size;
    private final long timeToLive;
    private final boolean evicting;
    private final LinkedHashMap<Long, Long> loads = new LinkedHashMap<>(16, 0.75f, true);
    long hits;
    long stale;
    long nanos;

    private BruteForce(long size, long timeToLiveMicros, boolean evicting) {
        this.size = size;
        this.timeToLive = timeToLiveMicros;
        this.evicting = evicting;
    }

    static BruteForce of(List<Read> reads, long size, long timeToLiveMicros, boolean evicting) {
        BruteForce cache = new BruteForce(size, timeToLiveMicros, evicting);
        reads.forEach(cache::read);
        return cache;
    }

    private void read(Read read) {
        Long loaded = loads.get(read.key());
        boolean old = loaded != null && read.lastWrite() > loaded;
        if (loaded != null && read.time() - loaded < timeToLive && !(evicting && old)) {
            hits++;
            nanos += read.nanos();
            stale += old ? 1 : 0;
            return;
        }
        loads.put(read.key(), read.time());
        if (loads.size() > size) {
            Map.Entry<Long, Long> eldest = loads.entrySet().iterator().next();
            loads.remove(eldest.getKey());
        }
    }
}
