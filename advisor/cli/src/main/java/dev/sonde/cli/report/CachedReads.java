package dev.sonde.cli.report;

import dev.sonde.analysis.cache.CacheGrid;
import dev.sonde.analysis.cache.StatementCaching;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.capture.hash.ContentHash;
import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.TextTable;
import dev.sonde.cli.report.Report.Cache;
import dev.sonde.cli.report.Report.Caching;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** What the report says of caches. */
final class CachedReads {
    static final int STATEMENTS = 10;
    /** Sixteen figures of fewer reads say nothing, and of ten thousand statements they would be most of the report. */
    private static final long MIN_READS = 10;

    private static final int OBSTACLE_LENGTH = 30;

    /** Reads at most, since each has the figures of many caches. */
    static final int MOST = 2_000;

    private CachedReads() {}

    static List<Caching> of(List<StatementCaching> cachings, List<Finding> findings) {
        return cachings.stream()
                .filter(caching -> caching.reads() + caching.withoutBinds() >= MIN_READS)
                .map(caching -> caching(caching, findings))
                .sorted(Comparator.comparingDouble(CachedReads::mostSaved)
                        .reversed()
                        .thenComparing(Caching::statement)
                        .thenComparing(Caching::service)
                        .thenComparing(Caching::version))
                .limit(MOST)
                .toList();
    }

    private static Caching caching(StatementCaching caching, List<Finding> findings) {
        String id = ContentHash.hex(caching.statement().id());
        return new Caching(
                id,
                ContentHash.hex(caching.statement().fingerprint()),
                caching.service(),
                caching.version(),
                caching.statement().sql(),
                List.copyOf(new TreeSet<>(caching.tables())),
                caching.reads(),
                caching.keys(),
                caching.millis(),
                caching.writes(),
                caching.repeatsInUnit(),
                caching.afterOwnWrite(),
                caching.withoutBinds(),
                findings.stream()
                        .anyMatch(finding -> finding.rule().equals("cacheable-read")
                                && finding.service().equals(caching.service())
                                && id.equals(finding.evidence().get("statement"))),
                caching.obstacle(),
                caching.limits(),
                caching.cells().stream()
                        .map(cell -> new Cache(
                                cell.size() == CacheGrid.UNBOUNDED ? null : cell.size(),
                                cell.timeToLive().toMillis(),
                                cell.hits(),
                                cell.staleHits(),
                                cell.savedMillis(),
                                cell.evictingHits(),
                                cell.evictingSavedMillis()))
                        .toList());
    }

    private static double mostSaved(Caching caching) {
        return caching.caches().stream()
                .mapToDouble(Cache::evictingSavedMillis)
                .max()
                .orElse(0);
    }

    /** Those of which there is something to tell. */
    static List<Caching> shown(Report report) {
        return report.caches().stream()
                .filter(caching -> mostSaved(caching) > 0)
                .limit(STATEMENTS)
                .toList();
    }

    static long withoutBinds(Report report) {
        return report.caches().stream().mapToLong(Caching::withoutBinds).sum();
    }

    /** The largest bounded cache of each read, by time to live. */
    static TextTable table(List<Caching> cachings, UnaryOperator<String> sql) {
        List<Cache> columns = largest(cachings.get(0));
        List<String> headings = new ArrayList<>(List.of(">reads", ">keys"));
        columns.forEach(cache -> headings.add(">" + time(cache.timeToLiveMillis())));
        headings.addAll(List.of(">saved", ">writes", "advised", "statement"));
        TextTable table = TextTable.of(headings.toArray(String[]::new));
        for (Caching caching : cachings) {
            List<String> cells =
                    new ArrayList<>(List.of(Figures.count(caching.reads()), Figures.count(caching.keys())));
            List<Cache> caches = largest(caching);
            caches.forEach(cache -> cells.add(ratio(caching, cache)));
            cells.add(Figures.millis(caches.get(caches.size() - 1).evictingSavedMillis()));
            cells.add(Figures.count(caching.writes()));
            cells.add(advised(caching));
            cells.add(sql.apply(caching.sql()));
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    private static String advised(Caching caching) {
        if (caching.advised()) {
            return "yes";
        }
        return caching.obstacle().isEmpty()
                ? "no"
                : "no: "
                        + (caching.obstacle().length() <= OBSTACLE_LENGTH
                                ? caching.obstacle()
                                : caching.obstacle().substring(0, OBSTACLE_LENGTH - 1) + "…");
    }

    /** Ratio of hits, and how many of them are stale if entries only expire. */
    private static String ratio(Caching caching, Cache cache) {
        return Figures.share((double) cache.hits(), (double) caching.reads())
                + (cache.staleHits() > 0 ? " (" + Figures.count(cache.staleHits()) + " stale)" : "");
    }

    private static String time(long millis) {
        return millis % 60_000 == 0 ? millis / 60_000 + " min" : Figures.millis((double) millis);
    }

    private static List<Cache> largest(Caching caching) {
        Long entries = caching.caches().stream()
                .map(Cache::entries)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        return caching.caches().stream()
                .filter(cache -> Objects.equals(cache.entries(), entries))
                .toList();
    }

    /** Every cache of one read: sizes down, times to live across. */
    static TextTable grid(Caching caching) {
        List<String> headings = new ArrayList<>(List.of(">entries"));
        List<Long> times = caching.caches().stream()
                .map(Cache::timeToLiveMillis)
                .distinct()
                .toList();
        times.forEach(time -> headings.add(">" + time(time)));
        headings.add("");
        TextTable table = TextTable.of(headings.toArray(String[]::new));
        List<String> row = new ArrayList<>();
        for (Cache cache : caching.caches()) {
            if (row.isEmpty()) {
                row.add(cache.entries() == null ? "any" : Figures.count(cache.entries()));
            }
            row.add(ratio(caching, cache));
            if (row.size() > times.size()) {
                row.add("");
                table.row(row.toArray(String[]::new));
                row.clear();
            }
        }
        return table;
    }
}
