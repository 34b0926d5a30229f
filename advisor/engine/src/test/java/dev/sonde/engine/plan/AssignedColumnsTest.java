package dev.sonde.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AssignedColumnsTest {

    @Test
    void namesWhatAnUpdateAssigns() {
        assertThat(AssignedColumns.of("update t set A = 1, \"B b\"=$2 where c = 3"))
                .containsExactly("B b", "a");
        assertThat(AssignedColumns.of("UPDATE t SET (a, \"B\") = (1, 2) FROM u WHERE t.id = u.id"))
                .containsExactly("B", "a");
        assertThat(AssignedColumns.of("insert into t values (1) on conflict (id) do update set n = t.n + 1"))
                .containsExactly("n");
    }

    @Test
    void aFromOrWhereInParenthesesEndsNoList() {
        assertThat(AssignedColumns.of("update t set a = extract(year from x), b = 1 where c = 2"))
                .contains("a", "b")
                .doesNotContain("c");
        assertThat(AssignedColumns.of("update t set a = (select u.a from u where u.id = 1), \"from\" = 2 where c = 3"))
                .contains("a", "from")
                .doesNotContain("c");
    }

    @Test
    void isEmptyForOtherStatements() {
        assertThat(AssignedColumns.of("select * from t where a = 1")).isEmpty();
        assertThat(AssignedColumns.of("delete from t where a = 1")).isEmpty();
    }
}
