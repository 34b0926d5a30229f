package dev.sonde.analysis.budget;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The limits of a service.
 *
 * @param service empty if it is not named
 * @param routes by their name
 */
public record Budget(String service, SortedMap<String, Limit> routes) {
    public Budget {
        routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
    }
}
