package dev.sonde.engine.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PartsCandidatesTest {

    private static String database;

    @BeforeAll
    static void makeRows() throws SQLException {
        database = Proposed.database("""
                create extension btree_gist;
                create table events (id int primary key, data jsonb not null, tags text[] not null, room int not null,
                  during tstzrange not null, place point not null, address inet not null, plain int not null,
                  doubled int generated always as (plain * 2) virtual);
                insert into events (id, data, tags, room, during, place, address, plain)
                  select i, jsonb_build_object('kind', 'k' || i % 700, 'user', jsonb_build_object('id', i)),
                    array['t' || i % 400, 't' || i % 90], i % 60,
                    tstzrange(timestamptz '2025-01-01' + i * interval '1 hour', timestamptz '2025-01-01' + (i + 2) * interval '1 hour'),
                    point(i % 300, i / 300), ('10.' || i % 200 || '.' || i / 200 || '.1')::inet, i
                  from generate_series(1, 20000) i;
                """);
    }

    private static void isProposedAndUsed(String target, String sql) throws SQLException {
        Proposed proposed = Proposed.on(database).statements(sql);

        assertThat(proposed.targets()).contains(target);
        assertThat(proposed.isUsed(target, sql)).as(target + " for " + sql).isTrue();
    }

    @Test
    void findsDocuments() throws SQLException {
        isProposedAndUsed(
                "public.events using gin (data jsonb_path_ops)",
                "select * from events where data @> '{\"kind\": \"k5\"}'");
        isProposedAndUsed("public.events using gin (data)", "select * from events where data ? 'rare'");
        isProposedAndUsed(
                "public.events using gin ((data -> 'user'::text) jsonb_path_ops)",
                "select * from events where data -> 'user' @> '{\"id\": 5}'");
        isProposedAndUsed(
                "public.events ((data ->> 'kind'::text))", "select * from events where data ->> 'kind' = 'k5'");
    }

    @Test
    void letsOneIndexFindDocumentsByKeysAndByParts() throws SQLException {
        Proposed proposed = Proposed.on(database)
                .statements(
                        "select * from events where data @> '{\"kind\": \"k5\"}'",
                        "select * from events where data ?| array['rare', 'rarer']");

        assertThat(proposed.isUsed(
                        "public.events using gin (data)", "select * from events where data @> '{\"kind\": \"k5\"}'"))
                .isTrue();
    }

    @Test
    void findsElements() throws SQLException {
        isProposedAndUsed("public.events using gin (tags)", "select * from events where tags @> array['t5']");
        isProposedAndUsed("public.events using gin (tags)", "select * from events where tags && array['t5', 't6']");
    }

    @Test
    void rewritesAnyOfAColumn() throws SQLException {
        Proposed proposed = Proposed.on(database).statements("select * from events where 't5' = any (tags)");

        assertThat(proposed.targets()).isEmpty();
        assertThat(proposed.rejections())
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.hint()).contains("tags @> array[…]"));
    }

    @Test
    void findsRanges() throws SQLException {
        isProposedAndUsed(
                "public.events using gist (during)",
                "select * from events where during && tstzrange('2025-02-01', '2025-02-02')");
        isProposedAndUsed(
                "public.events using gist (during)", "select * from events where during @> timestamptz '2025-02-01'");
        isProposedAndUsed(
                "public.events using gist (room, during)",
                "select * from events where room = 5 and during && tstzrange('2025-02-01', '2025-04-01')");
    }

    @Test
    void findsNetworks() throws SQLException {
        isProposedAndUsed(
                "public.events using gist (address inet_ops)", "select * from events where address <<= '10.5.0.0/24'");
    }

    @Test
    void findsTheNearest() throws SQLException {
        isProposedAndUsed(
                "public.events using gist (place)", "select * from events order by place <-> point(5, 5) limit 10");
        isProposedAndUsed(
                "public.events using gist (place)", "select * from events where place <@ box '((1,1),(2,2))'");
    }

    @Test
    void proposesNoneOfThemForEquality() throws SQLException {
        Proposed proposed = Proposed.on(database)
                .statements("select * from events where tags = array['t5']", "select * from events where plain = 5");

        assertThat(proposed.targets()).isNotEmpty().noneMatch(target -> target.contains("using"));
    }

    @Test
    void passesOverVirtualColumns() throws SQLException {
        Proposed proposed = Proposed.on(database).statements("select * from events where doubled = 10");

        assertThat(proposed.targets()).noneMatch(target -> target.contains("doubled"));
    }
}
