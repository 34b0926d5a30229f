package dev.sonde.analysis.summary;

import dev.sonde.analysis.collect.LongCounts;
import dev.sonde.capture.CaptureRecord.CallSite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Call sites by identifier. When there are more than twice as many as may be kept, those stay where most executions of kept
 * statements were, and those that came last, whose executions may be still to come. Executions at others count as such at
 * {@link #OTHERS}.
 */
final class CallSites {
    /** Stands for all that were let go; 0 is not known. */
    static final CallSite OTHERS = new CallSite(0, 0, List.of(), List.of());

    private record Used(long site, long executions) {
        private static final Comparator<Used> MOST_FIRST =
                Comparator.comparingLong(Used::executions).reversed().thenComparing(Used::site);
    }

    private final int kept;
    private final Map<Long, CallSite> byId = new LinkedHashMap<>();
    private boolean cut;

    CallSites(int kept) {
        this.kept = kept;
    }

    @Nullable
    CallSite get(long id) {
        return byId.get(id);
    }

    Map<Long, CallSite> all() {
        return byId;
    }

    /** The identifier, or that of {@link #OTHERS} if it was let go. */
    long known(long id) {
        return cut && !byId.containsKey(id) ? OTHERS.id() : id;
    }

    void add(CallSite site, SummaryState state) {
        byId.merge(site.id(), site, SummaryState::first);
        limit(state);
    }

    void addAll(CallSites other) {
        cut |= other.cut;
        other.byId.forEach((id, site) -> byId.merge(id, site, SummaryState::first));
    }

    /** Lets some go if there are too many. */
    void limit(SummaryState state) {
        if (byId.size() <= 2 * kept) {
            return;
        }
        LongCounts executions = new LongCounts();
        state.details.values().forEach(details -> details.sites.forEach(executions::add));
        state.pools.values().forEach(pool -> pool.bySite.forEach((id, sums) -> executions.add(id, sums.leases)));
        List<Used> older = new ArrayList<>();
        int newest = kept / 4; // their executions may be still to come
        for (long id : byId.keySet()) {
            if (older.size() < byId.size() - newest) {
                older.add(new Used(id, executions.get(id)));
            }
        }
        older.sort(Used.MOST_FIRST);
        older.subList(kept - newest, older.size()).forEach(used -> byId.remove(used.site()));
        cut = true;
        state.details.values().forEach(details -> details.sumSites(this::known));
        state.pools.values().forEach(pool -> pool.sumSites(this::known));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CallSites sites && byId.equals(sites.byId);
    }

    @Override
    public int hashCode() {
        return byId.hashCode();
    }
}
