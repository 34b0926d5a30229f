package dev.sonde.cli.history;

import dev.sonde.cli.history.store.Period;
import dev.sonde.cli.history.store.Release;
import dev.sonde.cli.history.store.Rows.RouteRow;
import dev.sonde.cli.history.store.Rows.UnitRow;
import dev.sonde.cli.history.store.UnitCounts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many units of work there were. They are known of as far as details were captured; a profiler that shed details saw
 * fewer, so their number is scaled by the calls of the route, which are exact.
 */
final class UnitTotals {

    /** Where units of work are counted. */
    record Place(Release release, Period period, String route) {}

    private final Map<Place, Double> units = new HashMap<>();

    UnitTotals(List<UnitRow> rows, List<RouteRow> routeCalls) {
        Map<Place, UnitCounts> counted = new HashMap<>();
        rows.forEach(row ->
                counted.merge(new Place(row.release(), row.period(), row.route()), row.counts(), UnitCounts::plus));
        routeCalls.forEach(row -> {
            Place place = new Place(row.release(), row.period(), row.route());
            UnitCounts of = counted.getOrDefault(place, UnitCounts.NONE);
            if (of.executions() > 0) {
                units.put(place, (double) of.units() * row.calls() / of.executions());
            }
        });
    }

    /** Not a number if it is not known of one of the places. */
    double among(Iterable<Place> places) {
        double sum = 0;
        for (Place place : places) {
            sum += units.getOrDefault(place, Double.NaN);
        }
        return sum;
    }
}
