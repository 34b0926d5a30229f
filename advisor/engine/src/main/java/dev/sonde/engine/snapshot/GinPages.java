package dev.sonde.engine.snapshot;

/**
 * Counters in the meta page of a GIN index, which the planner reads. VACUUM and CREATE INDEX write them.
 *
 * @param pending pages of entries not yet merged
 * @param total pages when the counters were written
 * @param entryPages pages of the tree of entries
 * @param dataPages pages of the lists and trees of row pointers
 * @param entries distinct keys
 */
public record GinPages(long pending, long total, long entryPages, long dataPages, long entries) {}
