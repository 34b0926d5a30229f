package dev.sonde.spring.live;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** How many findings were confirmed, by rule and kind, of which it keeps {@value #MAX_KINDS}. This class is threadsafe. */
final class FindingCounts {

    static final int MAX_KINDS = 50;
    private static final Key OTHER = new Key("other", "other");

    record Key(String rule, String kind) {}

    private final Map<Key, AtomicLong> counts = new LinkedHashMap<>();
    private BiConsumer<Key, AtomicLong> whenNew = (key, count) -> {};

    synchronized void add(String rule, String kind) {
        Key key = new Key(rule, kind);
        if (!counts.containsKey(key) && counts.size() >= MAX_KINDS) {
            key = OTHER;
        }
        AtomicLong count = counts.get(key);
        if (count == null) {
            count = new AtomicLong();
            counts.put(key, count);
            whenNew.accept(key, count);
        }
        count.incrementAndGet();
    }

    /** Hands over those that are there and, from now on, each new one. */
    synchronized void forEachNowAndLater(BiConsumer<Key, AtomicLong> action) {
        whenNew = whenNew.andThen(action);
        counts.forEach(action);
    }
}
