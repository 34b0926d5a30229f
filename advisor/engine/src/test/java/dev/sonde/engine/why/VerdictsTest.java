package dev.sonde.engine.why;

import static dev.sonde.engine.advice.Queries.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.Source;
import dev.sonde.engine.advice.AdviceOptions;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.selection.Limits;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.why.WhyReport.Index;
import dev.sonde.engine.workload.WorkloadStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Verdicts that only odd indexes and odd workloads meet. */
class VerdictsTest {

    private static CatalogSnapshot snapshot;
    private static PlanTwin twin;

    @BeforeAll
    static void makeTickets() throws Exception {
        String database = Source.database("""
                create table holders (id bigint primary key, name text not null);
                create table tickets (id bigint primary key, holder bigint not null, state text not null, note text not null,
                  number bigint not null, serial bigint not null, papers json);
                create table cards (id bigint primary key, code text not null, holder text not null, note text not null);
                insert into holders select i, 'name ' || i from generate_series(1, 20000) i;
                insert into tickets select i, 1 + i * 7919 % 20000, case when i % 2000 = 0 then 'open'
                    when i % 25 = 0 then 'waiting' else 'done' end, repeat('x', 60), i * 7919 % 60013, i::bigint * 104729 % 60013, null
                  from generate_series(1, 60000) i;
                create index tickets_number on tickets (number);
                insert into cards select i, 'code ' || i, 'holder ' || i, repeat('x', 70) from generate_series(1, 8000) i;
                """);
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            Assertions.assertThatThrownBy(() ->
                            statement.execute("create unique index concurrently tickets_state on tickets (state)"))
                    .isInstanceOf(SQLException.class);
            statement.execute("vacuum analyze");
        }
        snapshot = Source.snapshot(database);
        twin = PlanTwin.start(snapshot);
    }

    @AfterAll
    static void stopTwin() {
        twin.close();
    }

    private static Asked asked(WorkloadStatement... workload) {
        return Asked.of(twin, snapshot, workload);
    }

    @Test
    void whatAFailedBuildLeftIsInvalid() {
        Index index = asked(query("select * from tickets where state = 'open'", 100, Set.of()))
                .index("tickets_state");

        assertThat(index.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(index.because()).contains("no plan uses it");
        assertThat(index.users()).isEmpty();
    }

    @Test
    void whatThePlannersServerRefusesIsSaidInItsWords() {
        IndexDefinition papers = IndexDefinition.btree(new QualifiedName("public", "tickets"), "papers");

        Index index = asked(query("select * from tickets where id = $1", 10, Set.of()))
                .whatIf(new NamedIndex.WhatIf("create index on tickets (papers)", papers));

        assertThat(index.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(index.because()).contains("public.tickets (papers)", "data type json has no default operator class");
        assertThat(index.costWith()).isNull();
    }

    @Test
    void anIndexThatIsUsedAtTheSameCostGainsNothing() {
        Index index = asked(query("select * from tickets where number = $1 and serial = $2", 10, Set.of()))
                .whatIf("create index on tickets (serial)");

        assertThat(index.verdict()).isEqualTo(Verdict.NO_GAIN);
        assertThat(index.because()).contains("no captured query gets cheaper by it");
        assertThat(index.costWith()).isEqualTo(index.costWithout());
    }

    @Test
    void anIndexThatMakesOneStatementDearerNamesIt() {
        WorkloadStatement rare = query("select * from tickets where lower(state) = 'open'", 1000, Set.of());
        WorkloadStatement rangeJoin = query(
                "select count(*) from tickets t join holders h on h.id < t.holder where lower(t.state) = 'waiting'",
                1,
                Set.of());

        Index index = asked(rare, rangeJoin).whatIf("create index on tickets (lower(state))");

        assertThat(index.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(index.because()).contains("query " + rangeJoin.fingerprint() + " would get dearer");
    }

    @Test
    void aLargerIndexThatIsAsGoodIsPassedOver() {
        String count = "(select sum(length(note)) from cards)";
        Asked asked = asked(
                        query("select holder, " + count + " from cards where code = $1", 100, Set.of()),
                        query("select * from cards where code = $1", 1, Set.of()))
                .with(AdviceOptions.ofDefaults().withMinimumGain(0.005));

        Index index = asked.whatIf("create index on cards (code) include (holder)");

        assertThat(index.verdict()).isEqualTo(Verdict.PASSED_OVER);
        assertThat(index.because())
                .contains("it would save a further 0.8 %", "more than 5.0 % or a random page, which counts as equal");
    }

    @Test
    void saysThatWritingAllOfThemWouldCostTooMuch() {
        Limits limits = AdviceOptions.ofDefaults().limits();
        Limits noWrites =
                new Limits(limits.bytes(), limits.indexes(), 0.01, limits.minimumGain(), limits.worthWhile(), 0.05);

        Index index = asked(
                        query("select * from tickets where holder = $1", 1000, Set.of()),
                        query("insert into tickets values ($1, $2, $3, $4)", 100, Set.of()))
                .with(new AdviceOptions(noWrites))
                .whatIf("create index on tickets (holder)");

        assertThat(index.verdict()).isEqualTo(Verdict.WRITE_COST);
        assertThat(index.because()).contains("writing them together would cost", "of the 0.01 allowed");
    }
}
