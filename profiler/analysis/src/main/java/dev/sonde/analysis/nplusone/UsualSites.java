package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.collect.LongCounts;
import dev.sonde.analysis.collect.LongMap;
import dev.sonde.analysis.record.SummaryInput;
import dev.sonde.analysis.record.SummaryKind;
import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.unit.Dictionary;
import dev.sonde.analysis.unit.UnitExecutions;
import dev.sonde.capture.CaptureRecord.CallSite;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a statement is executed most often on a route, for units in which its call site was not sampled. By route,
 * because two routes that share a statement share no frame but those of the container. At most {@value #MAX_PLACES} places
 * and {@value #MAX_SITES} call sites of each.
 */
final class UsualSites {
    private static final int MAX_PLACES = 20_000;
    private static final int MAX_SITES = 64;

    private record Place(String route, long statement) {}

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::route).thenComparingLong(Place::statement);

    private final Map<String, LongMap<LongCounts>> byRoute = new HashMap<>();
    private int places;
    private @Nullable UsualSites otherwise;

    /** Has another table asked for what this one does not know. */
    void otherwise(UsualSites other) {
        otherwise = other;
    }

    void add(UnitExecutions unit, String route, Dictionary dictionary) {
        if (unit.withCallSite() == 0) {
            return;
        }
        LongMap<LongCounts> of = of(route);
        for (int i = 0; i < unit.count(); i++) {
            long site = unit.callSite(i);
            if (site != 0 && !dictionary.isLetGo(unit.statement(i))) {
                add(of, unit.statement(i), site, 1);
            }
        }
    }

    void add(String route, long statement, long site) {
        add(of(route), statement, site, 1);
    }

    void write(SummaryOutput out) {
        SortedMap<Place, LongCounts> places = new TreeMap<>(ORDER);
        byRoute.forEach(
                (route, of) -> of.forEach((statement, sites) -> places.put(new Place(route, statement), sites)));
        out.each(
                SummaryKind.USUAL_SITE,
                places,
                (place, sites) -> out.text(place.route()).id(place.statement()).idCounts(sites.toMap()));
    }

    void read(SummaryInput in) {
        LongMap<LongCounts> of = of(in.text());
        long statement = in.id();
        in.idCounts().forEach((site, count) -> add(of, statement, site, count));
    }

    void add(UsualSites other) {
        other.byRoute.forEach((route, theirs) -> {
            LongMap<LongCounts> of = of(route);
            theirs.forEach((statement, sites) -> sites.forEach((site, count) -> add(of, statement, site, count)));
        });
    }

    private LongMap<LongCounts> of(String route) {
        return byRoute.computeIfAbsent(route, key -> new LongMap<>());
    }

    private void add(LongMap<LongCounts> of, long statement, long site, long count) {
        LongCounts sites = of.get(statement);
        if (sites == null) {
            if (places >= MAX_PLACES) {
                return;
            }
            places++;
            sites = new LongCounts();
            of.put(statement, sites);
        }
        if (sites.size() < MAX_SITES || sites.get(site) > 0) {
            sites.add(site, count);
        }
    }

    @Nullable
    CallSite of(String route, long statement, Dictionary dictionary) {
        LongMap<LongCounts> of = byRoute.get(route);
        LongCounts sites = of == null ? null : of.get(statement);
        if (sites == null) {
            return otherwise == null ? null : otherwise.of(route, statement, dictionary);
        }
        return sites.toMap().entrySet().stream()
                .max(Map.Entry.<Long, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> dictionary.callSite(entry.getKey()))
                .orElse(null);
    }
}
