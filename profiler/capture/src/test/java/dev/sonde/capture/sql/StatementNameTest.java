package dev.sonde.capture.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select * from orders where id = $1 | select orders",
                "select o.id from only sales.orders o join lines l on true | select sales.orders",
                "insert into orders values ($1) on conflict do update set a = $2 | insert orders",
                "update orders set a = $1 | update orders",
                "delete from orders | delete orders",
                "with x as (select 1 from a) select * from x | select a",
                "select extract(year from created_at) from orders | select orders",
                "select $1 | select",
                "create table secret_thing (a int) | ddl",
                "commit | transaction",
                "nonsense from nowhere | other"
            })
    void saysVerbAndFirstTable(String sql, String name) {
        assertThat(StatementName.of(sql)).isEqualTo(name);
    }

    @Test
    void aHostileTableNameIsCutAndCleaned() {
        assertThat(StatementName.of("select * from \"or\"\"ders\" where a = $1"))
                .matches("select [\\p{L}\\p{N}_.]{1,60}");
        assertThat(StatementName.of("select * from " + "t".repeat(500))).hasSize(60);
    }
}
