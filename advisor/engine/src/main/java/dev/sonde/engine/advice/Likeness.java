package dev.sonde.engine.advice;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.selection.Alike;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.PartitionedTables;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Groups the indexes that serve a statement alike, and leaves out those it cannot use, by the words of its text and its
 * plan: a column that neither names is of no use, one that only the SELECT list names is of use to an index-only scan
 * alone. Names that coincide make groups smaller, never wrong.
 */
public final class Likeness {

    private static final Pattern WORD = Pattern.compile("\"((?:[^\"]|\"\")+)\"|[\\p{L}_][\\p{L}\\p{N}_$]*");
    private static final Pattern FROM = Pattern.compile("(?i)\\bfrom\\b");
    private static final Pattern EXTREME = Pattern.compile("(?i)\\b(?:min|max)\\s*\\(");

    private final PartitionedTables tables;
    private final Map<QualifiedName, Integer> references = new TreeMap<>();
    private final Set<String> named;
    private final Set<String> compared = new HashSet<>();

    /** Words of one statement and its plan. */
    public Likeness(CatalogSnapshot snapshot, String sql, PlanNode plan) {
        this(new PartitionedTables(snapshot), sql, plan);
    }

    /** The same where many statements are looked at. */
    Likeness(PartitionedTables tables, String sql, PlanNode plan) {
        this.tables = tables;
        this.named = words(sql);
        Matcher from = FROM.matcher(sql);
        // The smallest and the largest value can be read at an end of an index.
        boolean extremes = EXTREME.matcher(sql).find();
        compared.addAll(extremes || !from.find() ? named : words(sql.substring(from.end())));
        Map<QualifiedName, Integer> scans = new TreeMap<>();
        plan.forEach(node -> {
            QualifiedName relation = node.relation();
            if (relation != null) {
                scans.merge(relation, 1, Integer::sum);
            }
            // What stands behind a view or comes of a rewrite is in the plan only.
            node.conditions().forEach(text -> compared.addAll(words(text)));
            node.sortKeys().forEach(text -> compared.addAll(words(text)));
            node.groupKeys().forEach(text -> compared.addAll(words(text)));
        });
        // A reference to a partitioned table scans each partition once.
        scans.forEach((relation, times) -> references.merge(tables.top(relation), times, Math::max));
        named.addAll(compared);
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            String quoted = word.group(1);
            words.add(quoted == null ? word.group().toLowerCase(Locale.ROOT) : quoted.replace("\"\"", "\""));
        }
        return words;
    }

    /** Groups of the indexes that the statement can use, in the order of their first member. */
    public List<Alike> groups(List<WhatIfIndex> indexes) {
        Map<List<String>, BitSet> exact = new LinkedHashMap<>();
        Map<List<String>, List<String>> withoutGaps = new LinkedHashMap<>();
        for (int i = 0; i < indexes.size(); i++) {
            IndexDefinition definition = indexes.get(i).definition();
            TableSnapshot table = tables.whole(definition.table()).orElse(null);
            if (table == null || !references.containsKey(table.name())) {
                continue;
            }
            List<String> use = use(definition, table);
            if (!use.isEmpty()) {
                exact.computeIfAbsent(use, key -> new BitSet()).set(i);
                withoutGaps.put(use, use.stream().filter(key -> !key.isEmpty()).toList());
            }
        }
        Map<List<String>, BitSet> groups = new LinkedHashMap<>();
        Map<List<String>, BitSet> best = new LinkedHashMap<>();
        exact.forEach((use, members) -> {
            // What has a column of no use in between is no better than what has not, if there is such an index.
            List<String> clean = withoutGaps.getOrDefault(use, use);
            List<String> key = exact.containsKey(clean) ? clean : use;
            groups.computeIfAbsent(key, none -> new BitSet()).or(members);
            best.putIfAbsent(key, exact.getOrDefault(key, members));
        });
        List<Alike> alike = new ArrayList<>();
        groups.forEach((key, members) ->
                alike.add(new Alike(smallest(best.getOrDefault(key, members), indexes), members)));
        return alike;
    }

    private static int smallest(BitSet members, List<WhatIfIndex> indexes) {
        int smallest = members.nextSetBit(0);
        for (int i = smallest; i >= 0; i = members.nextSetBit(i + 1)) {
            if (indexes.get(i).size().pages() < indexes.get(smallest).size().pages()) {
                smallest = i;
            }
        }
        return smallest;
    }

    /** What of the index the statement could use, an empty text where a key is of no use; empty if nothing. */
    private List<String> use(IndexDefinition definition, TableSnapshot table) {
        boolean covering = covers(definition, table);
        List<String> keys = new ArrayList<>();
        Set<String> covered = new TreeSet<>();
        int last = 0;
        boolean useful = false;
        for (IndexDefinition.Key key : definition.keys()) {
            boolean isCompared = key.isColumn()
                    ? compared.contains(key.expression())
                    : words(key.expression()).stream().anyMatch(compared::contains);
            keys.add(isCompared ? key.sql() : "");
            last = isCompared ? keys.size() : last;
            useful |= isCompared;
            if (!isCompared && covering && named.contains(key.expression())) {
                covered.add(key.expression());
            }
        }
        if (!useful && !covering) {
            return List.of();
        }
        List<String> use = new ArrayList<>(keys.subList(0, last));
        if (covering) {
            definition.include().stream().filter(named::contains).forEach(covered::add);
            use.add("include " + covered);
        }
        use.add(definition.table().sql() + " using " + definition.method() + " where " + definition.predicate());
        return use;
    }

    /** Whether the index may hold all that the statement reads of the table. */
    private boolean covers(IndexDefinition definition, TableSnapshot table) {
        if (references.getOrDefault(table.name(), 0) > 1) {
            return true; // one of the references may need less than the others
        }
        Set<String> held = new HashSet<>(definition.include());
        definition.keys().forEach(key -> held.add(key.expression()));
        return table.columns().stream()
                .map(TableSnapshot.Column::name)
                .filter(named::contains)
                .allMatch(held::contains);
    }
}
