package dev.sonde.capture.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlNormalizerTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "select 1, ? , 'x' => select $1, $2 , $3",
                "select a from t where b=-5 and c = a -5 => select a from t where b=$1 and c = a -$2",
                "select E'it\\'s ?', U&'d\\0061t' uescape '!', B'01', X'1F', N'x' => select $1, $2, $3, $4, $5",
                "select $$it's ?$$, $a$ $$ $a$ from t => select $1, $2 from t",
                "select a ?? 'k', a ??| array['x'], a @> ?, a ->> 'k', a #>> '{x}' => "
                        + "select a ? $1, a ?| array[$2], a @> $3, a ->> $4, a #>> $5",
                "select 1 -- note ?¶, /* a /* nested ' */ b */ 2 => select $1 , $2",
                "select date '2026-01-01', interval '1' day, timestamp with time zone 'now' => "
                        + "select $1::date, $2::interval day, $3::timestamp with time zone",
                "select interval(3) '1 s', double precision '1', now() at time zone 'utc' => "
                        + "select $1::interval(3), $2::double precision, now() at time zone $3",
                "select a::numeric(10, 2), cast(? as varchar(20)) => select a::numeric(10, 2), cast($1 as varchar(20))",
                "select a from t order by 1, b + 2 limit 10 offset 20 => "
                        + "select a from t order by 1, b + $1 limit 10 offset 20",
                "select a from t limit ? offset ? => select a from t limit $1 offset $2",
                "select a from t fetch first 5 rows only; => select a from t fetch first 5 rows only",
                "select date_trunc('day', t), 7 from x group by date_trunc('day', t) => "
                        + "select date_trunc($1, t), $2 from x group by date_trunc($1, t)",
                "select a from t where b is true and c is not null => select a from t where b is true and c is not null",
                "select 1e10, .5, 0x1F, 1_000, a.b1 => select $1, $2, $3, $4, a.b1",
                "select 'a'¶'b' => select $1",
                "select \"A?b\", x.\"c''d\" from t => select \"A?b\", x.\"c''d\" from t",
                "{? = call f(?, 1)} => {$1 = call f($2, $3)}",
                "select a[1], x - -3 => select a[$1], x - $2",
            })
    void takesLiteralsOutAndNumbersThemWithTheBinds(String sql, String expected) {
        assertThat(SqlNormalizer.normalize(lines(sql)).sql()).isEqualTo(expected);
    }

    @Test
    void tellsWhereEachValueComesFrom() {
        NormalizedSql sql =
                SqlNormalizer.normalize("select ? from t where a = -5 and b = 1.50 and c = 'it''s' and d = ?");

        assertThat(sql.slots())
                .containsExactly(
                        Slot.ofBind(0),
                        Slot.ofLiteral(-5L),
                        Slot.ofLiteral(new BigDecimal("1.50")),
                        Slot.ofLiteral("it's"),
                        Slot.ofBind(1));
        assertThat(sql.literalPositions()).containsExactly(2, 3, 4);
    }

    @Test
    void readsTheContentOfEveryKindOfString() {
        NormalizedSql sql = SqlNormalizer.normalize("select E'a\\'b\\u0041', U&'d\\0061t', $t$x$y$t$, 'a'\n 'b'");

        assertThat(sql.slots()).extracting(Slot::literal).containsExactly("a'bA", "dat", "x$y", "ab");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "select a from t where b = 1 => SELECT a¶FROM t /* x */ WHERE b = ? -- y",
                "select a from t where b in (1) => select a from t where b in (?, ?, 'x', -4)",
                "select a from t where b = any(array[1]) => select a from t where b = any(array[?,?,?])",
                "select a from t where b in (?::uuid) => select a from t where b in (?::uuid, ?::uuid)",
                "insert into t values (1, 'x') on conflict do nothing => "
                        + "insert into t values (?, ?), (?, ?), (2, 'y') on conflict do nothing",
                "select a from t where (b, c) in ((1, 2)) => select a from t where (b, c) in ((?, ?), (?, 2))",
                "select a from t limit 5 => select a from t limit ?",
                "select a from t where b = date '2026-01-01' => select a from t where b = ?::date",
                "select a from t where b ?? 'x' => select a from t where b ?? ?",
            })
    void countsStatementsOfOneFormTogether(String one, String other) {
        assertThat(fingerprint(lines(one))).isEqualTo(fingerprint(lines(other)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "select a from t => select b from t",
                "select a from t => select a from \"T\"",
                "select f(?, ?) => select f(?)",
                "select a from t order by 1 => select a from t order by 2",
                "select a from t where b = ? => select a from t where b <> ?",
                "select a from t where b is null => select a from t where b is not null",
                "select a from t where b ?? ? => select a from t where b ??| ?",
                "insert into t values (?, ?) => insert into t values (?, default)",
                "select a from t where b in (?) => select a from t where b in (select ?)",
            })
    void keepsOtherStatementsApart(String one, String other) {
        assertThat(fingerprint(one)).isNotEqualTo(fingerprint(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "select 1 => SELECT",
                "(select 1) union select 2 => SELECT",
                "with a as (select 1) delete from t using a => DELETE",
                "values (1) => SELECT",
                "insert into t select 1 => INSERT",
                "merge into t using u on true when matched then delete => MERGE",
                "{call f(?)} => CALL",
                "create index i on t (a) => DDL",
                "/* x */ begin => TRANSACTION",
                "set search_path to x => SET",
                "vacuum t => OTHER",
            })
    void findsTheVerb(String sql, Verb verb) {
        assertThat(SqlNormalizer.normalize(sql).verb()).isEqualTo(verb);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER ROLE app PASSWORD 'hunter2'",
                "create user app with encrypted password E'hunter2'",
                "alter role app password \"hunter2\"",
                "alter role app password 'hunter2",
                "set my.password = hunter2",
                "set session vault_token to 'hunter2'",
                "copy t from program 'curl -u a:hunter2 http://x'",
                "create subscription s connection 'host=x password=hunter2' publication p",
                "create user mapping for a server s options (user 'a', password 'hunter2')",
                "select pgp_sym_encrypt(a, 'hunter2') from t",
                "select * from dblink('password=hunter2', 'select 1') as t(a int)",
            })
    void keepsNoSecretInAnyForm(String sql) {
        NormalizedSql normalized = SqlNormalizer.normalize(sql);

        assertThat(normalized.masked()).isTrue();
        assertThat(normalized.sql()).doesNotContain("hunter2");
        assertThat(normalized.slots()).extracting(Slot::literal).containsOnlyNulls();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'",
                "\"",
                "$$",
                "$a",
                "$",
                "E'\\",
                "/*",
                "/* /* */",
                "U&'",
                "--",
                "\0",
                "\ud800",
                "select \udc00x",
                ")))",
                "values",
                "in (",
                "$99999999999",
                "0x",
                "1e",
                "?",
                "??",
                "???",
                "",
                "with",
                "- 5",
                "'a' uescape"
            })
    void acceptsAnyText(String sql) {
        assertThat(SqlNormalizer.normalize(sql).sql()).doesNotContain("\ud800", "\udc00");
        assertThat(SqlNormalizer.normalizeNative(sql).sql()).hasSizeLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select a from t where name = 'O'Brien hunter2' and b = 1",
                "select a from t where name = 'O'Brien's hunter2'",
                "select a from t where name = O'Brien hunter2",
                "select a from t where name = 'it\\'s hunter2', 'x'",
                "select a from t where name = 'a\\' or hunter2 \\'b'",
                "select a from t where name = 'hunter2",
                "select a from t where name = E'\\'hunter2",
                "select a from t where name = $x$hunter2",
                "select a from t where name = \"hunter2",
                "select a from t where name = 4hunter2-abc",
                "select a from t where name = 12ab-hunter2 and x = 'y'",
                "insert into t values ('x', 'a'b', 'hunter2 c')",
                "select 'a' from t where name = 'x' hunter2 '",
                "create role x password hunter2",
                "alter system set ssl_passphrase_command to hunter2",
                "alter role x set app.api_token = hunter2",
            })
    void keepsNothingBehindAQuoteTooFewOrTooMany(String sql) {
        NormalizedSql normalized = SqlNormalizer.normalize(sql);

        assertThat(normalized.sql()).doesNotContain("hunter2").doesNotContain("Brien");
        assertThat(normalized.masked()).isTrue();
        assertThat(normalized.slots()).extracting(Slot::literal).containsOnlyNulls();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 'a'as b from t where c='x'and d=1or e=2",
                "select 'a' b, \"c\"d from t",
                "select a from t where b = 'c'::text and d in ('e','f')",
                "select * from t limit 10offset 5",
                "select E'it\\'s', U&'\\0041' uescape '!', B'1', X'f', N'n', $$it's$$, $a$\\$a$ from t",
            })
    void takesNoWellFormedTextForABrokenOne(String sql) {
        assertThat(SqlNormalizer.normalize(sql).truncated()).isFalse();
        assertThat(SqlNormalizer.normalize(sql).masked()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?, ", "'x', ", "(", "$a$ x ", "$a", "/*", "- ", "1", "a", "\"", "values (", "$a$$b$"})
    void takesLinearTimeForHugeTexts(String piece) {
        String sql = "select " + piece.repeat(5_000_000 / piece.length());

        NormalizedSql normalized =
                assertTimeoutPreemptively(Duration.ofSeconds(60), () -> SqlNormalizer.normalize(sql));

        assertThat(normalized.sql().length()).isLessThanOrEqualTo(SqlNormalizer.MAX_LENGTH);
    }

    @Test
    void cutsLongTextsButCountsTheWholeInTheFingerprint() {
        String longList = "select a from t where b in (?" + ", ?".repeat(20_000) + ")";

        NormalizedSql normalized = SqlNormalizer.normalize(longList);

        assertThat(normalized.truncated()).isTrue();
        assertThat(normalized.fingerprint()).isEqualTo(fingerprint("select a from t where b in (?)"));
    }

    @Test
    void keepsTheFingerprintUnderVariationsThatDoNotMatter() {
        Random random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            List<String> pieces = SqlGenerator.statement(random);
            String one = SqlGenerator.render(pieces, new Random(random.nextLong()));
            String other = SqlGenerator.render(pieces, new Random(random.nextLong()));

            assertThat(fingerprint(one)).as("%s%n%s", one, other).isEqualTo(fingerprint(other));
            assertThat(fingerprint(one)).isNotEqualTo(fingerprint(one.replace("c0", "c0x")));
        }
    }

    @Test
    void isIdempotent() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            NormalizedSql once = SqlNormalizer.normalize(SqlGenerator.render(SqlGenerator.statement(random), random));
            NormalizedSql twice = SqlNormalizer.normalizeNative(once.sql());

            assertThat(twice.sql()).isEqualTo(once.sql());
            assertThat(twice.fingerprint()).as(once.sql()).isEqualTo(once.fingerprint());
        }
    }

    @Test
    void survivesRandomCharacters() {
        Random random = new Random(1);
        String alphabet = "'\"$?-/*\\ \nEeU&xab10.,()[]{}:;=|@_\ud83d\ude00";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder sql = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                sql.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            NormalizedSql normalized = SqlNormalizer.normalize(sql.toString());

            assertThat(normalized.slots().stream().filter(Slot::isLiteral))
                    .hasSameSizeAs(normalized.literalPositions());
        }
    }

    @Test
    void keepsItsIdentifiersAcrossReleases() {
        NormalizedSql sql = SqlNormalizer.normalize("select a from t where b = ? and c in (1, 2)");

        assertThat(List.of(sql.id(), sql.fingerprint())).containsExactly(-4529641749268812806L, 3664743847915910612L);
    }

    @Test
    void readsTheShapeOfAStatement() {
        StatementShape paged = StatementShape.of("select a from t where b in ($1, $2, $3) limit $4 offset $5");
        StatementShape queue = StatementShape.of("select a from q where s = $1 limit 1 for update skip locked");

        assertThat(paged).isEqualTo(new StatementShape(Verb.SELECT, 3, false, java.util.Set.of(4, 5), false));
        assertThat(queue.skipsLocked()).isTrue();
        assertThat(StatementShape.of("select a from t where b = any ($1)").isBatched())
                .isTrue();
        assertThat(StatementShape.of("select a from t where b in (select a, b from u)")
                        .isBatched())
                .isFalse();
    }

    // A pilcrow stands for a line end, which would end the CSV record
    private static String lines(String text) {
        return text.replace('¶', '\n');
    }

    private static long fingerprint(String sql) {
        return SqlNormalizer.normalize(sql).fingerprint();
    }
}
