package dev.sonde.analysis.nplusone;

import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Link;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The column of an earlier result from which most of a repetition's keys come.
 *
 * @param parentStatement identifier, 0 if the keys come from no single column
 * @param bind position that the keys are bound at
 * @param coverage distinct keys found in the column, of all distinct keys
 * @param order share of neighbours that follow the order of the parent's rows
 */
record Provenance(
        long parentStatement, int column, int bind, Set<Long> parents, double coverage, double order, int distinct) {
    static final Provenance NONE = new Provenance(0, 0, 0, Set.of(), 0, 0, 0);

    // Small numbers are found in any column of identifiers; by chance, hardly so many, or in that order
    private static final int DISTINCT_BEYOND_CHANCE = 16;
    private static final int MIN_TURNS = 5;

    private record Source(long statement, int column, int bind) {
        boolean isOf(Link link) {
            return statement == link.parentStatement() && column == link.column() && bind == link.bind();
        }
    }

    static Provenance of(List<Execution> executions, Varying varying) {
        Map<Source, Integer> votes = new HashMap<>();
        Source best = null;
        Source last = null; // mostly all have one source, which then is made and counted once
        int turns = 0;
        for (Execution execution : executions) {
            Link link = execution.link();
            if (link != null && last != null && last.isOf(link)) {
                turns++;
            } else if (link != null && varying.positions().contains(link.bind())) {
                best = vote(votes, last, turns, best);
                last = new Source(link.parentStatement(), link.column(), link.bind());
                turns = 1;
            }
        }
        best = vote(votes, last, turns, best);
        return best == null ? NONE : measure(executions, varying.keys(), best);
    }

    /** The source with the most votes so far. */
    private static @Nullable Source vote(
            Map<Source, Integer> votes, @Nullable Source source, int turns, @Nullable Source best) {
        if (source == null) {
            return best;
        }
        int count = votes.merge(source, turns, Integer::sum);
        return best == null || count > votes.getOrDefault(best, 0) ? source : best;
    }

    private static Provenance measure(List<Execution> executions, Keys keys, Source source) {
        int[] found = new int[executions.size()];
        int links = 0;
        Set<Long> parents = new HashSet<>();
        int neighbours = 0;
        int ordered = 0;
        Link previous = null;
        for (int i = 0; i < executions.size(); i++) {
            Link link = executions.get(i).link();
            if (link == null || !source.isOf(link)) {
                continue;
            }
            found[links++] = keys.of(i);
            if (previous == null || previous.parent() != link.parent()) {
                parents.add(link.parent());
            }
            if (previous != null) {
                neighbours++;
                ordered += follows(previous, link) ? 1 : 0;
            }
            previous = link;
        }
        int distinct = Keys.distinct(Arrays.copyOf(found, links));
        return new Provenance(
                source.statement(),
                source.column(),
                source.bind(),
                parents,
                (double) distinct / keys.distinct(),
                neighbours == 0 ? 0 : (double) ordered / neighbours,
                distinct);
    }

    /**
     * Where the keys of different statements come from, if all come from one column: by the rows that were followed, since
     * the statements' own positions cannot be compared.
     */
    static Provenance ofPlaces(List<Execution> executions) {
        Set<List<Long>> places = new HashSet<>();
        Set<Long> parents = new HashSet<>();
        int ordered = 0;
        Link previous = null;
        Link any = null;
        for (Execution execution : executions) {
            Link link = execution.link();
            if (link == null) {
                continue;
            }
            any = link;
            places.add(List.of(link.parent(), (long) link.row()));
            parents.add(link.parent());
            ordered += previous != null && follows(previous, link) ? 1 : 0;
            previous = link;
        }
        return any == null
                ? NONE
                : new Provenance(
                        any.parentStatement(),
                        any.column(),
                        any.bind(),
                        parents,
                        1,
                        executions.size() < 2 ? 0 : (double) ordered / (executions.size() - 1),
                        places.size());
    }

    private static boolean follows(Link previous, Link link) {
        return link.parent() == previous.parent() ? link.row() > previous.row() : link.parent() > previous.parent();
    }

    /** Of many parents, which one execution each of ten thousand may have, a few say that there were enough. */
    Provenance withFewParents() {
        TreeSet<Long> few = new TreeSet<>(parents);
        while (few.size() > MIN_TURNS) {
            few.pollLast();
        }
        return new Provenance(parentStatement, column, bind, few, coverage, order, distinct);
    }

    boolean isKnown() {
        return parentStatement != 0;
    }

    boolean followsRows() {
        return order >= 0.9;
    }

    /**
     * Whether this proves that the keys were read from the column, and did not only happen to be there. Two parents with
     * three rows each are six keys, but no loop of five turns anywhere.
     */
    boolean isProof() {
        return isPlausible() && (followsRows() || distinct >= DISTINCT_BEYOND_CHANCE);
    }

    /** Whether the keys are in the column, if not in its order: read in parallel, or from a set, or by chance. */
    boolean isPlausible() {
        boolean wide = parents.size() >= MIN_TURNS || distinct >= MIN_TURNS * parents.size();
        return coverage >= 0.8 && distinct >= MIN_TURNS && wide;
    }

    /** Whether each key was read from the row that the key before it had found: a path of at least five. */
    boolean isPath() {
        return coverage >= 0.7 && distinct >= MIN_TURNS - 1 && followsRows();
    }
}
