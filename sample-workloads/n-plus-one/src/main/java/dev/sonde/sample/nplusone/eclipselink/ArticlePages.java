package dev.sonde.sample.nplusone.eclipselink;

import dev.sonde.sample.nplusone.scenario.Service;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.StringJoiner;

/** Pages of a magazine. */
final class ArticlePages {
    private ArticlePages() {}

    /** All sections of a magazine, their articles, and what was said of each. */
    static String magazine(Service service, int n) {
        return Shop.of(service).read(entities -> {
            StringJoiner page = new StringJoiner("\n");
            List<Section> sections = entities.createQuery(
                            "select s from Section s where s.magazineId = :magazine order by s.id", Section.class)
                    .setParameter("magazine", Service.ownerOf(n))
                    .getResultList();
            for (Section section : sections) {
                for (Article article : section.articles()) {
                    page.add(article.title() + " " + article.remarks().size());
                }
            }
            return page.toString();
        });
    }

    static String remarksAndTags(Service service, int n) {
        return Shop.of(service).read(entities -> {
            StringJoiner page = new StringJoiner("\n");
            for (Article article : first(entities, n)) {
                page.add(article.title()
                        + article.remarks().size()
                        + article.tags().size());
            }
            return page.toString();
        });
    }

    static String tags(Service service, int n) {
        return Shop.of(service).read(entities -> {
            StringJoiner page = new StringJoiner("\n");
            for (Article article : first(entities, n)) {
                page.add(article.title()
                        + article.tags().stream().map(Tag::label).toList());
            }
            return page.toString();
        });
    }

    private static List<Article> first(EntityManager entities, int n) {
        return entities.createQuery("select a from Article a where a.number <= :last order by a.number", Article.class)
                .setParameter("last", n)
                .getResultList();
    }

    /** From the category that is n levels deep up to the root. */
    static String path(Service service, int n) {
        return Shop.of(service).read(entities -> {
            StringJoiner path = new StringJoiner(" < ");
            Long next = 1000L + n;
            while (next != null) {
                Category category = entities.find(Category.class, next);
                path.add(category.name());
                next = category.parentId();
            }
            return path.toString();
        });
    }

    static String prices(Service service, int n) {
        return Shop.of(service).read(entities -> {
            StringJoiner page = new StringJoiner("\n");
            for (int i = 0; i < n; i++) {
                page.add(i + " "
                        + entities.createQuery("select s.value from Setting s where s.name = :name", String.class)
                                .setParameter("name", "currency")
                                .getSingleResult());
            }
            return page.toString();
        });
    }
}
