package dev.sonde.cli.history;

import dev.sonde.cli.history.store.Rows.ReleaseRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code sonde history list} says, in the form of its JSON. */
record ServiceList(int schemaVersion, List<Service> services) {

    static final int SCHEMA_VERSION = 1;

    record Service(String service, Instant first, Instant last, List<Version> versions) {}

    /**
     * A release.
     *
     * @param executions in the counts that the history still has
     */
    record Version(
            String version,
            Instant first,
            Instant last,
            long statements,
            long routes,
            long findings,
            long executions) {}

    /** From releases in order. */
    static ServiceList of(List<ReleaseRow> releases) {
        Map<String, List<ReleaseRow>> byService = new TreeMap<>();
        releases.forEach(row -> byService
                .computeIfAbsent(row.release().service(), service -> new ArrayList<>())
                .add(row));
        List<Service> services = new ArrayList<>();
        byService.forEach((service, rows) -> services.add(new Service(
                service,
                rows.get(0).first(),
                rows.stream().map(ReleaseRow::last).max(Instant::compareTo).orElseThrow(),
                rows.stream()
                        .map(row -> new Version(
                                row.release().version(),
                                row.first(),
                                row.last(),
                                row.statements(),
                                row.routes(),
                                row.findings(),
                                row.executions()))
                        .toList())));
        return new ServiceList(SCHEMA_VERSION, services);
    }
}
