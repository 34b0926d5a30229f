package dev.sonde.capture.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableAccessTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            select a from orders where id = $1 ; orders ; ``
            select * from shop.orders o, users u left join lines l using (order_id) ; lines orders users ; ``
            select * from (select * from a where x in (select y from b)) s, lateral (select 1 from c) d ; a b c ; ``
            select * from "Odd ""Table" t ; Odd "Table ; ``
            select * from generate_series(1, 3) as g(i), t ; t ; ``
            table colours ; colours ; ``
            insert into shop.orders (a, b) select c, d from drafts ; drafts ; orders
            insert into t values ($1) on conflict (id) do update set a = $2 ; `` ; t
            update only t set a = u.a from u where u.id = t.id ; u ; t
            delete from t using u where t.id = u.id ; u ; t
            merge into t using u on t.id = u.id when matched then update set a = $1 ; u ; t
            with d as (delete from t returning id) select * from d join u on u.id = d.id ; d u ; t
            select a into copy_of_t from t ; t ; copy_of_t
            truncate table a, only b cascade ; `` ; a b
            truncate a ; `` ; a
            copy t (a, b) from stdin ; stdin ; t
            refresh materialized view concurrently totals ; `` ; totals
            alter table if exists t add column a int ; `` ; t
            select 1 ; `` ; ``
            """)
    void namesTheTablesThatAreReadAndWritten(String sql, String reads, String writes) {
        TableAccess access = TableAccess.of(sql);

        assertThat(access.reads()).isEqualTo(names(reads));
        assertThat(access.writes()).isEqualTo(names(writes));
        assertThat(access.complete()).isTrue();
    }

    private static Set<String> names(String text) {
        return text.contains("\"")
                ? Set.of(text)
                : Arrays.stream(text.split(" "))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            select now(), a from t where b < current_timestamp ; current_timestamp now
            select count(*) filter (where a > $1) over (partition by b) from t ; count
            select app.price(a), "Odd"(b) from t ; Odd app.price
            select a::numeric(10, 2), cast(b as varchar(20)) from t where c in ($1, $2) and (d = $3) ; ``
            with recursive tree(id, parent) as (select id, parent from t) select * from tree ; ``
            insert into t (a, b) values (lower($1), $2) ; lower
            select * from unnest($1) as u(a) join t on true ; unnest
            """)
    void namesTheFunctionsThatAreCalled(String sql, String functions) {
        assertThat(TableAccess.of(sql).functions()).isEqualTo(names(functions));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            select * from t for update ; true
            select * from t where a = $1 for no key update skip locked ; true
            select * from t for share of t ; true
            select * from t for key share ; true
            select share, "update" from t ; false
            """)
    void seesLocksOfRows(String sql, boolean locks) {
        TableAccess access = TableAccess.of(sql);

        assertThat(access.locksRows()).isEqualTo(locks);
        assertThat(access.writes()).isEmpty();
    }

    @Test
    void saysWhereItCannotKnow() {
        assertThat(TableAccess.of("call close_month($1)").writesUnknown()).isTrue();
        assertThat(TableAccess.of("do $$ begin delete from t; end $$").writesUnknown())
                .isTrue();
        assertThat(TableAccess.of("select * from U&\"d\\0061t\\+000061\"").complete())
                .isFalse();
        assertThat(TableAccess.of("select * from t where a = 'O'Brien' and b in (select b from u)")
                        .complete())
                .isFalse();
    }

    @Test
    void anyTextIsTaken() {
        Random random = new Random(5);
        String[] parts = {
            "select", "from", "(", ")", ",", ".", "update", "for", "\"", "'", "$1", "t", "as", "with", "::"
        };
        for (int i = 0; i < 20_000; i++) {
            String sql = random.ints(random.nextInt(12), 0, parts.length)
                    .mapToObj(part -> parts[part])
                    .collect(Collectors.joining(random.nextBoolean() ? " " : ""));

            assertThatCode(() -> TableAccess.of(sql)).as(sql).doesNotThrowAnyException();
        }
    }
}
