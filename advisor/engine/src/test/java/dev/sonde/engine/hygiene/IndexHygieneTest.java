package dev.sonde.engine.hygiene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.engine.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IndexHygieneTest {

    private static List<HygieneFinding> findings;

    @BeforeAll
    static void lookThrough() throws SQLException {
        String database = Source.database("""
            create table owners (id bigint primary key, name text);
            create table things (id bigint primary key, owner_id bigint not null references owners, other_id bigint references owners,
              name text not null, "Odd, (Name" text, created timestamptz not null, constraint things_name unique (name));
            insert into owners select i, 'o' || i from generate_series(1, 500) i;
            insert into things select i, 1 + i % 500, 1 + i % 400, 'thing ' || i, 'x' || i % 50, timestamptz '2025-01-01' + i * interval '1 minute'
              from generate_series(1, 50000) i;
            create index a_name on things (name);
            create index b_created on things (created);
            create index c_created on things (created);
            create index d_created_name on things (created, name);
            create index e_created_desc on things (created desc);
            create index f_name_pattern on things (name text_pattern_ops);
            create index g_partial on things (created) where other_id > 7;
            create index h_odd on things ("Odd, (Name", created);
            create index i_odd on things ("Odd, (Name");
            create index j_other on things (other_id) where other_id is not null;
            create index k_include on things (other_id) include (name);
            create index l_expression on things (lower(name || ',)('), created);
            create index m_expression on things (lower(name || ',)('));
            create unique index n_unique on things (created, id);
            create table parts (id bigint, owner_id bigint references owners, other_id bigint references owners) partition by range (id);
            create table parts_low partition of parts for values from (1) to (20000);
            create table parts_high partition of parts for values from (20000) to (40001);
            insert into parts select i, 1 + i % 500, 1 + i % 400 from generate_series(1, 40000) i;
            create index parts_low_other on parts_low (other_id);
            create index parts_high_other on parts_high (other_id);
            """);
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
            assertThatThrownBy(
                            () -> statement.execute("create unique index concurrently z_broken on things (owner_id)"))
                    .hasMessageContaining("duplicated");
        }
        findings = IndexHygiene.of(Source.snapshot(database));
    }

    private static List<String> about(String rule) {
        return findings.stream()
                .filter(finding -> finding.rule().equals(rule))
                .map(HygieneFinding::index)
                .toList();
    }

    @Test
    void namesWhatAnEqualIndexOrAConstraintMakesSuperfluous() {
        assertThat(about("duplicate-index")).containsExactly("a_name", "c_created");
        assertThat(findings)
                .filteredOn(finding -> finding.index().equals("a_name"))
                .first()
                .satisfies(finding -> {
                    assertThat(finding.reason()).startsWith("holds the same as things_name; 0 scans since ");
                    assertThat(finding.statements()).containsExactly("drop index concurrently public.a_name");
                    assertThat(finding.certainty()).isEqualTo("proved");
                    assertThat(finding.bytes()).isGreaterThan(100_000);
                });
    }

    /** Not those of another direction, operator class or predicate. */
    @Test
    void namesWhatALongerIndexMakesRedundant() {
        assertThat(about("redundant-index")).containsExactly("b_created", "i_odd", "m_expression");
    }

    @Test
    void namesUnusedIndexesOnlyAsCounted() {
        assertThat(about("unused-index"))
                .contains("d_created_name", "e_created_desc", "f_name_pattern", "g_partial", "h_odd")
                .doesNotContain("things_name", "things_pkey", "n_unique", "z_broken");
        assertThat(findings)
                .filteredOn(finding -> finding.rule().equals("unused-index"))
                .allMatch(finding -> finding.certainty().equals("counted"))
                .allMatch(finding -> finding.reason().endsWith("on this server only"));
    }

    @Test
    void namesInvalidIndexesAndForeignKeysWithoutOne() {
        assertThat(about("invalid-index")).containsExactly("z_broken");
        assertThat(about("foreign-key-without-index")).containsExactly("parts_owner_id_fkey", "things_owner_id_fkey");
        assertThat(findings)
                .filteredOn(finding -> finding.rule().equals("foreign-key-without-index"))
                .flatExtracting(HygieneFinding::statements)
                .containsExactly(
                        "create index on public.parts (owner_id)",
                        "create index concurrently on public.things (owner_id)");
    }
}
