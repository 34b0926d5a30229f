package dev.sonde.analysis.summary;

import dev.sonde.analysis.collect.LongCounts;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.hash.ContentHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which statements, and routes ({@link RouteLimit}), are kept one by one when a service makes up new ones without end; the others are summed, so that all counts
 * of the whole stay exact. Immutable.
 *
 * <p>Who reads records once keeps up to twice as many, and then lets those go that took least time until then and have no
 * fault; one that was let go is only summed until its text comes once more. Who can read records twice chooses from exact
 * times, and what is kept does not depend on their order. Of summaries that are merged, what one of them has summed stays
 * summed: of one statement at most the number's share of that summary's time, a ten-thousandth.
 */
public final class StatementLimit {
    private static final int KEPT = 10_000;

    /** In place of the text of what stands for statements that were let go. */
    public static final String OTHERS_NAME = "other statements";

    /** Stands for all that were let go; said to be cut, so that nobody plans it. */
    static final Statement OTHERS = new Statement(
            0,
            ContentHash.of(OTHERS_NAME),
            ContentHash.of(OTHERS_NAME),
            OTHERS_NAME,
            List.of(),
            List.of(),
            List.of(),
            true);

    private final int kept;
    private final @Nullable LongCounts chosen;
    private final @Nullable LongCounts callSites;
    private final int keptRoutes;
    private final @Nullable LongCounts routes;
    private final long otherRoutes;

    private StatementLimit(
            int kept,
            @Nullable LongCounts chosen,
            @Nullable LongCounts callSites,
            int keptRoutes,
            @Nullable LongCounts routes,
            long otherRoutes) {
        this.kept = kept;
        this.chosen = chosen;
        this.callSites = callSites;
        this.keptRoutes = keptRoutes;
        this.routes = routes;
        this.otherRoutes = otherRoutes;
    }

    public static StatementLimit ofDefaults() {
        return of(KEPT);
    }

    /** Keeps so many when there are more than twice as many. */
    public static StatementLimit of(int kept) {
        if (kept < 1) {
            throw new IllegalArgumentException("kept must be positive: " + kept);
        }
        return new StatementLimit(kept, null, null, RouteLimit.KEPT, null, 0);
    }

    /** The same with so many routes when there are more than twice as many. */
    public StatementLimit withRoutes(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most must be positive: " + most);
        }
        return new StatementLimit(kept, chosen, callSites, most, null, 0);
    }

    /** Keeps these and no others, however many there are. */
    public StatementLimit only(Collection<Long> statements) {
        return only(statements, null);
    }

    /** Of call sites these as well. */
    StatementLimit only(Collection<Long> statements, @Nullable LongCounts sites) {
        LongCounts those = new LongCounts();
        statements.forEach(statement -> those.put(statement, 1));
        return new StatementLimit(kept, those, sites, keptRoutes, routes, otherRoutes);
    }

    /**
     * Of routes these and no others, however many there are.
     *
     * @param chosenRoutes by {@link RouteLimit#id}
     * @param others how many there are beside them
     */
    StatementLimit onlyRoutes(LongCounts chosenRoutes, long others) {
        return new StatementLimit(kept, chosen, callSites, keptRoutes, chosenRoutes, others);
    }

    int keptRoutes() {
        return keptRoutes;
    }

    /** Routes beside those that are kept; 0 as well if they were not counted. */
    long otherRoutes() {
        return otherRoutes;
    }

    /** What is kept of routes, for one summary. */
    RouteLimit routes() {
        return new RouteLimit(keptRoutes, routes);
    }

    public int kept() {
        return kept;
    }

    /** As many statements as there may be before any is let go. */
    public int most() {
        return 2 * kept;
    }

    /** Whether it is known from the start which statements are kept. */
    public boolean isChosen() {
        return chosen != null;
    }

    /** False for statements that are known from the start not to be kept. */
    public boolean admits(long statement) {
        return chosen == null || chosen.get(statement) != 0;
    }

    /** Identifier and fingerprint of what stands for statements that were let go. */
    public static long others() {
        return OTHERS.id();
    }

    /** False for call sites that are known from the start not to be those of kept statements. */
    boolean admitsSite(long site) {
        return callSites == null || callSites.get(site) != 0;
    }

    /** Whether the statement stands for such that were let go. */
    public static boolean isOthers(Statement statement) {
        return statement.id() == OTHERS.id() && statement.truncated();
    }

    /** Lets statements go until as many are left as may be kept. */
    void apply(SummaryState state) {
        LongCounts nanos = new LongCounts();
        state.totals.forEach((key, byRoute) ->
                byRoute.values().forEach(totals -> nanos.add(key.statement(), Math.max(0, totals.nanos))));
        // Sums come every few seconds only: of new statements what their executions say has to do
        LongCounts seen = new LongCounts();
        state.details.forEach((key, details) -> seen.add(key.statement(), Math.max(0, details.nanos)));
        Set<Long> faults = state.faults.statements();
        List<Taken> all = new ArrayList<>();
        for (long id : state.statements.keySet()) {
            if (id != OTHERS.id()) {
                all.add(new Taken(id, faults.contains(id) ? Long.MAX_VALUE : Math.max(nanos.get(id), seen.get(id))));
            }
        }
        all.sort(Taken.MOST_FIRST);
        Set<Long> ids = new HashSet<>();
        all.subList(Math.min(kept, all.size()), all.size()).forEach(taken -> ids.add(taken.statement()));
        state.letGo(ids);
    }

    private record Taken(long statement, long nanos) {
        private static final Comparator<Taken> MOST_FIRST =
                Comparator.comparingLong(Taken::nanos).reversed().thenComparing(Taken::statement);
    }
}
