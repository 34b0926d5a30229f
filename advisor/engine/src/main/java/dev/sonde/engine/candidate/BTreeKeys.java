package dev.sonde.engine.candidate;

import dev.sonde.engine.candidate.Condition.Kind;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.index.IndexDefinition.Order;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Key lists of B-trees that serve an access. Subjects compared with one value come first, in any order as far as the
 * access goes; which order is chosen so that accesses share a prefix (the partial orders of AIM, ICDE 2023). Then a
 * list of values, the wanted order, or one range.
 */
final class BTreeKeys {

    private static final int MAX_KEYS = 4;
    private static final double FEW_VALUES = 100;
    private static final int SKIP_SCAN = 180000;

    private final TableReads reads;
    private final TableAccess access;
    private final Set<List<Key>> lists = new LinkedHashSet<>();

    private BTreeKeys(TableReads reads, TableAccess access) {
        this.reads = reads;
        this.access = access;
    }

    static Set<List<Key>> of(TableReads reads, TableAccess access) {
        BTreeKeys keys = new BTreeKeys(reads, access);
        keys.read();
        return keys.lists;
    }

    private void read() {
        Set<Subject> equalSubjects = access.subjects(Kind.EQUAL);
        List<Key> equal = keys(reads.sorted(equalSubjects));
        List<Key> any = keys(reads.sorted(access.subjects(Kind.ANY)));
        List<Key> order = access.order();
        afterEqual(equal, any);
        for (Key key : equal) {
            add(List.of(key));
            add(List.of(key), order);
        }
        for (Subject join : access.subjects(Kind.JOINED)) {
            joined(List.of(join.key()), equal);
        }
        if (access.subjects(Kind.JOINED).size() > 1) {
            add(keys(reads.sorted(access.subjects(Kind.JOINED))), equal);
        }
        for (Key key : any) {
            add(List.of(key));
        }
        add(order);
        shared(equalSubjects, any);
        skipped(equal);
    }

    private void afterEqual(List<Key> equal, List<Key> any) {
        List<Key> order = access.order();
        add(equal);
        add(equal, any);
        add(equal, order);
        add(equal, order, any);
        add(equal, any, order);
        for (Subject range : access.subjects(Kind.RANGE)) {
            add(equal, List.of(range.key()));
            add(equal, any, List.of(range.key()));
        }
        for (List<Subject> keyset : access.keysets()) {
            add(equal, keys(keyset));
        }
        for (Kind kind : List.of(Kind.PREFIX, Kind.PATTERN)) {
            for (Subject text : access.subjects(kind)) {
                String operatorClass = PatternClasses.of(reads, text);
                add(List.of(text.key(operatorClass)));
                add(equal, List.of(text.key(operatorClass)));
            }
        }
    }

    private void joined(List<Key> key, List<Key> equal) {
        List<Key> order = access.order();
        add(key);
        add(equal, key);
        add(key, equal);
        add(key, equal, order);
        add(key, order);
        for (Subject range : access.subjects(Kind.RANGE)) {
            add(key, equal, List.of(range.key()));
        }
    }

    /** What another access compares, if it is a part of what this one compares, goes first: one index serves both. */
    private void shared(Set<Subject> equal, List<Key> any) {
        for (TableAccess other : reads.accesses()) {
            Set<Subject> first = other.subjects(Kind.EQUAL);
            if (!first.isEmpty() && first.size() < equal.size() && equal.containsAll(first)) {
                Set<Subject> rest = new TreeSet<>(equal);
                rest.removeAll(first);
                List<Key> merged = new ArrayList<>(keys(reads.sorted(first)));
                merged.addAll(keys(reads.sorted(rest)));
                afterEqual(merged, any);
            }
        }
    }

    /** From 18 on a B-tree is searched once per value of a leading key without a condition, if there are few. */
    private void skipped(List<Key> equal) {
        if (reads.snapshot().serverVersionNumber() < SKIP_SCAN || equal.isEmpty()) {
            return;
        }
        for (Subject leading : reads.subjects(Kind.EQUAL)) {
            double distinct = reads.distinct(leading);
            if (distinct > 0 && distinct <= FEW_VALUES) {
                add(List.of(leading.key()), equal);
            }
        }
    }

    @SafeVarargs
    private void add(List<Key>... parts) {
        Map<String, Key> keys = new LinkedHashMap<>();
        for (List<Key> part : parts) {
            for (Key key : part) {
                if (keys.size() < MAX_KEYS) {
                    keys.putIfAbsent(key.expression(), key);
                }
            }
        }
        if (!keys.isEmpty()) {
            lists.add(canonical(List.copyOf(keys.values())));
        }
    }

    private static List<Key> keys(Collection<Subject> subjects) {
        return subjects.stream().map(Subject::key).toList();
    }

    /** A B-tree is read backwards as well, so an order that runs wholly backwards is written forwards. */
    private static List<Key> canonical(List<Key> keys) {
        int first = 0;
        while (first < keys.size() && keys.get(first).order() == Order.ASC_NULLS_LAST) {
            first++;
        }
        List<Key> tail = keys.subList(first, keys.size());
        if (tail.isEmpty() || !tail.stream().allMatch(key -> key.order().descending())) {
            return keys;
        }
        return keys.stream()
                .map(key -> key.order().descending() ? key.reversed() : key)
                .toList();
    }
}
