package dev.sonde.sample.nplusone.mybatis;

import dev.sonde.sample.nplusone.mybatis.ArticleMapper.Article;
import dev.sonde.sample.nplusone.mybatis.ArticleMapper.Category;
import dev.sonde.sample.nplusone.mybatis.ArticleMapper.Section;
import dev.sonde.sample.nplusone.scenario.Service;
import java.util.StringJoiner;
import org.apache.ibatis.session.SqlSession;

/** Pages of a magazine. */
final class ArticlePages {
    private ArticlePages() {}

    /** All sections of a magazine, their articles, and what was said of each. */
    static String magazine(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            ArticleMapper articles = session.getMapper(ArticleMapper.class);
            StringJoiner page = new StringJoiner("\n");
            for (Section section : articles.sections(Service.ownerOf(n))) {
                for (Article article : articles.ofSection(section.id())) {
                    page.add(section.title() + " " + article.title() + " " + articles.remarks(article.id()));
                }
            }
            return page.toString();
        }
    }

    static String remarksAndTags(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            ArticleMapper articles = session.getMapper(ArticleMapper.class);
            StringJoiner page = new StringJoiner("\n");
            for (Article article : articles.first(n)) {
                page.add(article.title() + articles.remarks(article.id()) + articles.tags(article.id()));
            }
            return page.toString();
        }
    }

    static String tags(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            ArticleMapper articles = session.getMapper(ArticleMapper.class);
            StringJoiner page = new StringJoiner("\n");
            for (Article article : articles.first(n)) {
                page.add(article.title() + articles.tags(article.id()));
            }
            return page.toString();
        }
    }

    /** From the category that is n levels deep up to the root. */
    static String path(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            ArticleMapper articles = session.getMapper(ArticleMapper.class);
            StringJoiner path = new StringJoiner(" < ");
            Long next = 1000L + n;
            while (next != null) {
                Category category = articles.category(next);
                path.add(category.name());
                next = category.parentId();
            }
            return path.toString();
        }
    }

    static String prices(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            ArticleMapper articles = session.getMapper(ArticleMapper.class);
            StringJoiner page = new StringJoiner("\n");
            for (int i = 0; i < n; i++) {
                page.add(i + " " + articles.setting("currency"));
            }
            return page.toString();
        }
    }
}
