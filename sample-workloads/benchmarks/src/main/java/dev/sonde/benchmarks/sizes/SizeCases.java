package dev.sonde.benchmarks.sizes;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.index.IndexDefinition.Order;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The indexes that are built, by kind. */
final class SizeCases {

    private final List<SizeCase> cases = new ArrayList<>();

    private SizeCases() {}

    static List<SizeCase> all() {
        SizeCases cases = new SizeCases();
        cases.plainTrees();
        cases.wideTrees();
        cases.covering();
        cases.partial();
        cases.expressions();
        cases.hashed();
        cases.blocks();
        cases.inverted();
        cases.searchTrees();
        return List.copyOf(cases.cases);
    }

    private void plainTrees() {
        for (String column : List.of(
                "id",
                "shuffled",
                "few",
                "mid",
                "many",
                "price",
                "total",
                "measure",
                "small",
                "flag",
                "day",
                "at",
                "shuffled_at",
                "key",
                "often_null",
                "seldom_set",
                "span")) {
            tree("B-tree, numbers", "numbers", column);
        }
        for (String column :
                List.of("email", "name", "status", "wide", "url", "code", "note", "city", "body", "mixed")) {
            tree("B-tree, text", "texts", column);
        }
        tree("B-tree, text", "documents", "title");
        tree("B-tree, numbers", "places", "address");
    }

    private void wideTrees() {
        String kind = "B-tree, several keys";
        tree(kind, "numbers", "few", "at");
        tree(kind, "numbers", "few", "small");
        tree(kind, "numbers", "flag", "id");
        tree(kind, "numbers", "mid", "day");
        tree(kind, "numbers", "often_null", "seldom_set");
        tree(kind, "numbers", "small", "price", "id");
        tree(kind, "texts", "status", "city");
        tree(kind, "texts", "city", "email");
        tree(kind, "texts", "status", "note", "id");
        add(
                kind,
                new IndexDefinition(
                        table("numbers"),
                        "btree",
                        List.of(Key.column("few"), new Key("shuffled_at", true, "", Order.DESC_NULLS_LAST)),
                        List.of(),
                        false,
                        ""));
        for (String fill : List.of("50", "100")) {
            add(kind, with(IndexDefinition.btree(table("numbers"), "mid", "id"), Map.of("fillfactor", fill)));
        }
        add(kind, with(IndexDefinition.btree(table("texts"), "city"), Map.of("deduplicate_items", "off")));
    }

    private void covering() {
        included("numbers", "shuffled", "price");
        included("numbers", "few", "id", "at");
        included("numbers", "mid", "often_null");
        included("texts", "email", "status", "city");
        included("texts", "city", "note");
    }

    private void partial() {
        where("numbers", "shuffled", "seldom_set is not null", table -> 1 - nulls(table, "seldom_set"));
        where("numbers", "at", "few = 3", table -> common(table, "few", "3"));
        where("numbers", "mid", "flag", table -> common(table, "flag", "t"));
        where("texts", "email", "status = 'failed'", table -> common(table, "status", "failed"));
        where("texts", "name", "note is null", table -> nulls(table, "note"));
    }

    private void expressions() {
        expression("texts", "lower((email)::text)");
        expression("texts", "lower(mixed)");
        expression("texts", "md5(name)");
        expression("texts", "COALESCE(note, ''::text)");
        expression("numbers", "date_trunc('day'::text, at)");
        expression("numbers", "timezone('UTC'::text, shuffled_at)");
        expression("numbers", "pg_catalog.extract('month', at)");
    }

    private void hashed() {
        for (String column : List.of("shuffled", "many", "mid", "often_null", "key")) {
            single("hash", "hash", "numbers", column, "");
        }
        for (String column : List.of("wide", "url", "city")) {
            single("hash", "hash", "texts", column, "");
        }
    }

    private void blocks() {
        for (String column : List.of("id", "at", "day", "price")) {
            single("BRIN", "brin", "numbers", column, "");
        }
        single("BRIN", "brin", "texts", "email", "");
        add(
                "BRIN",
                with(
                        new IndexDefinition(table("numbers"), "brin", List.of(Key.column("at")), List.of(), false, ""),
                        Map.of("pages_per_range", "4")));
    }

    private void inverted() {
        single("GIN, arrays", "gin", "documents", "tags", "");
        single("GIN, arrays", "gin", "documents", "numbers", "");
        single("GIN, jsonb", "gin", "documents", "data", "");
        single("GIN, jsonb", "gin", "documents", "data", "jsonb_path_ops");
        single("GIN, words", "gin", "documents", "words", "");
        add(
                "GIN, words",
                new IndexDefinition(
                        table("documents"),
                        "gin",
                        List.of(new Key("to_tsvector('simple'::regconfig, body)", false, "", Order.ASC_NULLS_LAST)),
                        List.of(),
                        false,
                        ""));
        for (String column : List.of("name", "email", "body", "city", "url")) {
            single("GIN, trigrams", "gin", "texts", column, "gin_trgm_ops");
        }
        single("GIN, trigrams", "gin", "documents", "title", "gin_trgm_ops");
    }

    private void searchTrees() {
        for (String column : List.of("place", "area", "numbers", "during")) {
            single("GiST", "gist", "places", column, "");
        }
        single("GiST", "gist", "places", "address", "inet_ops");
        single("GiST", "gist", "documents", "title", "gist_trgm_ops");
        for (String column : List.of("place", "numbers", "address", "label")) {
            single("SP-GiST", "spgist", "places", column, "");
        }
        single("SP-GiST", "spgist", "texts", "email", "");
    }

    private void add(String kind, IndexDefinition definition) {
        cases.add(new SizeCase(kind, definition, table -> 1));
    }

    private void tree(String kind, String table, String... columns) {
        add(kind, IndexDefinition.btree(table(table), columns));
    }

    private void single(String kind, String method, String table, String column, String operatorClass) {
        Key key = new Key(column, true, operatorClass, Order.ASC_NULLS_LAST);
        add(kind, new IndexDefinition(table(table), method, List.of(key), List.of(), false, ""));
    }

    private void included(String table, String key, String... columns) {
        add(
                "B-tree, INCLUDE",
                new IndexDefinition(table(table), "btree", List.of(Key.column(key)), List.of(columns), false, ""));
    }

    private void where(String table, String column, String predicate, ToDoubleFunction<TableSnapshot> share) {
        cases.add(new SizeCase(
                "B-tree, partial",
                new IndexDefinition(table(table), "btree", List.of(Key.column(column)), List.of(), false, predicate),
                share));
    }

    private void expression(String table, String text) {
        Key key = new Key(text, false, "", Order.ASC_NULLS_LAST);
        add("B-tree, expression", new IndexDefinition(table(table), "btree", List.of(key), List.of(), false, ""));
    }

    private static IndexDefinition with(IndexDefinition index, Map<String, String> parameters) {
        return new IndexDefinition(
                index.table(),
                index.method(),
                index.keys(),
                index.include(),
                index.unique(),
                index.predicate(),
                new TreeMap<>(parameters));
    }

    private static QualifiedName table(String name) {
        return new QualifiedName("public", name);
    }

    private static double nulls(TableSnapshot table, String column) {
        return table.statisticsOf(column).map(ColumnStatistics::nullFraction).orElse(0.0);
    }

    private static double common(TableSnapshot table, String column, String value) {
        ColumnStatistics statistics = table.statisticsOf(column).orElseThrow();
        int position = statistics.commonValueList().indexOf(value);
        return position < 0 ? 0 : statistics.commonFrequencyList().get(position);
    }
}
