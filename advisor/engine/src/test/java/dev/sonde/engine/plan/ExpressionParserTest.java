package dev.sonde.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpressionParserTest {

    @Test
    void splitsConditionsIntoTerms() {
        Expression condition = ExpressionParser.parse(
                "((t.deleted_at IS NULL) AND ((t.status)::character varying(10) = 'it''s'::text) AND (t.id = ANY ($1)))");

        assertThat(condition.conjuncts()).hasSize(3);
        assertThat(condition.conjuncts().get(1).sql()).isEqualTo("(status)::character varying(10) = 'it''s'::text");
        assertThat(condition.conjuncts().get(2))
                .isInstanceOfSatisfying(
                        Expression.Operation.class,
                        operation -> assertThat(operation.any()).isTrue());
    }

    @Test
    void keepsTheColumnsOfWhatItDoesNotUnderstand() {
        for (String text : new String[] {
            "(hashed SubPlan 1) OR (t.id > (InitPlan 2).col1)",
            "CASE WHEN (t.id > 3) THEN lower(t.id) ELSE 'x'::text END",
            "(EXTRACT(year FROM t.id) = $1)",
            "(t.id IS DISTINCT FROM 4)",
            "count(*) FILTER (WHERE (t.id > 1))",
            "((t.id COLLATE \"C\") < ROW(1, 2))",
            "(t.id AT TIME ZONE 'UTC'::text)",
            "(t.id -> 'a'::text)",
            "t.id[1:2]"
        }) {
            assertThat(ExpressionParser.parse(text).columns()).as(text).contains(new Expression.Column("t", "id"));
        }
    }

    @Test
    void printsKeysOfIndexesWithoutAliases() {
        for (String[] pair : new String[][] {
            {"lower((t.email)::text)", "lower((email)::text)"},
            {"COALESCE(t.note, ''::text)", "COALESCE(note, ''::text)"},
            {"EXTRACT(year FROM t.at)", "pg_catalog.extract('year', at)"},
            {"(t.at AT TIME ZONE 'UTC'::text)", "timezone('UTC'::text, at)"},
            {"((t.data -> 'a'::text) ->> 'b'::text)", "(data -> 'a'::text) ->> 'b'::text"},
            {"app.\"My f\"(t.\"A\")", "app.\"My f\"(\"A\")"}
        }) {
            Expression expression = ExpressionParser.parse(pair[0]);

            assertThat(expression.printable()).as(pair[0]).isTrue();
            assertThat(expression.sql()).isEqualTo(pair[1]);
        }
        assertThat(ExpressionParser.parse("CASE WHEN t.a THEN 1 END").printable())
                .isFalse();
    }

    @Test
    void readsOperatorsOfOtherSchemas() {
        assertThat(ExpressionParser.parse("(t.name OPERATOR(ext.<->) 'x'::text)"))
                .isInstanceOfSatisfying(
                        Expression.Operation.class,
                        operation -> assertThat(operation.operator()).isEqualTo("OPERATOR(ext.<->)"));
    }

    @Test
    void readsQuotedNames() {
        assertThat(ExpressionParser.parse("(\"My \"\"Table\"\"\".\"Größe\" = 5)")
                        .columns())
                .containsExactly(new Expression.Column("My \"Table\"", "Größe"));
    }

    @Test
    void neverFails() {
        Random random = new Random(20261123);
        String alphabet = "()[].,:'\"$1aAND OR=<>*?\\E";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThatCode(() -> ExpressionParser.parse(text.toString()))
                    .as(text.toString())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void substitutesParametersOutsideOfQuotesAndComments() {
        String sql = "select '$1', \"$1\", $$ $1 $$, a$1 /* $1 */ from t where a = $1 and b = $11 -- $1";

        assertThat(StatementText.substitute(sql, Map.of(1, "X")))
                .isEqualTo("select '$1', \"$1\", $$ $1 $$, a$1 /* $1 */ from t where a = X and b = $11 -- $1");
    }

    @Test
    void tellsSeveralStatementsFromOne() {
        assertThat(StatementText.hasSeveralStatements("select ';' ; -- ; done")).isFalse();
        assertThat(StatementText.hasSeveralStatements("select 1; drop table t")).isTrue();
    }

    @Test
    void isNotMisledByANameThatEndsInE() {
        assertThat(StatementText.hasSeveralStatements("select x nameE'\\'; drop table t; --'"))
                .isTrue();
        assertThat(StatementText.hasSeveralStatements("select 1e'\\'; drop table t; --'"))
                .isTrue();
        assertThat(StatementText.hasSeveralStatements("select E'\\'; drop table t; --'"))
                .isFalse();
    }
}
