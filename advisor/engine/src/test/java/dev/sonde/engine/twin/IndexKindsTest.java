package dev.sonde.engine.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.engine.Majors;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.index.IndexDefinition.Order;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.size.IndexSizeModel;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IndexKindsTest {

    private static final QualifiedName THINGS = new QualifiedName("public", "things");

    static IntStream majors() {
        return IntStream.of(Majors.TESTED);
    }

    @ParameterizedTest
    @MethodSource("majors")
    void pricesExistingIndexesOfEveryKindAsTheSourceDoes(int major) throws Exception {
        try (KindsSource source = KindsSource.start(major)) {
            source.index();
            source.execute("vacuum analyze things");

            try (PlanTwin twin = PlanTwin.start(source.snapshot(), Majors.home(major))) {
                assertThat(twin.notes()).isEmpty();
                assertPlannedAlike(source, statements(major), twin, Map.of());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("majors")
    void pricesWhatIfIndexesOfEveryKindAsTheSourceDoesOnceTheyAreBuilt(int major) throws Exception {
        try (KindsSource source = KindsSource.start(major)) {
            CatalogSnapshot before = source.snapshot();
            Map<IndexDefinition, IndexSize> sizes = new LinkedHashMap<>();
            Map<IndexDefinition, String> names = new LinkedHashMap<>();
            for (Map.Entry<String, IndexDefinition> index : definitions().entrySet()) {
                source.execute(index.getValue().createStatement(index.getKey()));
                sizes.put(index.getValue(), source.sizeOf(index.getKey()));
                names.put(index.getValue(), index.getKey());
            }

            try (PlanTwin twin = PlanTwin.start(before, Majors.home(major))) {
                Map<WhatIfIndex, String> made = new LinkedHashMap<>();
                twin.define(sizes).forEach(index -> made.put(index, names.get(index.definition())));

                assertThat(twin.notes()).isEmpty();
                assertThat(made).hasSameSizeAs(sizes);
                assertPlannedAlike(source, statements(major), twin, made);
            }
        }
    }

    /** Heights, GIN's counters and what is known of lower(code) follow from sizes and the statistics of columns. */
    @Test
    void pricesExistingIndexesForAPlainRole() throws Exception {
        int major = Majors.TESTED[Majors.TESTED.length - 1];
        try (KindsSource source = KindsSource.start(major)) {
            source.index();
            source.execute("vacuum analyze things");
            CatalogSnapshot snapshot = source.snapshotOfPlainRole();

            assertThat(snapshot.unreadable())
                    .containsExactly(
                            "statistics of the expressions of index public.things_lower_code: its owner sees them;"
                                    + " connect as that or as a member of pg_read_all_data",
                            "statistics of the expressions of index public.things_words_gin: its owner sees them;"
                                    + " connect as that or as a member of pg_read_all_data");
            SoftAssertions softly = new SoftAssertions();
            try (PlanTwin twin = PlanTwin.start(snapshot, Majors.home(major))) {
                for (String sql : statements(major)) {
                    if (!sql.contains("to_tsvector(")) { // of which columns tell nothing
                        PlanNode expected = source.plan(sql);
                        PlanNode actual = twin.explain(List.of(sql), List.of()).get(0);
                        softly.assertThat(actual.shape()).as(sql).isEqualTo(expected.shape());
                        softly.assertThat(actual.totalCost() / expected.totalCost())
                                .as(sql)
                                .isEqualTo(1, within(0.005));
                    }
                }
            }
            softly.assertAll();
        }
    }

    /** Without counters the planner guesses; with those that the size model predicts it is nearer to the built index. */
    @Test
    void pricesWhatIfGinIndexesByPredictedCounters() throws Exception {
        int major = Majors.TESTED[Majors.TESTED.length - 1];
        IndexDefinition tags = Objects.requireNonNull(definitions().get("things_tags_gin"));
        String sql = "select * from things where tags @> '{t7,t19}'";
        try (KindsSource source = KindsSource.start(major)) {
            CatalogSnapshot before = source.snapshot();
            IndexSize predicted =
                    IndexSizeModel.of(before.table(THINGS).orElseThrow(), tags, 1, before.serverVersionNumber());
            source.execute(tags.createStatement("things_tags_gin"));
            double real = source.plan(sql).totalCost();

            double counted = cost(before, major, tags, predicted, sql);
            double guessed = cost(
                    before, major, tags, new IndexSize(predicted.pages(), predicted.tuples(), predicted.height()), sql);

            assertThat(counted / real).isEqualTo(1, within(0.1));
            assertThat(Math.abs(counted - real)).isLessThan(Math.abs(guessed - real));
        }
    }

    private static double cost(CatalogSnapshot snapshot, int major, IndexDefinition index, IndexSize size, String sql)
            throws Exception {
        try (PlanTwin twin = PlanTwin.start(snapshot, Majors.home(major))) {
            PlanNode plan =
                    twin.explain(List.of(sql), twin.define(Map.of(index, size))).get(0);
            assertThat(plan.usedIndexes()).hasSize(1);
            return plan.totalCost();
        }
    }

    private static Map<String, IndexDefinition> definitions() {
        Map<String, IndexDefinition> definitions = new TreeMap<>();
        definitions.put("things_tags_gin", index("gin", Key.column("tags")));
        definitions.put("things_data_gin", index("gin", key("data", true, "jsonb_path_ops")));
        definitions.put("things_words_gin", index("gin", key("to_tsvector('english'::regconfig, body)", false, "")));
        definitions.put("things_body_trgm", index("gin", key("body", true, "gin_trgm_ops")));
        definitions.put("things_place_gist", index("gist", Key.column("place")));
        definitions.put("things_during_gist", index("gist", Key.column("during")));
        definitions.put("things_place_spgist", index("spgist", Key.column("place")));
        definitions.put("things_code_spgist", index("spgist", Key.column("code")));
        definitions.put("things_n_brin", index("brin", Key.column("n")));
        definitions.put("things_at_brin", index("brin", Key.column("at")));
        definitions.put("things_code_hash", index("hash", Key.column("code")));
        definitions.put("things_lower_code", index("btree", key("lower(code::text)", false, "")));
        definitions.put(
                "things_tenant_at",
                new IndexDefinition(
                        THINGS,
                        "btree",
                        List.of(Key.column("tenant"), new Key("at", true, "", Order.DESC_NULLS_FIRST)),
                        List.of("n"),
                        false,
                        ""));
        definitions.put(
                "things_partial",
                new IndexDefinition(THINGS, "btree", List.of(Key.column("at")), List.of(), false, "state = 'new'"));
        return definitions;
    }

    private static Key key(String expression, boolean isColumn, String operatorClass) {
        return new Key(expression, isColumn, operatorClass, Order.ASC_NULLS_LAST);
    }

    private static IndexDefinition index(String method, Key key) {
        return new IndexDefinition(THINGS, method, List.of(key), List.of(), false, "");
    }

    /** Before 17 pg_stats has no range histograms, so that a snapshot has none. */
    private static List<String> statements(int major) {
        return KindsSource.STATEMENTS.stream()
                .filter(sql -> major >= 17 || !sql.contains("during"))
                .toList();
    }

    private static void assertPlannedAlike(
            KindsSource source, List<String> statements, PlanTwin twin, Map<WhatIfIndex, String> whatIf)
            throws Exception {
        SoftAssertions softly = new SoftAssertions();
        Set<String> used = new TreeSet<>();
        for (String sql : statements) {
            PlanNode expected = source.plan(sql);
            PlanNode actual = twin.explain(List.of(sql), whatIf.keySet()).get(0);
            String shape = actual.shape();
            for (Map.Entry<WhatIfIndex, String> index : whatIf.entrySet()) {
                shape = shape.replaceAll("\\b" + index.getKey().name() + "\\b", index.getValue());
            }
            used.addAll(expected.usedIndexes());

            softly.assertThat(shape).as(sql).isEqualTo(expected.shape());
            softly.assertThat(actual.totalCost() / expected.totalCost()).as(sql).isEqualTo(1, within(0.005));
        }
        softly.assertThat(used).hasSizeGreaterThanOrEqualTo(10);
        softly.assertAll();
    }
}
