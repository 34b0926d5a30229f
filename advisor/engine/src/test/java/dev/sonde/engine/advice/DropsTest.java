package dev.sonde.engine.advice;

import static dev.sonde.engine.advice.Queries.query;
import static dev.sonde.engine.advice.Queries.workload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.Source;
import dev.sonde.engine.advice.AdviceReport.Advice;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.workload.WorkloadStatement;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DropsTest {

    private static CatalogSnapshot snapshot;
    private static PlanTwin twin;

    @BeforeAll
    static void readSnapshot() throws Exception {
        String database = Source.database("""
                create schema "Odd"";";
                create table "Odd"";".calls (id bigint primary key, account bigint not null, at timestamptz not null, kind int, note text not null);
                insert into "Odd"";".calls select i, i % 600, timestamptz '2025-01-01' + (i * 7919 % 60000) * interval '1 second',
                    i % 40, repeat('x', 90) || i
                  from generate_series(1, 60000) i;
                create index a_account on "Odd"";".calls (account);
                create index b_account on "Odd"";".calls (account);
                create index c_account_at on "Odd"";".calls (account, at);
                create index d_kind on "Odd"";".calls (kind);
                create index e_kind_note on "Odd"";".calls (kind, note);
                create index f_at on "Odd"";".calls (at);
                create unique index g_account_id on "Odd"";".calls (account, id);
                """);
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
        snapshot = Source.snapshot(database);
        twin = PlanTwin.start(snapshot);
    }

    @AfterAll
    static void stopTwin() {
        twin.close();
    }

    private static List<Advice> drops(String... statements) {
        return Advisor.advise(
                        twin,
                        List.of(),
                        snapshot,
                        workload(Arrays.stream(statements)
                                .map(sql -> query(sql, 1000, Set.of()))
                                .toArray(WorkloadStatement[]::new)),
                        Queries::matches,
                        AdviceOptions.ofDefaults())
                .advice()
                .stream()
                .filter(Advice::isDrop)
                .toList();
    }

    private static List<String> names(List<Advice> drops) {
        return drops.stream().map(Advice::name).toList();
    }

    @Test
    void dropsWhatTheCatalogProvesToBeSuperfluousAndNamesTheIndexThatStays() {
        List<Advice> drops = drops("select * from \"Odd\"\";\".calls where account = $1");

        assertThat(names(drops)).containsExactly("a_account", "b_account", "d_kind");
        assertThat(drops.get(1)).satisfies(drop -> {
            assertThat(drop.action()).isEqualTo("drop");
            assertThat(drop.statement()).isEqualTo("drop index concurrently \"Odd\"\";\".b_account");
            assertThat(drop.coveredBy())
                    .isIn(new QualifiedName("Odd\";", "c_account_at"), new QualifiedName("Odd\";", "g_account_id"));
            assertThat(drop.reason()).startsWith("proved by the catalog: its keys are the first keys of ");
            assertThat(drop.sizeBytes()).isPositive();
        });
    }

    @Test
    void keepsASuperfluousIndexThatACapturedQueryReadsCheaper() {
        List<Advice> drops = drops("select kind, count(*) from \"Odd\"\";\".calls where kind > $1 group by kind");

        assertThat(names(drops)).containsExactly("a_account", "b_account");
    }

    @Test
    void neverDropsWhatOnlyTheWorkloadDoesNotUse() {
        assertThat(names(drops("select * from \"Odd\"\";\".calls where id = $1")))
                .doesNotContain("f_at", "g_account_id", "c_account_at", "e_kind_note");
    }
}
