package dev.sonde.analysis.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The windows of one run: equally long, at least a quarter of a second, and at most {@value #MOST} in which something happens.
 * When there would be more, each two become one. Time in which nothing happens, while a service waits for its load, takes
 * no window.
 *
 * @param <K> what is counted apart
 */
final class RunWindows<K extends Comparable<K>> {
    static final int MOST = 32;
    private static final long SHORTEST_MICROS = 250_000;

    private static final class Sums {
        private long events;
        private long nanos;
        private long amount;

        void add(long moreEvents, long moreNanos, long moreAmount) {
            events += moreEvents;
            nanos += moreNanos;
            amount += moreAmount;
        }
    }

    private final long run;
    private Map<K, Map<Long, Sums>> windows = new HashMap<>();
    private final Set<Long> used = new HashSet<>();
    private long width = SHORTEST_MICROS;

    RunWindows(long run) {
        this.run = run;
    }

    void add(K key, long micros, long events, long nanos, long amount) {
        long at = use(micros);
        windows.computeIfAbsent(key, of -> new HashMap<>())
                .computeIfAbsent(at / width, of -> new Sums())
                .add(events, nanos, amount);
    }

    /** Something happened that is not counted; answers when. */
    long use(long micros) {
        long at = Math.max(0, micros);
        used.add(at / width);
        while (used.size() > MOST) {
            widen();
        }
        return at;
    }

    private void widen() {
        width *= 2;
        Set<Long> narrowOnes = Set.copyOf(used);
        used.clear();
        narrowOnes.forEach(index -> used.add(index / 2));
        Map<K, Map<Long, Sums>> wider = new HashMap<>();
        windows.forEach((key, narrow) -> {
            Map<Long, Sums> wide = new HashMap<>();
            narrow.forEach((index, sums) ->
                    wide.computeIfAbsent(index / 2, of -> new Sums()).add(sums.events, sums.nanos, sums.amount));
            wider.put(key, wide);
        });
        windows = wider;
    }

    /** Hands over the windows in which something happened, in the order of time. */
    void addTo(Map<K, List<Window>> all) {
        for (K key : new TreeSet<>(windows.keySet())) {
            List<Window> of = all.computeIfAbsent(key, k -> new ArrayList<>());
            new TreeMap<>(windows.getOrDefault(key, Map.of()))
                    .forEach((index, sums) ->
                            of.add(new Window(run, index * width, sums.events, sums.nanos, sums.amount)));
        }
    }
}
