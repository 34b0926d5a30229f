package dev.sonde.analysis.fix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.analysis.fix.BatchRewrite.Form;
import dev.sonde.analysis.fix.BatchRewrite.None;
import dev.sonde.analysis.fix.BatchRewrite.Statement;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts; that they read what the loops read is shown on a server by {@code RewriteVerifierTest}. */
class BatchRewriterTest {

    private static Statement rewrite(String sql, int key) {
        return (Statement) BatchRewriter.of(sql, key, "bigint");
    }

    @Test
    void aLookUpByPrimaryKeyTakesAnArray() {
        assertThat(rewrite("select c1_0.id,c1_0.name from customer c1_0 where c1_0.id=$1", 1))
                .isEqualTo(new Statement(
                        "select c1_0.id,c1_0.name from customer c1_0 where c1_0.id = any($1)", Form.KEYS, "id", 1));
    }

    @Test
    void theKeyIsAddedWhereTheResultLacksIt() {
        assertThat(rewrite("select id, title from tasks where agent_id = $2 and status = $1 order by id", 2))
                .isEqualTo(new Statement(
                        "select id, title, agent_id as batch_key from tasks where agent_id = any($2) and status = $1"
                                + " order by id",
                        Form.KEYS,
                        "batch_key",
                        0));
    }

    @Test
    void aCountPerKeyBecomesAGroup() {
        assertThat(rewrite("select count(*) from tasks where (agent_id = $1) and open", 1))
                .isEqualTo(new Statement(
                        "select count(*), agent_id as batch_key from tasks where (agent_id = any($1)) and open"
                                + " group by agent_id",
                        Form.COUNTS,
                        "batch_key",
                        0));
    }

    @Test
    void aLimitPerKeyBecomesALateralJoin() {
        assertThat(rewrite("select id from runs where task_id = $1 order by started desc fetch first $2 rows only", 1))
                .isEqualTo(new Statement(
                        "select keys.batch_key, found.* from unnest($1::bigint[]) as keys(batch_key) cross join lateral"
                                + " (select id from runs where task_id = keys.batch_key order by started desc fetch"
                                + " first $2 rows only) as found",
                        Form.LATERAL,
                        "batch_key",
                        1));
    }

    @Test
    void anArrayAsTheKeyIsLeftAlone() {
        String type = KeyType.of(List.of(Types.ARRAY), 1);

        assertThat(BatchRewriter.of("select id from t where tags = $1", 1, type))
                .isEqualTo(new None("the key is an array itself"));
        assertThat(BatchRewriter.of("select id from t where tags = $1", 1, "text[]"))
                .isEqualTo(new None("the key is an array itself"));
    }

    @Test
    void namesThatTheStatementUsesAreNotTakenAgain() {
        assertThat(rewrite("select keys.batch_key, max(found) from keys where owner = $1 group by 1 limit 5", 1)
                        .sql())
                .startsWith("select keys2.batch_key2, found2.* from unnest($1::bigint[]) as keys2(batch_key2)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select id from t where k = $1::uuid|k = any($1::uuid[])",
                "select id from t where k = cast($1 as varchar(10))|k = any($1::varchar(10)[])",
                "select id from t where $1 = t.k|t.k = any($1)",
                "select id from t where ((a = $2) and (k = $1))|((a = $2) and (k = any($1)))",
                "select id from t where k = $1 and case when a and b or c then true end|k = any($1) and case when",
                "select id from t where a between $2 and $3 and k = $1|and $3 and k = any($1)",
                "select id from t where \"K\" = $1|\"K\" = any($1)",
                "select a from t where k = $1 group by a|group by a, k",
            })
    void theConditionIsFoundHoweverItIsWritten(String sql, String expected) {
        assertThat(rewrite(sql, 1).sql()).contains(expected);
    }

    /** Where {@code = any} would read other rows than the loop. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id from t where k = $1 or a = $2",
                "select id from t where not (k = $1)",
                "select id from t where k <> $1",
                "select id from t where k is not distinct from $1",
                "select id from t where a = $2 and (k = $1 or b)",
                "select id from t where case when a then k = $1 end",
                "select id from t where exists (select 1 from u where u.k = $1)",
                "select id from t left join u on u.id = t.u_id and u.k = $1",
                "select id, $1 from t where k = $1",
                "select max(a) from t where k = $1",
                "select count(*) from t where k = $1 having count(*) > 2",
                "select count(*) from t where k = $1 limit 1",
                "select id from t where k = $1 offset 3",
                "select distinct on (a) a, b from t where k = $1",
                "select rank() over (order by a) from t where k = $1",
                "select a from t where k = $1 group by grouping sets (a, ())",
                "select a from t where k = $1 except select a from u",
                "select a from t where k + 1 = $1",
                "select a from t where k = $1 + 1",
                "select a from t where k = $1 = true",
            })
    void whateverIsNotOneEqualityIsAskedPerKey(String sql) {
        assertThat(rewrite(sql, 1).form()).isEqualTo(Form.LATERAL);
        assertThat(BatchRewriter.of(sql, 1, null)).isInstanceOf(None.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                "select",
                "select from where",
                "$1",
                "select $1",
                "select (((((",
                "select 'a from t where k = $1",
                "select id from t where $1",
                "select id from t where = $1",
                "with",
                "select a from t where k = $1 )) and (("
            })
    void textsThatAreNoSqlDoNoHarm(String sql) {
        assertThat(BatchRewriter.of(sql, 1, "bigint")).isNotNull();
        assertThat(WalkRewriter.of(sql, 1, "parent_id")).isInstanceOf(None.class);
    }

    @Test
    void aWalkBecomesARecursiveQuery() {
        assertThat(WalkRewriter.of("select id, parent_id as up from node where id = $1", 1, "up"))
                .isEqualTo(new Statement(
                        "with recursive walk as (select id, parent_id as up from node where id = $1 union all select"
                                + " walk_step.id, walk_step.parent_id from node as walk_step join walk on walk_step.id ="
                                + " walk.up) select * from walk",
                        Form.RECURSIVE,
                        "up",
                        -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select id, parent_id from node where id = $1 and tenant = $2",
                "select id, parent_id from node where id = $1 order by id",
                "select n.id, n.parent_id from node n join tenant t on t.id = n.tenant where n.id = $1",
                "select * from node where id = $1",
                "select id, lower(parent_id) from node where id = $1",
                "select id, parent_id from node where id > $1",
            })
    void aWalkOfMoreThanOneConditionIsLeftAlone(String sql) {
        assertThat(WalkRewriter.of(sql, 1, "parent_id")).isInstanceOf(None.class);
    }
}
