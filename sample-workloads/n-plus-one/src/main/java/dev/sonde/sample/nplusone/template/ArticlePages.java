package dev.sonde.sample.nplusone.template;

import dev.sonde.sample.nplusone.scenario.Service;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Pages of a magazine. */
final class ArticlePages {

    record Article(UUID id, String title, long authorId, long editorId) {}

    private record Section(long id, String title) {}

    private ArticlePages() {}

    static Article article(ResultSet row, int index) throws SQLException {
        return new Article(
                row.getObject("id", UUID.class),
                row.getString("title"),
                row.getLong("author_id"),
                row.getLong("editor_id"));
    }

    /** The newest articles. */
    static List<Article> newest(JdbcTemplate jdbc, int n) {
        return jdbc.query(
                "select id, title, author_id, editor_id from article order by published desc limit ?",
                ArticlePages::article,
                n);
    }

    private static List<Section> sectionsOf(JdbcTemplate jdbc, int n) {
        return jdbc.query(
                "select id, title from section where magazine_id = ? order by id",
                (row, i) -> new Section(row.getLong(1), row.getString(2)),
                Service.ownerOf(n));
    }

    static List<String> remarksOf(JdbcTemplate jdbc, UUID article) {
        return jdbc.queryForList(
                "select text from remark where article_id = ? order by written", String.class, article);
    }

    private static List<String> tagsOf(JdbcTemplate jdbc, UUID article) {
        return jdbc.queryForList(
                "select t.label from tag t join article_tag a on a.tag_id = t.id where a.article_id = ?",
                String.class,
                article);
    }

    /** Titles of the articles that carry the tag. */
    static List<String> tagged(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        long tag = 7;
        List<String> titles = new ArrayList<>();
        for (Article article : newest(jdbc, n)) {
            Long carries = jdbc.queryForObject(
                    "select count(*) from article_tag where article_id = ? and tag_id = ?",
                    Long.class,
                    article.id(),
                    tag);
            if (carries != null && carries > 0) {
                titles.add(article.title());
            }
        }
        return titles;
    }

    static Map<String, Long> remarkCounts(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        Map<String, Long> counts = new LinkedHashMap<>();
        newest(jdbc, n).forEach(article -> {
            Long count =
                    jdbc.queryForObject("select count(*) from remark where article_id = ?", Long.class, article.id());
            counts.put(article.title(), count == null ? 0 : count);
        });
        return counts;
    }

    static List<String> latestRemarks(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<String> latest = new ArrayList<>();
        for (Article article : newest(jdbc, n)) {
            latest.addAll(jdbc.queryForList(
                    "select text from remark where article_id = ? order by written desc limit 1",
                    String.class,
                    article.id()));
        }
        return latest;
    }

    static List<String> firstRemarks(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        return newest(jdbc, n).stream()
                .map(article -> jdbc.queryForObject(
                        "select text from remark where article_id = ? order by written asc limit 1",
                        String.class,
                        article.id()))
                .toList();
    }

    static List<Long> remarkIds(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<Long> ids = new ArrayList<>();
        for (Article article : newest(jdbc, n)) {
            ids.addAll(jdbc.queryForList("select id from remark where article_id = ?", Long.class, article.id()));
        }
        return ids;
    }

    /** Remarks by the batch loader, called with one article at a time. */
    static List<String> remarksByLoader(Service service, int n) {
        List<String> page = new ArrayList<>();
        for (Article article : newest(service.jdbc(), n)) {
            page.addAll(loadRemarks(service.jdbc(), List.of(article)));
        }
        return page;
    }

    private static List<String> loadRemarks(JdbcTemplate jdbc, List<Article> articles) {
        return new NamedParameterJdbcTemplate(jdbc)
                .queryForList(
                        "select text from remark where article_id in (:ids)",
                        Map.of("ids", articles.stream().map(Article::id).toList()),
                        String.class);
    }

    /** Sections, their articles and the remarks on them. */
    static List<String> wholeMagazine(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<String> page = new ArrayList<>();
        for (Section section : sectionsOf(jdbc, n)) {
            page.add(section.title());
            List<Article> articles = jdbc.query(
                    "select id, title, author_id, editor_id from article where section_id = ?",
                    ArticlePages::article,
                    section.id());
            for (Article article : articles) {
                page.add(article.title() + remarksOf(jdbc, article.id()));
            }
        }
        return page;
    }

    /** Articles with their sections by one join, then the remarks on each. */
    static List<String> sectionsJoinedThenRemarks(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<Article> articles = jdbc.query("""
                select a.id, a.title, a.author_id, a.editor_id, s.title as section
                from section s join article a on a.section_id = s.id order by a.number limit ?""", ArticlePages::article, n);
        List<String> page = new ArrayList<>();
        for (Article article : articles) {
            page.addAll(remarksOf(jdbc, article.id()));
        }
        return page;
    }

    static List<String> remarksAndTags(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<String> page = new ArrayList<>();
        for (Article article : newest(jdbc, n)) {
            page.addAll(remarksOf(jdbc, article.id()));
            page.addAll(tagsOf(jdbc, article.id()));
        }
        return page;
    }

    /** Remarks of all articles at once, tags of each. */
    static List<String> remarksFetchedTagsNot(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<Article> articles = newest(jdbc, n);
        List<String> page = new ArrayList<>(loadRemarks(jdbc, articles));
        for (Article article : articles) {
            page.addAll(tagsOf(jdbc, article.id()));
        }
        return page;
    }

    static List<String> tagsOfEach(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<String> page = new ArrayList<>();
        for (Article article : newest(jdbc, n)) {
            page.add(article.title() + tagsOf(jdbc, article.id()));
        }
        return page;
    }

    static List<String> articlesOfEachTag(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<String> page = new ArrayList<>();
        for (Map<String, Object> tag : jdbc.queryForList("select id, label from tag order by label limit " + n)) {
            page.addAll(jdbc.queryForList(
                    "select title from article a join article_tag t on t.article_id = a.id where t.tag_id = ?",
                    String.class,
                    tag.get("id")));
        }
        return page;
    }

    static int bodyLengths(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        int length = 0;
        for (Article article : newest(jdbc, n)) {
            String body = jdbc.queryForObject("select body from article where id = ?", String.class, article.id());
            length += body == null ? 0 : body.length();
        }
        return length;
    }

    /** Three levels by one statement each. */
    static int prefetched(Service service, int n) {
        NamedParameterJdbcTemplate jdbc = new NamedParameterJdbcTemplate(service.jdbc());
        List<Long> sections =
                sectionsOf(service.jdbc(), n).stream().map(Section::id).toList();
        List<Article> articles = jdbc.query(
                "select id, title, author_id, editor_id from article where section_id in (:ids)",
                Map.of("ids", sections),
                ArticlePages::article);
        return loadRemarks(service.jdbc(), articles).size();
    }

    /** Authors and editors of a list, each by one statement of one shape. */
    static Map<Long, String> authorsAndEditors(Service service, int n) {
        List<Article> articles = newest(service.jdbc(), n);
        List<List<Long>> keys = List.of(
                articles.stream().map(Article::authorId).toList(),
                articles.stream().map(Article::editorId).toList());
        Map<Long, String> names = new LinkedHashMap<>();
        for (List<Long> ids : keys) {
            new NamedParameterJdbcTemplate(service.jdbc())
                    .query("select id, name from person where id in (:ids)", Map.of("ids", ids), row -> {
                        names.put(row.getLong("id"), row.getString("name"));
                    });
        }
        return names;
    }

    /** Remarks before the magazine had any. */
    static int remarksOfOldTimes(Service service, int n) {
        List<Article> articles = newest(service.jdbc(), n);
        return new NamedParameterJdbcTemplate(service.jdbc())
                .queryForList(
                        "select text from remark where article_id in (:ids) and written < date '1900-01-01'",
                        Map.of("ids", articles.stream().map(Article::id).toList()))
                .size();
    }
}
