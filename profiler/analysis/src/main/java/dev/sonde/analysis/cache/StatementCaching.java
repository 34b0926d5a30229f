package dev.sonde.analysis.cache;

import dev.sonde.capture.CaptureRecord.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What caches would have done for one read of one version of a service, one cache for the statement in each process.
 * Times are measured: those of the very executions that would have been hits.
 *
 * @param tables it reads, by name without schema; what a view or a function reads is not among them
 * @param reads executions that were played against the caches
 * @param keys different binds, summed over processes
 * @param millis execute and fetch time of {@code reads}
 * @param averageRows rows read per execution
 * @param repeatsInUnit reads whose binds the same unit of work had read before: a cache finds them, and so would a variable
 * @param writes captured writes of its tables by all sessions on the same database
 * @param afterOwnWrite reads of a unit that had written a table before: they pass the cache by
 * @param withoutBinds executions whose binds were not captured, so that nothing can be said
 * @param notSeen executions of which only the count is known, and those out of order in the files
 * @param estimated whether the figures come from a sample of the keys
 * @param atLeast whether reads or writes are missing, so that there were at least so many hits and stale reads
 * @param othersUnknown whether other sessions of the captures write its tables and were not looked at
 * @param changesSettings whether the service changes roles, search paths or variables of its connections
 * @param obstacle why its result must not be kept, whatever the figures; empty if nothing is known against it
 * @param cells every size with every time to live, sizes first
 */
public record StatementCaching(
        String service,
        String version,
        Statement statement,
        Set<String> tables,
        long reads,
        long keys,
        double millis,
        double averageRows,
        long repeatsInUnit,
        double repeatMillisInUnit,
        long writes,
        long afterOwnWrite,
        long failed,
        long withoutBinds,
        long notSeen,
        boolean estimated,
        boolean atLeast,
        boolean othersUnknown,
        boolean changesSettings,
        String obstacle,
        List<Cell> cells) {
    public StatementCaching {
        tables = Set.copyOf(tables);
        cells = List.copyOf(cells);
    }

    /**
     * One cache.
     *
     * @param size entries; {@link CacheGrid#UNBOUNDED} for no limit
     * @param timeToLive since an entry was loaded
     * @param hits reads answered if entries only expire
     * @param staleHits those of {@code hits} that were older than a captured write of one of the tables
     * @param savedMillis time of the executions behind {@code hits}
     * @param evictingHits reads answered if each captured write of a table evicts the entries read from it
     * @param evictingSavedMillis time of the executions behind {@code evictingHits}
     */
    public record Cell(
            long size,
            Duration timeToLive,
            long hits,
            long staleHits,
            double savedMillis,
            long evictingHits,
            double evictingSavedMillis) {
        /** Share of hits that are stale, 0 if there are no hits. */
        public double staleShare() {
            return hits == 0 ? 0 : (double) staleHits / hits;
        }
    }

    /** What the figures leave out, in words; empty if nothing is known to be missing. */
    public List<String> limits() {
        return CachingWords.limits(this);
    }

    /** Share of reads. */
    public double ratio(long hits) {
        return reads == 0 ? 0 : (double) hits / reads;
    }
}
