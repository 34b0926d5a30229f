package dev.sonde.engine.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.plan.Expression.Column;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PartitionedCandidatesTest {

    private static String database;

    @BeforeAll
    static void makeEvents() throws SQLException {
        database = Proposed.database("""
                create table events (id bigint not null, tenant int not null, at date not null, state text not null,
                  payload text not null) partition by range (at);
                create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
                create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01')
                  partition by list (state);
                create table events_2025_open partition of events_2025 for values in ('open');
                create table events_2025_rest partition of events_2025 default;
                create index events_tenant_at on events (tenant, at);
                create table scattered (a int, b int, c int, d int) partition by hash (a, b, c, d);
                do 'begin for i in 0 .. 999 loop execute format(''create table scattered_%s partition of scattered '
                  'for values with (modulus 1000, remainder %s)'', i, i); end loop; end';
                insert into scattered select i, i, i, i from generate_series(1, 20000) i;
                create table tenants (id int primary key, name text not null);
                create table visits (id int, tenant int, at date) partition by range (at);
                create table visits_2024 partition of visits for values from ('2024-01-01') to ('2025-01-01');
                insert into events select i, i % 300, date '2024-01-01' + i % 700,
                    case when i % 100 = 0 then 'open' else 'done' end, repeat('x', 80) from generate_series(1, 60000) i;
                insert into tenants select i, 'tenant ' || i from generate_series(1, 300) i;
                insert into visits select i, i % 300, date '2024-02-01' from generate_series(1, 100) i;
                """);
    }

    @Test
    void proposesOnThePartitionedTableWhatItsPartitionsAreAskedFor() throws SQLException {
        Proposed proposed = Proposed.on(database).statements("select payload from events where id = 17");

        assertThat(proposed.targets()).containsExactly("public.events (id)");
        assertThat(proposed.candidates().get(0).size().parts().keySet())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("public.events_2024", "public.events_2025_open", "public.events_2025_rest");
        assertThat(proposed.rejections()).isEmpty();
    }

    @Test
    void proposesThereToWhereOnePartitionIsScanned() throws SQLException {
        assertThat(Proposed.on(database)
                        .statements("select payload from events where id = 17 and at = '2024-05-05'")
                        .targets())
                .contains("public.events (id, at)")
                .allMatch(target -> target.startsWith("public.events ("));
        assertThat(Proposed.on(database)
                        .statements("select payload from events_2024 where id = 17")
                        .targets())
                .containsExactly("public.events (id)");
    }

    @Test
    void readsJoinsAndOrdersAboveThePartitions() throws SQLException {
        Proposed join = Proposed.on(database)
                .statements("select e.payload from tenants t join events e on e.id = t.id where t.name = 'tenant 7'");
        Proposed order = Proposed.on(database)
                .statements("select payload from events where payload > 'w' order by id desc limit 10");
        Proposed itself = Proposed.on(database)
                .statements("select a.payload from events a join events b on b.id = a.tenant where a.payload = 'y'");

        assertThat(join.targets()).contains("public.events (id)");
        assertThat(order.targets()).contains("public.events (id)");
        assertThat(itself.targets())
                .contains("public.events (id)", "public.events (payload)")
                .noneMatch(target -> target.contains("id, payload"));
    }

    @Test
    void proposesNothingThatAnIndexOfThePartitionedTableDoes() throws SQLException {
        Proposed proposed = Proposed.on(database).statements("select payload from events where tenant = 3");

        assertThat(proposed.targets()).isEmpty();
        assertThat(proposed.rejections())
                .extracting(Rejection::reason)
                .containsExactly("index events_tenant_at does this already");
    }

    @Test
    void restsNoPartialIndexOnAValueThatIsBoundUnderWhateverAlias() throws SQLException {
        String sql = "select payload from events where state = 'open' and id < 500 and at < '2024-06-01'";

        Proposed literal = Proposed.on(database).statements(sql);
        Proposed bound = Proposed.on(database).statement(sql, Set.of(new Column("events_1", "state")), Double.NaN);

        assertThat(literal.targets()).doesNotHaveDuplicates().contains("public.events (id) where state = 'open'::text");
        assertThat(bound.targets()).isNotEmpty().noneMatch(target -> target.contains(" where "));
    }

    @Test
    void aPartitionedTableIsAsLargeAsItsPartitions() throws SQLException {
        Proposed proposed = Proposed.on(database).statements("select * from visits where id = 7");

        assertThat(proposed.targets()).isEmpty();
        assertThat(proposed.rejections())
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.reason()).startsWith("the table has 1 pages: below 100"));
    }

    @Test
    void examinesFewerIndexesTheMorePartitionsEachIsBuiltOn() throws SQLException {
        Proposed proposed = Proposed.on(database)
                .statements(
                        "select * from scattered where a = 1 and b = 2 and c = 3",
                        "select * from scattered where d = 1 and b = 2 and c = 3",
                        "select * from scattered where a = 1 and d = 2 and b > 3 order by c");

        assertThat(proposed.candidates()).hasSize(6);
        assertThat(proposed.candidates().get(0).size().parts()).hasSize(1000);
        assertThat(proposed.rejections())
                .isNotEmpty()
                .allSatisfy(rejection -> assertThat(rejection.reason())
                        .matches("left out: of the \\d+ candidates for the table at most 6 are examined, .*"));
    }
}
