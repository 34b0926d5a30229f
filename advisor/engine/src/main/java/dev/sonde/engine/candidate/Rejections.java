package dev.sonde.engine.candidate;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Rejections while they are found, each once. */
final class Rejections {

    private final TreeMap<Rejection, Rejection> found = new TreeMap<>();

    void add(Rejection rejection) {
        found.merge(rejection, rejection, Rejection::and);
    }

    void addAll(Collection<Rejection> rejections) {
        rejections.forEach(this::add);
    }

    /** In a fixed order. */
    List<Rejection> all() {
        return List.copyOf(found.values());
    }
}
