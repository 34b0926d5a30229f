package dev.sonde.analysis.cache;

import dev.sonde.analysis.cache.CacheableReads.Choice;
import dev.sonde.analysis.cache.StatementCaching.Cell;
import dev.sonde.capture.hash.ContentHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Says in words what a simulation found, and how far it can be trusted. */
final class CachingWords {
    private CachingWords() {}

    static String message(StatementCaching caching, Choice choice) {
        String tables = tables(caching);
        String about = caching.atLeast() ? "at least " : caching.estimated() ? "about " : "";
        String message = "cacheable-read: a cache of " + size(choice.cell().size()) + " kept for "
                + time(choice.cell().timeToLive())
                + (choice.evicting() ? ", evicted when " + tables + " is written," : "") + " would have answered "
                + about + count(choice.hits()) + " of " + count(caching.reads()) + " reads ("
                + percent(caching.ratio(choice.hits())) + ") and saved "
                + millis(choice.savedMillis());
        if (choice.evicting()) {
            return message + "; without eviction " + about + count(choice.cell().staleHits()) + " of "
                    + count(choice.cell().hits()) + " answers would be stale";
        }
        if (choice.cell().staleHits() > 0) {
            return message + "; " + about + count(choice.cell().staleHits())
                    + " of its answers are older than a write of " + tables;
        }
        return message
                + (caching.writes() == 0
                        ? "; the capture holds no write of " + tables
                        : "; none of its answers is older than one of the " + count(caching.writes()) + " writes of "
                                + tables);
    }

    static String fix(StatementCaching caching, Choice choice, boolean loop) {
        StringBuilder fix = new StringBuilder();
        if (loop) {
            fix.append("Fix the N+1 loop first, then look again. ");
        }
        String limit = choice.cell().size() == CacheGrid.UNBOUNDED
                ? ""
                : ".maximumSize(" + choice.cell().size() + ")";
        fix.append("Cache the result by its bind values, for example Caffeine.newBuilder()")
                .append(limit)
                .append(".expireAfterWrite(")
                .append(duration(choice.cell().timeToLive()))
                .append(")");
        if (choice.evicting()) {
            fix.append(", and evict after the commit of each write of ").append(tables(caching));
        }
        fix.append(". Writes by triggers, cascading keys, views and programs that were not captured are not counted.");
        if (caching.changesSettings()) {
            fix.append(
                    " The service changes roles, search paths or variables of its connections: what they select has to"
                            + " be part of the key.");
        }
        return fix.toString();
    }

    static Map<String, Object> evidence(
            StatementCaching caching, Choice choice, double totalMillis, List<String> leaves) {
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("sql", caching.statement().sql());
        evidence.put("statement", ContentHash.hex(caching.statement().id()));
        evidence.put("reads", caching.reads());
        evidence.put("keys", caching.keys());
        evidence.put("hits", choice.hits());
        evidence.put("hitRatio", caching.ratio(choice.hits()));
        evidence.put("savedMillis", choice.savedMillis());
        evidence.put("savedShareOfTime", totalMillis == 0 ? 0.0 : choice.savedMillis() / totalMillis);
        evidence.put(
                "entries",
                choice.cell().size() == CacheGrid.UNBOUNDED
                        ? "unbounded"
                        : choice.cell().size());
        evidence.put("timeToLiveMillis", choice.cell().timeToLive().toMillis());
        evidence.put("evictedOnWrite", choice.evicting());
        evidence.put("staleWithoutEviction", choice.cell().staleHits());
        evidence.put("writes", caching.writes());
        evidence.put("tables", List.copyOf(new TreeSet<>(caching.tables())));
        evidence.put("repeatsInUnit", caching.repeatsInUnit());
        evidence.put("readsAfterOwnWrite", caching.afterOwnWrite());
        evidence.put("averageRows", caching.averageRows());
        evidence.put("estimated", caching.estimated());
        evidence.put("atLeast", caching.atLeast());
        evidence.put("limits", limits(caching));
        evidence.put("caches", table(caching));
        evidence.put("callSites", leaves);
        return evidence;
    }

    static List<String> limits(StatementCaching caching) {
        List<String> limits = new ArrayList<>();
        if (caching.estimated()) {
            limits.add("estimated on a sample of the keys");
        }
        if (caching.atLeast()) {
            limits.add("executions are missing in the captures: at least so many hits and stale answers");
        }
        if (caching.notSeen() > 0) {
            limits.add(count(caching.notSeen()) + " executions are known by their count only, or were out of order");
        }
        if (caching.withoutBinds() > 0) {
            limits.add(count(caching.withoutBinds())
                    + " executions came without binds (sonde.binds=none, or masked): nothing can be said of them");
        }
        if (caching.othersUnknown()) {
            limits.add("other sessions write the same tables, which was not looked at");
        }
        return limits;
    }

    private static List<String> table(StatementCaching caching) {
        List<String> rows = new ArrayList<>();
        for (Cell cell : caching.cells()) {
            rows.add(size(cell.size()) + ", " + time(cell.timeToLive()) + ": " + count(cell.hits()) + " hits ("
                    + percent(caching.ratio(cell.hits())) + "), " + millis(cell.savedMillis()) + " saved, "
                    + count(cell.staleHits()) + " stale; evicted on writes " + count(cell.evictingHits()) + " hits ("
                    + percent(caching.ratio(cell.evictingHits())) + "), " + millis(cell.evictingSavedMillis())
                    + " saved");
        }
        return rows;
    }

    private static String tables(StatementCaching caching) {
        return String.join(", ", new TreeSet<>(caching.tables()));
    }

    private static String size(long size) {
        return size == CacheGrid.UNBOUNDED ? "any number of entries" : count(size) + " entries";
    }

    private static String time(Duration time) {
        if (time.toMillis() < 1_000 || time.toMillis() % 1_000 != 0) {
            return time.toMillis() + " ms";
        }
        return time.toSeconds() % 60 == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    private static String duration(Duration time) {
        if (time.toMillis() % 1_000 != 0) {
            return "Duration.ofMillis(" + time.toMillis() + ")";
        }
        return time.toSeconds() % 60 == 0
                ? "Duration.ofMinutes(" + time.toMinutes() + ")"
                : "Duration.ofSeconds(" + time.toSeconds() + ")";
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String millis(double millis) {
        return millis < 1_000
                ? String.format(Locale.ROOT, "%.1f ms", millis)
                : String.format(Locale.ROOT, "%,.1f s", millis / 1_000);
    }
}
