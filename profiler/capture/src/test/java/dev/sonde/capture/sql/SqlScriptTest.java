package dev.sonde.capture.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.capture.sql.SqlScript.ScriptException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScriptTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select ';', 'it''s;'",
                "select E'\\';' as \"a;\"\"b\"",
                "select $$;$$, $tag$ $$; $tag$",
                "select 1 -- ; not here\n + 2",
                "select 1 /* ; /* ; */ ; */ + 2",
                "create rule r as on insert to t do also (insert into u values (1); insert into v values (2))",
                "create or replace function f() returns int language sql begin atomic select case when true then 1 end; select 2; end",
                "create procedure p() language sql begin atomic insert into t values (1); end"
            })
    void aSemicolonWithinIsNoEnd(String statement) throws ScriptException {
        List<SqlScript.Part> parts = SqlScript.split(statement + ";\n select 2");

        assertThat(parts).extracting(SqlScript.Part::text).containsExactly(statement, "select 2");
    }

    @Test
    void saysWhereStatementsBeginAndWhatStandsBefore() throws ScriptException {
        List<SqlScript.Part> parts =
                SqlScript.split("-- first\nselect 1; -- of the first\n\n/* second */ select\n 2;;\n");

        assertThat(parts)
                .containsExactly(
                        new SqlScript.Part("select 1", 2, "-- first\n", true),
                        new SqlScript.Part("select\n 2", 4, " -- of the first\n\n/* second */ ", false));
    }

    @Test
    void nothingIsNoStatement() throws ScriptException {
        assertThat(SqlScript.split("")).isEmpty();
        assertThat(SqlScript.split(" ;; -- only a comment")).isEmpty();
    }

    @Test
    void namesTheLineOfAnOpenQuoteAndOfABackslash() {
        assertThatThrownBy(() -> SqlScript.split("select 1;\nselect 'open;\n"))
                .isInstanceOfSatisfying(
                        ScriptException.class, e -> assertThat(e.line()).isEqualTo(2))
                .hasMessageContaining("not closed");
        assertThatThrownBy(() -> SqlScript.split("select 1;\n\n\\copy t to 'x'\n"))
                .isInstanceOfSatisfying(
                        ScriptException.class, e -> assertThat(e.line()).isEqualTo(3))
                .hasMessageContaining("psql");
    }

    @Test
    void aNativeParameterBehindATypeBecomesACast() {
        NormalizedSql normalized = SqlNormalizer.normalizeNative(
                "select * from t where a >= date $1 and a < date $1 + interval $2 and b = $3");

        assertThat(normalized.sql())
                .isEqualTo("select * from t where a >= $1::date and a < $1::date + $2::interval and b = $3");
        assertThat(normalized.slots()).extracting(Slot::bindIndex).containsExactly(0, 1, 2);
    }
}
