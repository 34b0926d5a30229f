package dev.sonde.cli.history;

import dev.sonde.cli.history.HistoryPage.Load;
import dev.sonde.cli.history.UnitTotals.Place;
import dev.sonde.cli.history.store.Counts;
import dev.sonde.cli.history.store.Rows.CountRow;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** Adds up rows of counts. */
final class LoadSum {

    private Counts sum = Counts.NONE;
    private final Set<Place> places = new LinkedHashSet<>();
    private final Set<String> versions = new TreeSet<>();

    void add(CountRow row) {
        sum = sum.plus(row.counts());
        places.add(new Place(row.release(), row.period(), row.route()));
        versions.add(row.release().version());
    }

    long executions() {
        return sum.calls();
    }

    long nanos() {
        return sum.totalNanos();
    }

    /** In order. */
    Set<String> versions() {
        return versions;
    }

    Load load(UnitTotals units) {
        double among = units.among(places);
        // Of what was imported without times the sums are 0, and means nobody knows
        boolean timed = sum.totalNanos() > 0 || sum.times().count() > 0;
        return new Load(
                sum.calls(),
                sum.errors(),
                sum.rows(),
                timed ? sum.totalNanos() / 1e6 : Double.NaN,
                timed && sum.calls() > 0 ? sum.totalNanos() / 1e6 / sum.calls() : Double.NaN,
                sum.times().quantileMillis(0.95),
                timed ? sum.maxNanos() / 1e6 : Double.NaN,
                among > 0 ? sum.calls() / among : Double.NaN);
    }
}
