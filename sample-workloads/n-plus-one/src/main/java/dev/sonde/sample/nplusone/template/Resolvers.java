package dev.sonde.sample.nplusone.template;

import dev.sonde.sample.nplusone.scenario.Service;
import dev.sonde.sample.nplusone.template.ArticlePages.Article;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;

/** Fields of an article as a graph's query engine resolves them: one node after the other, field by field. */
final class Resolvers {

    private final JdbcTemplate jdbc;
    private final Map<String, Function<Article, Object>> fields = new LinkedHashMap<>();

    private Resolvers(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        fields.put("author", this::author);
        fields.put("remarkCount", this::remarkCount);
    }

    private Object author(Article article) {
        return jdbc.queryForMap("select id, name from person where id = ?", article.authorId());
    }

    private Object remarkCount(Article article) {
        return jdbc.queryForMap("select count(*) as remarks from remark where article_id = ?", article.id());
    }

    static int articles(Service service, int n) {
        return new Resolvers(service.jdbc()).resolve(ArticlePages.newest(service.jdbc(), n));
    }

    private int resolve(List<Article> nodes) {
        int resolved = 0;
        for (Article node : nodes) {
            for (Function<Article, Object> field : fields.values()) {
                resolved += field.apply(node) == null ? 0 : 1;
            }
        }
        return resolved;
    }
}
