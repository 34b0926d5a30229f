package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.summary.Occurrence;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.analysis.summary.WorkloadSummary.UnitSummary;
import dev.sonde.capture.CaptureRecord.CallSite;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a statement is executed most often on a route, for units in which its call site was not sampled. By route,
 * because two routes that share a statement share no frame but those of the container.
 */
final class UsualSites {

    private record Place(String route, long statement) {}

    private final Map<Place, CallSite> sites;

    private UsualSites(Map<Place, CallSite> sites) {
        this.sites = sites;
    }

    static UsualSites of(WorkloadSummary summary) {
        Map<Place, Map<Long, Integer>> counts = new HashMap<>();
        for (UnitSummary unit : summary.units()) {
            unit.statements().forEach((statement, occurrences) -> {
                for (Occurrence occurrence : occurrences.list()) {
                    if (occurrence.callSite() != 0) {
                        counts.computeIfAbsent(new Place(unit.route(), statement), place -> new HashMap<>())
                                .merge(occurrence.callSite(), 1, Integer::sum);
                    }
                }
            });
        }
        Map<Place, CallSite> sites = new HashMap<>();
        counts.forEach((place, bySite) -> bySite.entrySet().stream()
                .max(Map.Entry.<Long, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> summary.callSite(entry.getKey()))
                .ifPresent(site -> sites.put(place, site)));
        return new UsualSites(sites);
    }

    @Nullable
    CallSite of(String route, long statement) {
        return sites.get(new Place(route, statement));
    }
}
