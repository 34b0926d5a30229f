package dev.sonde.capture.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindColumnsTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            select * from orders where status = $1 ; orders.status
            select * from shop.orders where STATUS=$1 ; orders.status
            select * from orders o where o.status <> $1 and $2 >= o.total ; orders.status orders.total
            select * from orders as o join users u on u.id = o.user_id where u.email ilike $1 and o.id = $2 and name = $3 ; users.email orders.id .name
            select * from orders, users where orders.id = $1 and users.id = $2 ; orders.id users.id
            select * from t where a in ($1, $2, $3) ; t.a t.a t.a
            select * from t where a not in ($1::int, $2) ; t.a t.a
            select * from t where a = any ($1) and b = any ($2::bigint[]) ; t.a t.b
            select * from t where a = any (array[$1, $2]) ; t.a t.a
            select * from t where a not like $1 and b not between $2 and $3 ; t.a t.b t.b
            select * from t where a between $1::date and $2::date and c = $3 ; t.a t.a t.c
            select * from t where a between symmetric $1 and $2 ; t.a t.a
            select * from t where (a, b) > ($1, $2) ; t.a t.b
            select * from t where (a, t.b) in (($1, $2), ($3, $4)) ; t.a t.b t.a t.b
            select * from t where lower(a) = $1 and a::text = $2 ; t.a t.a
            select * from t where a is not distinct from $1 ; t.a
            select * from t where $1 = any (tags) or tags @> array[$2] ; t.tags t.tags
            select * from t where $1 = a and $2::timestamp with time zone < t.b ; t.a t.b
            select * from t where a similar to $1 ; t.a
            select * from "Odd ""Table" where "Sta tus" = $1 ; Odd "Table.Sta tus
            update t set a = $1, b = $2::numeric(10, 2) where id = $3 ; t.a t.b t.id
            update t set (a, b) = ($1, $2) ; t.a t.b
            delete from t using u where t.a = $1 and u.b = $2 ; t.a u.b
            insert into shop.t (a, b) values ($1, $2), ($3, $4) ; t.a t.b t.a t.b
            insert into t as x (a, b) overriding user value values ($1, default), ($2, $3) on conflict (a) do update set b = $4 ; t.a t.a t.b t.b
            insert into t (a, b) select $1, $2 from u where u.c = $3 ; t.a t.b u.c
            merge into t using u on t.id = u.id when matched then update set a = $1 when not matched then insert (a, b) values ($2, $3) ; .a .a .b
            """)
    void findsTheColumnOfEachParameter(String sql, String expected) {
        assertThat(columns(sql)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            select * from t limit $1 offset $2 ; - -
            select $1, a from t ; -
            select * from t where a + b = $1 and a = $2 + 1 ; - -
            select * from t where a = crypt($1, b) ; -
            select * from t where doc ->> $1 = $2 ; - -
            select * from t where doc ->> $1 = name ; -
            select * from t where coalesce(a, b) = $1 ; -
            update t set a = a + $1 ; -
            select * from t where a[1] = $1 and $2 = a[1] ; - -
            insert into t values ($1, $2) ; - -
            insert into t (a, b[1], c) values ($1, $2, $3) ; - - -
            insert into t (a) values ($1, $2) ; t.a -
            insert into t (a, b) values (lower($1), $2 || $3) ; - - -
            insert into t (a) select lower($1), $2 ; - -
            select * from t where a = (select $1) and f($2) = a ; - -
            select * from t where U&"p\\0061ss" = $1 ; -
            select * from t where a = $1 and b = crypt($1, b) ; -
            select count(*) from t having count(*) > $1 ; -
            select * from (select 1) x where x.a = $1 ; .a
            select * from secrets orders, orders where orders.a = $1 ; .a
            """)
    void saysNothingWhereTheTextLeavesDoubt(String sql, String expected) {
        assertThat(columns(sql)).isEqualTo(expected);
    }

    @Test
    void knowsThatAnInsertWithoutColumnsNamesNotAllOfThem() {
        assertThat(BindColumns.of("insert into t values ($1)").names()).contains("");
        assertThat(BindColumns.of("insert into t (a) values ($1)").names()).doesNotContain("");
        assertThat(BindColumns.of("select U&\"\\0070in\" from t").names()).contains("");
    }

    @Test
    void neverFailsAndStaysLinearOnHostileTexts() {
        String[] parts = {
            "$1",
            "(",
            ")",
            "[",
            "]",
            ",",
            ".",
            "::",
            "insert",
            "into",
            "values",
            "select",
            "from",
            "in",
            "any",
            "=",
            "a",
            "\"",
            "between",
            "and",
            "not",
            "array",
            "like",
            "U&\"x",
            "$999999999999",
            "distinct",
            "set",
            "->>"
        };
        Random random = new Random(7);
        for (int n = 0; n < 20_000; n++) {
            String sql = random.ints(random.nextInt(30), 0, parts.length)
                    .mapToObj(i -> parts[i])
                    .collect(Collectors.joining(" "));
            assertThat(BindColumns.of(sql)).as(sql).isNotNull();
        }
        String rows = "insert into t (a) values ($1)" + ", ($1)".repeat(100_000);
        assertThat(BindColumns.of(rows).of(1)).hasSize(100_001);
        assertThat(BindColumns.of("select " + "a(".repeat(100_000) + "$1" + ") = $2".repeat(100_000))
                        .of(2))
                .isEmpty();
    }

    private static String columns(String sql) {
        int parameters = 0;
        while (sql.contains("$" + (parameters + 1))) {
            parameters++;
        }
        BindColumns columns = BindColumns.of(sql);
        StringBuilder text = new StringBuilder();
        for (int position = 1; position <= parameters; position++) {
            List<BindColumn> found = columns.of(position);
            String shown = found.isEmpty()
                    ? "-"
                    : found.get(0).table() + "." + found.get(0).name();
            text.append(position == 1 ? "" : " ").append(shown);
        }
        return text.toString();
    }
}
