package dev.sonde.engine.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TextCandidatesTest {

    private static final String ROWS = """
            create table articles (id int primary key, title text not null, code text collate "C" not null,
              tag varchar(40) not null, hash text not null, body text not null, words tsvector not null);
            insert into articles select i, 'title ' || md5(i::text), md5((i * 7)::text), 'tag ' || i % 5000,
                repeat(md5(i::text), 3), 'some words about ' || md5((i % 900)::text) || ' and ' || md5((i % 77)::text),
                to_tsvector('english', 'some words about ' || md5((i % 900)::text))
              from generate_series(1, 20000) i;
            """;

    private static String database;

    @BeforeAll
    static void makeRows() throws SQLException {
        database = Proposed.database("create extension pg_trgm; " + ROWS);
    }

    private static void isProposedAndUsed(String target, String sql) throws SQLException {
        Proposed proposed = Proposed.on(database).statements(sql);

        assertThat(proposed.targets()).contains(target);
        assertThat(proposed.isUsed(target, sql)).as(target + " for " + sql).isTrue();
    }

    @Test
    void sortsByBytesForABeginning() throws SQLException {
        isProposedAndUsed(
                "public.articles (title text_pattern_ops)", "select * from articles where title like 'title abc%'");
        isProposedAndUsed(
                "public.articles (tag varchar_pattern_ops)", "select * from articles where tag like 'tag 77%'");
    }

    @Test
    void needsNoPatternClassUnderTheCollationC() throws SQLException {
        isProposedAndUsed("public.articles (code)", "select * from articles where code like 'abc%'");
    }

    @Test
    void sharesOneIndexBetweenABeginningAndEquality() throws SQLException {
        Proposed proposed = Proposed.on(database)
                .statements(
                        "select * from articles where title like 'title abc%'",
                        "select id from articles where title = 'title x' and tag = 'tag 5'");

        assertThat(proposed.targets()).contains("public.articles (title text_pattern_ops, tag)");
        assertThat(proposed.isUsed(
                        "public.articles (title text_pattern_ops, tag)",
                        "select id from articles where title = 'title x' and tag = 'tag 5'"))
                .isTrue();
    }

    @Test
    void findsTextWithinTextByTrigrams() throws SQLException {
        isProposedAndUsed(
                "public.articles using gin (title public.gin_trgm_ops)",
                "select * from articles where title like '%abcde%'");
        isProposedAndUsed(
                "public.articles using gin (title public.gin_trgm_ops)",
                "select * from articles where title ilike '%ABCDE%'");
        isProposedAndUsed(
                "public.articles using gin ((lower(title)) public.gin_trgm_ops)",
                "select * from articles where lower(title) like '%abcde%'");
        isProposedAndUsed(
                "public.articles using gin (title public.gin_trgm_ops)",
                "select * from articles where title ~ 'abcde'");
    }

    @Test
    void proposesNothingForTwoLetters() throws SQLException {
        Proposed proposed = Proposed.on(database).statements("select * from articles where title like '%ab%'");

        assertThat(proposed.targets()).isEmpty();
        assertThat(proposed.rejections())
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.hint()).contains("more letters"));
    }

    @Test
    void namesTheExtensionThatIsMissing() throws SQLException {
        Proposed proposed =
                Proposed.on(Proposed.database(ROWS)).statements("select * from articles where title like '%abcde%'");

        assertThat(proposed.targets()).isEmpty();
        assertThat(proposed.rejections())
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.hint()).startsWith("CREATE EXTENSION pg_trgm"));
    }

    @Test
    void findsWords() throws SQLException {
        isProposedAndUsed(
                "public.articles using gin (words)",
                "select * from articles where words @@ to_tsquery('english', 'abc & words')");
        isProposedAndUsed(
                "public.articles using gin ((to_tsvector('english'::regconfig, body)))",
                "select * from articles where to_tsvector('english', body) @@ to_tsquery('english', 'abc')");
    }

    @Test
    void asksForAConfigurationByName() throws SQLException {
        Proposed proposed = Proposed.on(database)
                .statements("select * from articles where to_tsvector(body) @@ to_tsquery('english', 'abc')");

        assertThat(proposed.targets()).isEmpty();
        assertThat(proposed.rejections())
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.reason()).contains("depends on a setting"));
    }

    @Test
    void hashesWideKeys() throws SQLException {
        isProposedAndUsed("public.articles using hash (hash)", "select * from articles where hash = $1");

        assertThat(Proposed.on(database)
                        .statements("select * from articles where tag = $1", "select * from articles where hash > $1")
                        .targets())
                .noneMatch(target -> target.contains("using hash"));
    }
}
