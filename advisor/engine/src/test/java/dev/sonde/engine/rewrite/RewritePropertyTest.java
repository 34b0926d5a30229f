package dev.sonde.engine.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.Source;
import dev.sonde.engine.rewrite.RewriteCheck.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Queries put together at random: whatever is rewritten, the server takes it and it reads the same. */
class RewritePropertyTest {

    private static final int QUERIES = 600;
    private static final CheckOptions ONCE =
            new CheckOptions(Duration.ofSeconds(20), Duration.ofSeconds(5), 1, Duration.ofSeconds(1), 1_000_000);

    private static final List<String> LISTS = List.of(
            "t.id",
            "t.id, t.k",
            "t.k as key, t.a",
            "t.*",
            "*",
            "distinct t.a",
            "distinct t.a, t.k",
            "count(*)",
            "count(t.b) as n",
            "count(distinct t.a)",
            "sum(t.id), max(t.a)",
            "t.a, count(*)",
            "t.k, t.a, min(t.id)",
            "coalesce(t.b, 'none') as b",
            "case when t.a > 2 then 'x' else t.b end",
            "t.id, row_number() over (order by t.id)",
            "exists (select 1 from u where u.t_id = t.id)",
            "(select count(*) from u where u.t_id = t.id) as us, t.id",
            "1",
            "distinct on (t.a) t.a, t.id");
    private static final List<String> TABLES = List.of(
            "t",
            "t as t",
            "public.t t",
            "t join u on u.t_id = t.id",
            "t left join u on u.t_id = t.id",
            "t, u",
            "(select * from t where a <> 3) t",
            "u right join t on t.id = u.t_id and u.c > 1");
    private static final List<String> KEYS = List.of(
            "t.k = $1",
            "(t.k = $1)",
            "$1 = t.k",
            "t.k = $1::int",
            "t.k = cast($1 as int)",
            "t.k = $1 or t.a = 1",
            "not t.k = $1",
            "t.k > $1 and t.k < $1 + 2",
            "t.k + 1 = $1",
            "t.k is not distinct from $1",
            "t.k in ($1)",
            "((t.k = $1) and t.a > 0)",
            "t.k <> $1 and t.k < 4",
            "case when t.a > 1 then t.k = $1 else t.k = 2 end");
    private static final List<String> CONDITIONS = List.of(
            "",
            "t.a = $2",
            "t.a between 1 and $2",
            "(t.a = 1 or t.b is null)",
            "t.b like 'b%' and t.a <> $2",
            "exists (select 1 from u where u.t_id = t.id and u.c > $2)",
            "t.b is distinct from 'b1'",
            "case when t.a > $2 then true else t.b = 'b2' end");
    private static final List<String> TAILS = List.of(
            "",
            "",
            "",
            " order by 1",
            " order by 1 limit 3",
            " order by 1 offset 1",
            " order by 1 fetch first 2 rows only",
            " group by t.a",
            " group by t.k, t.a",
            " group by t.a having count(*) > 1",
            " group by rollup (t.a)",
            " union select 7",
            " union all select id from t where k = $1",
            " for update");

    @Test
    void whatIsRewrittenReadsTheSame() throws SQLException {
        String database = Source.database("create table t (id int primary key, k int, a int, b text);"
                + " create table u (id int primary key, t_id int, c int);"
                + " insert into t select i, nullif(i % 6, 5), i % 4, case when i % 5 > 0 then 'b' || i % 3 end"
                + " from generate_series(1, 60) i;"
                + " insert into u select i, i % 70, i % 5 from generate_series(1, 90) i");
        Random random = new Random(42);
        Map<Outcome, Integer> outcomes = new TreeMap<>();
        List<String> wrong = new ArrayList<>();

        try (Connection connection = Source.connect(database)) {
            RewriteVerifier verifier = new RewriteVerifier(connection, ONCE);
            for (int i = 0; i < QUERIES; i++) {
                String sql = query(random);
                RewriteCheck check = verifier.check(loop(sql));
                outcomes.merge(check.outcome(), 1, Integer::sum);
                boolean refusedByServer = check.outcome() == Outcome.NOT_RUN && check.sql() != null;
                if (check.outcome() == Outcome.NOT_EQUAL || refusedByServer) {
                    wrong.add(check.explanation() + "\n  " + sql + "\n  " + check.sql());
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(outcomes.get(Outcome.EQUAL)).as(outcomes::toString).isGreaterThan(QUERIES / 4);
    }

    private static String query(Random random) {
        String condition = pick(CONDITIONS, random);
        String key = pick(KEYS, random);
        String where = condition.isEmpty()
                ? key
                : random.nextBoolean() ? key + " and " + condition : condition + " and (" + key + ")";
        return "select " + pick(LISTS, random) + " from " + pick(TABLES, random) + " where " + where
                + pick(TAILS, random);
    }

    private static String pick(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static CapturedLoop loop(String sql) {
        List<Map<Integer, String>> values = new ArrayList<>();
        for (int key = 0; key < 8; key++) {
            values.add(Map.of(1, Integer.toString(key), 2, "2"));
        }
        return new CapturedLoop(sql, List.of(), 1, 8, null, null, List.of(), values, null);
    }
}
