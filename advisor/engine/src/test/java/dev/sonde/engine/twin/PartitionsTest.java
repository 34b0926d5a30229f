package dev.sonde.engine.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.engine.Majors;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner.IndexSize;
import dev.sonde.engine.plan.Planner.WhatIfIndex;
import dev.sonde.engine.size.IndexSizeModel;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.PartitionedTables;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PartitionsTest {

    private static final QualifiedName EVENTS = new QualifiedName("public", "events");

    /** By range, below one of the ranges by list, with a default partition whose columns have another order. */
    private static final String SCRIPT = """
            create table events (id bigint not null, tenant int not null, at timestamptz not null, kind text not null,
              amount int, note text) partition by range (at);
            create table events_2023 partition of events for values from ('2023-01-01') to ('2024-01-01');
            create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01')
              partition by list (kind);
            create schema "Old 'parts'";
            create table "Old 'parts'".events_2024_rare partition of events_2024 for values in ('rare', 'odd');
            create table events_2024_other partition of events_2024 default;
            create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
            create table events_rest (note text, gone int, kind text not null, amount int, tenant int not null,
              at timestamptz not null, id bigint not null);
            alter table events_rest drop gone;
            alter table events attach partition events_rest default;
            alter table events add primary key (id, at, kind);
            create index events_tenant on events (tenant, at desc);
            create index events_2025_amount on events_2025 (amount);
            insert into events select i, i % 500, timestamptz '2022-10-01' + i * interval '21 minutes',
                case when i % 300 = 0 then 'rare' when i % 90 = 0 then 'odd' else 'kind ' || i % 7 end, i % 1000, repeat('x', 60)
              from generate_series(1, 80000) i;
            create table accounts (id int not null, name text) partition by hash (id);
            create table entries (account int not null, amount int, filler text) partition by hash (account);
            create table accounts_0 partition of accounts for values with (modulus 2, remainder 0);
            create table accounts_1 partition of accounts for values with (modulus 2, remainder 1);
            create table entries_0 partition of entries for values with (modulus 2, remainder 0);
            create table entries_1 partition of entries for values with (modulus 2, remainder 1);
            create index entries_account on entries (account);
            insert into accounts select i, 'account ' || i from generate_series(1, 3000) i;
            insert into entries select 1 + i % 3000, i, repeat('y', 50) from generate_series(1, 30000) i;
            create table papers (id int, title text);
            create table books (isbn text) inherits (papers);
            create index books_id on books (id);
            insert into papers select i, 'paper ' || i from generate_series(1, 2000) i;
            insert into books select i, 'book ' || i, 'i' || i from generate_series(1, 20000) i;
            """;

    private static final String BY_AMOUNT = "select * from events where amount = 77";

    private static final List<String> STATEMENTS = List.of(
            "select * from events where at >= '2024-03-01' and at < '2024-04-01'",
            "select * from events where at >= '2025-02-01' and at < '2025-02-03'",
            "select * from events where at > '2024-06-01' and at < '2025-03-01' and kind = 'rare'",
            "select count(*) from events where kind = 'odd'",
            "select * from events where tenant = 17 order by at desc limit 10",
            "select * from events where tenant = 17 and at >= '2025-01-15'",
            "select * from events where id = 4711",
            "select * from events where id = 4711 and at = '2022-12-08 16:51:00+00'",
            "select * from events where tenant = $1",
            "select * from events where at = $1",
            "select * from events where at >= $1",
            "select kind, count(*), max(amount) from events group by kind",
            "select tenant, at from events order by at limit 5",
            "select max(at) from events",
            BY_AMOUNT,
            "select * from events where amount between 110 and 112 and at > '2025-06-01'",
            "select e.id from events e join events f on f.id = e.id and f.at = e.at where e.tenant = 3",
            "select * from accounts a join entries e on e.account = a.id where a.name = 'account 7'",
            "select a.id, sum(e.amount) from accounts a join entries e on e.account = a.id group by a.id",
            "update events set amount = 1 where id = 17",
            "delete from events where tenant = 3 and at < '2023-02-01'",
            "select * from papers where id = 1000",
            "select count(distinct title) from papers where id < 500");

    static IntStream majors() {
        return IntStream.of(Majors.TESTED);
    }

    @ParameterizedTest
    @MethodSource("majors")
    void plansPartitionedTablesAsTheSourceDoes(int major) throws Exception {
        try (KindsSource source = source(major)) {
            for (String setting : List.of("off", "on")) {
                source.execute("alter database postgres set enable_partitionwise_join = " + setting);
                source.execute("alter database postgres set enable_partitionwise_aggregate = " + setting);

                try (PlanTwin twin = PlanTwin.start(source.snapshot(), Majors.home(major))) {
                    assertThat(twin.notes()).isEmpty();
                    assertPlannedAlike(source, twin, List.of(), Map.of());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("majors")
    void pricesWhatIfIndexesOfPartitionedTablesAsTheSourceDoesOnceTheyAreBuilt(int major) throws Exception {
        Map<String, IndexDefinition> definitions = new LinkedHashMap<>();
        definitions.put("events_kind", IndexDefinition.btree(EVENTS, "kind", "at"));
        definitions.put("events_amount", IndexDefinition.btree(EVENTS, "amount"));
        try (KindsSource source = source(major)) {
            CatalogSnapshot before = source.snapshot();
            List<TableSnapshot> leaves = new PartitionedTables(before).leaves(EVENTS);
            Map<IndexDefinition, IndexSize> sizes = new LinkedHashMap<>();
            Map<String, String> built = new LinkedHashMap<>();
            for (Map.Entry<String, IndexDefinition> index : definitions.entrySet()) {
                Map<QualifiedName, IndexSize> parts = new LinkedHashMap<>();
                for (TableSnapshot leaf : leaves) {
                    String name = index.getKey() + "_" + leaf.name().name();
                    source.execute(index.getValue().on(leaf.name()).createStatement(name));
                    parts.put(leaf.name(), source.sizeOf(name));
                    built.put(name, index.getKey());
                }
                source.execute(index.getValue().createStatement(index.getKey()));
                sizes.put(index.getValue(), IndexSize.ofParts(parts));
            }

            try (PlanTwin twin = PlanTwin.start(before, Majors.home(major))) {
                List<WhatIfIndex> made = twin.define(sizes);
                for (WhatIfIndex index : made) {
                    built.replaceAll(
                            (name, whole) -> index.definition().equals(definitions.get(whole)) ? index.name() : whole);
                }

                assertThat(twin.notes()).isEmpty();
                assertThat(made).hasSize(2);
                assertPlannedAlike(source, twin, made, built);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("majors")
    void hidesAndShowsWhatIfIndexesOfPartitionedTablesAsWholes(int major) throws Exception {
        IndexDefinition amount = IndexDefinition.btree(EVENTS, "amount");
        IndexDefinition note = IndexDefinition.btree(EVENTS, "note");
        try (KindsSource source = source(major)) {
            CatalogSnapshot snapshot = source.snapshot();
            List<TableSnapshot> leaves = new PartitionedTables(snapshot).leaves(EVENTS);
            IndexSize size = IndexSizeModel.ofPartitions(leaves, amount, 1, List.of(), snapshot.serverVersionNumber());

            try (PlanTwin twin = PlanTwin.start(snapshot, Majors.home(major))) {
                PlanNode before = twin.explain(List.of(BY_AMOUNT), List.of()).get(0);
                Map<IndexDefinition, IndexSize> sizes = new LinkedHashMap<>();
                sizes.put(amount, size);
                sizes.put(
                        note, IndexSizeModel.ofPartitions(leaves, note, 1, List.of(), snapshot.serverVersionNumber()));
                sizes.put(IndexDefinition.btree(EVENTS, "nothing"), size);
                List<WhatIfIndex> made = twin.define(sizes);

                assertThat(made).extracting(WhatIfIndex::definition).containsExactly(amount, note);
                assertThat(twin.notes()).singleElement().asString().contains("nothing");
                assertThat(before.usedIndexes()).containsExactly("events_2025_amount");
                assertThat(twin.explain(List.of(BY_AMOUNT), made).get(0).usedIndexes())
                        .contains(made.get(0).name())
                        .doesNotContain(made.get(1).name());
                assertThat(twin.explain(List.of(BY_AMOUNT), List.of(made.get(1)))
                                .get(0))
                        .isEqualTo(before);
                assertThat(twin.explain(List.of(BY_AMOUNT), List.of()).get(0)).isEqualTo(before);
            }
            assertThat(size.parts()).hasSize(5);
            assertThat(size.pages())
                    .isEqualTo(size.parts().values().stream()
                            .mapToLong(IndexSize::pages)
                            .sum())
                    .isGreaterThan(80);
        }
    }

    private static KindsSource source(int major) throws Exception {
        KindsSource source = KindsSource.start(major);
        source.execute(SCRIPT);
        source.execute("analyze");
        source.execute("vacuum");
        return source;
    }

    /** The indexes of the source by other names. */
    private static void assertPlannedAlike(
            KindsSource source, PlanTwin twin, List<WhatIfIndex> visible, Map<String, String> names) throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (String sql : STATEMENTS) {
            PlanNode expected = source.plan(sql).withIndexNames(names);
            PlanNode planned = twin.explain(List.of(sql), visible).get(0);
            softly.assertThat(planned.shape()).as(sql).isEqualTo(expected.shape());
            softly.assertThat(planned.totalCost())
                    .as(sql)
                    .isCloseTo(expected.totalCost(), within(expected.totalCost() * 0.005));
            softly.assertThat(planned.rows()).as(sql).isEqualTo(expected.rows());
        }
        softly.assertAll();
    }
}
