package dev.sonde.cli.history;

import dev.sonde.analysis.finding.Finding.Severity;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.cli.history.HistoryPage.FindingHistory;
import dev.sonde.cli.history.HistoryPage.FindingRelease;
import dev.sonde.cli.history.HistoryPage.Status;
import dev.sonde.cli.history.store.Release;
import dev.sonde.cli.history.store.Rows.FindingRow;
import dev.sonde.cli.history.store.Rows.ReleaseRow;
import dev.sonde.cli.history.store.Rows.SightingRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Since when findings are there, and whether they still are. */
final class FindingHistories {

    private static final Comparator<FindingHistory> NEWEST_FIRST = Comparator.comparing(FindingHistory::first)
            .reversed()
            .thenComparing(FindingHistory::severity)
            .thenComparing(FindingHistory::service)
            .thenComparing(FindingHistory::id);

    /** A statement in a release. */
    record Run(Release release, long statement) {}

    private final List<ReleaseRow> releases;
    private final Map<Run, Long> executions;

    /**
     * @param releases all, as they came
     * @param executions of the findings' statements
     */
    FindingHistories(List<ReleaseRow> releases, Map<Run, Long> executions) {
        this.releases = releases;
        this.executions = executions;
    }

    List<FindingHistory> of(List<FindingRow> findings) {
        return findings.stream()
                .filter(finding -> !finding.sightings().isEmpty())
                .map(this::of)
                .sorted(NEWEST_FIRST)
                .toList();
    }

    private FindingHistory of(FindingRow finding) {
        List<SightingRow> sightings = finding.sightings();
        SightingRow earliest = Collections.min(
                sightings, Comparator.comparing(SightingRow::first).thenComparing(SightingRow::version));
        SightingRow last = Collections.max(
                sightings, Comparator.comparing(SightingRow::last).thenComparing(SightingRow::version));
        int verdict = sightings.stream().mapToInt(SightingRow::verdict).min().orElse(0);
        int severity = sightings.stream().mapToInt(SightingRow::severity).min().orElse(0);
        List<ReleaseRow> ofService = releases.stream()
                .filter(row -> row.release().service().equals(finding.service()))
                .toList();
        ReleaseRow latest = Collections.max(
                ofService,
                Comparator.comparing(ReleaseRow::last)
                        .thenComparing(ReleaseRow::first)
                        .thenComparing(row -> row.release().version()));
        List<FindingRelease> inReleases = new ArrayList<>();
        for (ReleaseRow row : ofService) {
            SightingRow sighting = sighting(finding, row.release().version());
            if (sighting != null || row.last().isAfter(earliest.first())) {
                inReleases.add(inRelease(row, sighting, finding.statement()));
            }
        }
        return new FindingHistory(
                ContentHash.hex(finding.id()),
                finding.rule(),
                finding.kind(),
                Verdict.values()[verdict].name(),
                Severity.values()[severity].name().toLowerCase(Locale.ROOT),
                finding.service(),
                ContentHash.hex(finding.statement()),
                finding.route().isEmpty() ? null : finding.route(),
                finding.loopMethod().isEmpty() ? null : finding.loopMethod(),
                last.message(),
                status(finding, latest),
                earliest.first(),
                earliest.version(),
                ofService.get(0).release().version().equals(earliest.version()),
                last.last(),
                last.version(),
                latest.release().version(),
                inReleases);
    }

    private static @Nullable SightingRow sighting(FindingRow finding, String version) {
        return finding.sightings().stream()
                .filter(row -> row.version().equals(version))
                .findFirst()
                .orElse(null);
    }

    private FindingRelease inRelease(ReleaseRow row, @Nullable SightingRow sighting, long statement) {
        Instant first = sighting == null ? row.first() : sighting.first();
        return new FindingRelease(
                row.release().version(),
                sighting != null,
                first,
                sighting == null ? row.last() : sighting.last(),
                sighting == null ? 0 : sighting.executions(),
                sighting == null ? 0 : sighting.units(),
                sighting == null ? 0 : sighting.savedRoundTrips(),
                executions.getOrDefault(new Run(row.release(), statement), 0L));
    }

    private Status status(FindingRow finding, ReleaseRow latest) {
        if (sighting(finding, latest.release().version()) != null) {
            return Status.OPEN;
        }
        return executions.getOrDefault(new Run(latest.release(), finding.statement()), 0L) > 0
                ? Status.GONE
                : Status.NOT_RUN;
    }
}
