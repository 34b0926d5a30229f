package dev.sonde.analysis.compare;

import dev.sonde.analysis.summary.RouteLimit;
import java.util.Comparator;

/**
 * A route of a service, whatever its version.
 *
 * @param route empty if not known
 */
public record RouteKey(String service, String route) implements Comparable<RouteKey> {
    private static final Comparator<RouteKey> ORDER =
            Comparator.comparing(RouteKey::service).thenComparing(RouteKey::route);

    /** Whether it stands for routes of which there were too many. */
    public boolean isOthers() {
        return RouteLimit.isOthers(route);
    }

    @Override
    public int compareTo(RouteKey other) {
        return ORDER.compare(this, other);
    }
}
