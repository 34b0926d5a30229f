package dev.sonde.engine.candidate;

import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.candidate.TableAccess.Filter;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Order;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Proposes B-trees for the way a workload reads its tables: columns compared with one value first, then the wanted order
 * or one range; the same as a partial index over literals of the text; the same with INCLUDE where the index alone would
 * do.
 */
public final class CandidateGenerator {

    private static final int MIN_PAGES = 100;
    private static final int MAX_KEYS = 4;
    private static final int MAX_INCLUDED = 6;
    private static final int MAX_INCLUDED_BYTES = 64;
    private static final double MIN_ALL_VISIBLE = 0.8;
    private static final double MAX_LITERAL_SHARE = 0.3;
    private static final double MAX_NULL_SHARE = 0.95;

    private final CatalogSnapshot snapshot;
    private final Map<String, Integer> uses = new HashMap<>();
    private final List<TableAccess> accesses = new ArrayList<>();

    public CandidateGenerator(CatalogSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Takes a statement's plan into account. */
    public void add(PlannedStatement statement, PlanNode plan) {
        for (TableAccess access : AccessReader.read(snapshot, statement, plan)) {
            accesses.add(access);
            access.equal().forEach(column -> uses.merge(access.table() + "." + column, 1, Integer::sum));
            access.joined().forEach(column -> uses.merge(access.table() + "." + column, 1, Integer::sum));
        }
    }

    /** All candidates, in a fixed order. */
    public List<Candidate> candidates() {
        Map<IndexDefinition, Candidate> candidates = new LinkedHashMap<>();
        for (TableAccess access : accesses) {
            TableSnapshot table = snapshot.table(access.table()).orElseThrow();
            if (table.size().filePages() < MIN_PAGES) {
                continue; // reading a small table through is as good
            }
            for (List<IndexDefinition.Key> keys : keyLists(access, table)) {
                propose(candidates, table, keys, List.of(), List.of());
                include(candidates, table, access, keys, List.of());
            }
            for (List<Filter> filters : partials(access)) {
                Set<String> taken = new LinkedHashSet<>();
                filters.forEach(filter -> taken.add(filter.column()));
                for (List<IndexDefinition.Key> keys : keyLists(access.without(taken), table)) {
                    propose(candidates, table, keys, List.of(), filters);
                    include(candidates, table, access, keys, filters);
                }
            }
        }
        return List.copyOf(candidates.values());
    }

    private void include(
            Map<IndexDefinition, Candidate> candidates,
            TableSnapshot table,
            TableAccess access,
            List<IndexDefinition.Key> keys,
            List<Filter> filters) {
        Set<String> rest = new LinkedHashSet<>(access.needed());
        keys.forEach(key -> rest.remove(key.expression()));
        int bytes = rest.stream()
                .mapToInt(column -> table.statisticsOf(column)
                        .map(ColumnStatistics::averageWidth)
                        .orElse(MAX_INCLUDED_BYTES))
                .sum();
        boolean visible =
                table.size().allVisible() >= MIN_ALL_VISIBLE * table.size().pages();
        if (visible && !rest.isEmpty() && rest.size() <= MAX_INCLUDED && bytes <= MAX_INCLUDED_BYTES) {
            propose(candidates, table, keys, List.copyOf(rest), filters);
        }
    }

    private static void propose(
            Map<IndexDefinition, Candidate> candidates,
            TableSnapshot table,
            List<IndexDefinition.Key> keys,
            List<String> include,
            List<Filter> filters) {
        double share = filters.stream().mapToDouble(Filter::share).reduce(1, (a, b) -> a * b);
        String predicate = String.join(
                " and ",
                filters.stream().map(filter -> filter.condition().sql()).toList());
        IndexDefinition definition =
                new IndexDefinition(table.name(), "btree", canonical(keys), include, false, predicate);
        if (!candidates.containsKey(definition) && !ExistingIndexes.cover(table, definition)) {
            candidates.put(
                    definition,
                    new Candidate(
                            definition, IndexSizeModel.of(table, definition, share), reason(keys, include, filters)));
        }
    }

    private static String reason(List<IndexDefinition.Key> keys, List<String> include, List<Filter> filters) {
        String text = "reads by "
                + String.join(
                        ", ", keys.stream().map(IndexDefinition.Key::expression).toList());
        if (!filters.isEmpty()) {
            text += ", only rows where "
                    + String.join(
                            " and ",
                            filters.stream()
                                    .map(filter -> filter.condition().sql())
                                    .toList());
        }
        return include.isEmpty() ? text : text + ", and needs no more than " + String.join(", ", include);
    }

    /** A B-tree is read backwards as well, so an index that runs wholly backwards is written forwards. */
    private static List<IndexDefinition.Key> canonical(List<IndexDefinition.Key> keys) {
        boolean descending = keys.stream().anyMatch(key -> key.order() == Order.DESC_NULLS_FIRST);
        boolean reversible =
                keys.stream().skip(leadingEqual(keys)).allMatch(key -> key.order() == Order.DESC_NULLS_FIRST);
        if (!descending || !reversible) {
            return keys;
        }
        return keys.stream()
                .map(key -> IndexDefinition.Key.column(key.expression()))
                .toList();
    }

    private static int leadingEqual(List<IndexDefinition.Key> keys) {
        int i = 0;
        while (i < keys.size() && keys.get(i).order() == Order.ASC_NULLS_LAST) {
            i++;
        }
        return i;
    }

    private Collection<List<IndexDefinition.Key>> keyLists(TableAccess access, TableSnapshot table) {
        Set<List<IndexDefinition.Key>> lists = new LinkedHashSet<>();
        List<IndexDefinition.Key> equal = keys(sorted(access.equal(), table));
        List<IndexDefinition.Key> any = keys(sorted(access.anyOf(), table));
        List<IndexDefinition.Key> none = List.of();
        add(lists, equal);
        add(lists, equal, any);
        add(lists, equal, access.order());
        add(lists, equal, access.order(), any);
        add(lists, equal, any, access.order());
        for (String range : access.ranges()) {
            add(lists, equal, keys(List.of(range)));
            add(lists, equal, any, keys(List.of(range)));
        }
        for (IndexDefinition.Key key : equal) {
            add(lists, List.of(key));
            add(lists, List.of(key), access.order());
        }
        for (String join : access.joined()) {
            List<IndexDefinition.Key> key = keys(List.of(join));
            add(lists, key);
            add(lists, equal, key);
            add(lists, key, equal);
            add(lists, key, equal, access.order());
            add(lists, key, access.order());
            for (String range : access.ranges()) {
                add(lists, key, equal, keys(List.of(range)));
            }
        }
        for (IndexDefinition.Key key : any) {
            add(lists, List.of(key));
        }
        add(lists, none, access.order());
        return lists;
    }

    @SafeVarargs
    private static void add(Set<List<IndexDefinition.Key>> lists, List<IndexDefinition.Key>... parts) {
        Map<String, IndexDefinition.Key> keys = new LinkedHashMap<>();
        for (List<IndexDefinition.Key> part : parts) {
            for (IndexDefinition.Key key : part) {
                keys.putIfAbsent(key.expression(), key);
            }
        }
        if (!keys.isEmpty() && keys.size() <= MAX_KEYS) {
            lists.add(List.copyOf(keys.values()));
        }
    }

    private static List<IndexDefinition.Key> keys(Collection<String> columns) {
        return columns.stream().map(IndexDefinition.Key::column).toList();
    }

    /** What most statements compare comes first, so that they can share an index; then the most selective. */
    private List<String> sorted(Set<String> columns, TableSnapshot table) {
        return columns.stream()
                .sorted(Comparator.comparingInt((String column) -> -uses.getOrDefault(table.name() + "." + column, 0))
                        .thenComparingDouble(column -> -table.statisticsOf(column)
                                .map(statistics ->
                                        statistics.distinctIn(table.size().estimatedTuples()))
                                .orElse(0.0))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static List<List<Filter>> partials(TableAccess access) {
        List<Filter> usable = access.filters().stream()
                .filter(filter -> filter.share()
                        <= (filter.condition() instanceof dev.sonde.engine.plan.Expression.NullTest
                                ? MAX_NULL_SHARE
                                : MAX_LITERAL_SHARE))
                .sorted(Comparator.comparing(Filter::column))
                .toList();
        List<List<Filter>> partials = new ArrayList<>();
        usable.forEach(filter -> partials.add(List.of(filter)));
        if (usable.size() > 1) {
            partials.add(usable);
        }
        return partials;
    }
}
