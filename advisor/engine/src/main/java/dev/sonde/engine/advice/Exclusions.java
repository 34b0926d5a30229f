package dev.sonde.engine.advice;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.verify.Verification;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Indexes that are not to be advised, since a clone rejected them. Two with the same first key that made a statement slower
 * there stand for all of their table, access method, first key and predicate: whatever follows the key, the planner
 * would only take up the same plan again.
 *
 * @param rejected by themselves
 * @param slower those of them that made a statement slower
 */
public record Exclusions(Set<IndexDefinition> rejected, Set<IndexDefinition> slower) {

    public static final Exclusions NONE = new Exclusions(Set.of(), Set.of());

    private static final int ALIKE = 2;

    public Exclusions {
        rejected = Set.copyOf(rejected);
        slower = Set.copyOf(slower);
    }

    /** The same, and what the clone rejected now. */
    public Exclusions with(Verification verification) {
        return new Exclusions(union(rejected, verification.rejected()), union(slower, verification.slower()));
    }

    /** Whether the index is one of them. */
    public boolean contains(IndexDefinition index) {
        return rejected.contains(index)
                || slower.stream().filter(each -> isAlike(each, index)).count() >= ALIKE;
    }

    private static boolean isAlike(IndexDefinition one, IndexDefinition other) {
        return one.table().equals(other.table())
                && one.method().equals(other.method())
                && one.keys().get(0).equals(other.keys().get(0))
                && one.predicate().equals(other.predicate());
    }

    private static Set<IndexDefinition> union(Set<IndexDefinition> some, List<IndexDefinition> more) {
        Set<IndexDefinition> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return all;
    }
}
