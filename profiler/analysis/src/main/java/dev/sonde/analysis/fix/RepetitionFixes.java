package dev.sonde.analysis.fix;

/** Fixes, or reasons to do nothing, of repetitions that are no N+1. */
final class RepetitionFixes {
    private RepetitionFixes() {}

    static String of(String kind, Framework framework, StatementNames names) {
        return switch (kind) {
            case "duplicate-read" ->
                framework == Framework.HIBERNATE
                        ? "Read it once and pass the result on: queries go past the persistence context, look-ups by id"
                                + " (`find`) do not; or a query cache if it may be stale for a moment."
                        : framework == Framework.MYBATIS
                                ? "Read it once and pass the result on; within one session MyBatis's local cache does it"
                                        + " unless a write, flushCache=\"true\" or localCacheScope=STATEMENT clears it."
                                : "Read it once and pass the result on within the unit of work.";
            case "cacheable-read" ->
                framework == Framework.HIBERNATE
                        ? "Keep " + names.table()
                                + " in the second-level cache (@Cache) or a cache of your own, with a time"
                                + " to live that the reader can accept."
                        : "Keep the result of " + names.table() + " in a cache with a time to live that the reader can"
                                + " accept, and drop it where the table is written.";
            case "re-read" ->
                "Read again after a write, which may be needed; if only the written row is wanted, `returning` on the write"
                        + " saves the read.";
            case "paging-offset" ->
                "Pages by OFFSET read all rows before the page again. Page by the last key: `where (" + names.key()
                        + ", id) > (?, ?) order by … limit ?`, with larger pages if all of them are read.";
            case "paging-keyset" -> "Paging by key is right; larger pages save round trips if all of them are read.";
            case "chunked" -> "Reading in chunks is right; larger chunks save round trips.";
            case "polling" ->
                "Polling: a longer interval, taking several rows at a time (`limit n for update skip locked`), or"
                        + " LISTEN/NOTIFY saves round trips.";
            case "retry" ->
                "Executions repeated after an error: look for the error's cause (deadlock, serialization, time-out).";
            case "cold-cache" ->
                "The loop ends once a cache is warm: fill it at start with one query if the first requests matter.";
            case "fixed-fan-out" ->
                "The number does not grow with the data; one query for all of them saves the round trips nevertheless.";
            default -> "Ask for all at once instead of one by one.";
        };
    }
}
