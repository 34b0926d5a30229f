package dev.sonde.analysis.nplusone;

import dev.sonde.analysis.summary.Occurrence;
import dev.sonde.capture.CaptureRecord.Link;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The column of an earlier result from which most of a repetition's keys come.
 *
 * @param parentStatement identifier, 0 if the keys come from no single column
 * @param coverage distinct keys found in the column, of all distinct keys
 * @param order share of neighbours that follow the order of the parent's rows
 */
record Provenance(long parentStatement, int column, Set<Long> parents, double coverage, double order, int distinct) {
    static final Provenance NONE = new Provenance(0, 0, Set.of(), 0, 0, 0);

    // Small numbers are found in any column of identifiers; by chance, hardly so many, or in that order
    private static final int DISTINCT_BEYOND_CHANCE = 16;

    private record Source(long statement, int column) {}

    static Provenance of(List<Occurrence> occurrences, Set<Integer> varying) {
        Map<Source, Integer> votes = new HashMap<>();
        Source best = null;
        for (Occurrence occurrence : occurrences) {
            Source source = source(occurrence.link(), varying);
            if (source != null) {
                int count = votes.merge(source, 1, Integer::sum);
                if (best == null || count > votes.getOrDefault(best, 0)) {
                    best = source;
                }
            }
        }
        return best == null ? NONE : measure(occurrences, varying, best);
    }

    private static Provenance measure(List<Occurrence> occurrences, Set<Integer> varying, Source source) {
        Set<Object> keys = new HashSet<>();
        Set<Object> found = new HashSet<>();
        Set<Long> parents = new HashSet<>();
        int neighbours = 0;
        int ordered = 0;
        Link previous = null;
        for (Occurrence occurrence : occurrences) {
            Object key = key(occurrence, varying);
            keys.add(key);
            Link link = occurrence.link();
            if (link == null || !source.equals(source(link, varying))) {
                continue;
            }
            found.add(key);
            parents.add(link.parent());
            if (previous != null) {
                neighbours++;
                boolean sameParent = link.parent() == previous.parent();
                ordered += sameParent
                        ? (link.row() > previous.row() ? 1 : 0)
                        : (link.parent() > previous.parent() ? 1 : 0);
            }
            previous = link;
        }
        return new Provenance(
                source.statement(),
                source.column(),
                parents,
                (double) found.size() / keys.size(),
                neighbours == 0 ? 0 : (double) ordered / neighbours,
                found.size());
    }

    /** The values at the varying positions, in an order that is the same for one set of positions. */
    static Object key(Occurrence occurrence, Set<Integer> varying) {
        if (varying.size() == 1) {
            return value(occurrence, varying.iterator().next());
        }
        return varying.stream()
                .sorted()
                .map(position -> value(occurrence, position))
                .toList();
    }

    private static Object value(Occurrence occurrence, int position) {
        Integer hash =
                position <= occurrence.binds().size() ? occurrence.binds().get(position - 1) : null;
        return hash == null ? "null" : hash;
    }

    private static @Nullable Source source(@Nullable Link link, Set<Integer> varying) {
        return link == null || !varying.contains(link.bind())
                ? null
                : new Source(link.parentStatement(), link.column());
    }

    boolean isKnown() {
        return parentStatement != 0;
    }

    boolean followsRows() {
        return order >= 0.9;
    }

    /** Whether this proves that the keys were read from the column, and did not only happen to be there. */
    boolean isProof() {
        return coverage >= 0.8 && distinct >= 5 && (followsRows() || distinct >= DISTINCT_BEYOND_CHANCE);
    }
}
