package dev.sonde.sample.nplusone.hibernate;

import dev.sonde.profiler.UnitOfWork;
import dev.sonde.sample.nplusone.hibernate.Magazine.Article;
import dev.sonde.sample.nplusone.hibernate.Magazine.ArticleText;
import dev.sonde.sample.nplusone.hibernate.Magazine.Person;
import dev.sonde.sample.nplusone.hibernate.Magazine.Remark;
import dev.sonde.sample.nplusone.hibernate.Magazine.Section;
import dev.sonde.sample.nplusone.hibernate.Magazine.Tag;
import dev.sonde.sample.nplusone.scenario.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;

/** Screens of a magazine. */
final class ArticleScreens {

    private ArticleScreens() {}

    private static List<Article> newest(Session session, int n) {
        return session.createSelectionQuery("from Article a order by a.published desc", Article.class)
                .setMaxResults(n)
                .getResultList();
    }

    private static List<Section> sectionsOf(Session session, int n) {
        return session.createSelectionQuery("from Section s where s.magazine = :magazine", Section.class)
                .setParameter("magazine", Service.ownerOf(n))
                .getResultList();
    }

    static long tagged(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            Tag tag = session.find(Tag.class, 7L);
            return newest(session, n).stream()
                    .filter(article -> article.getTags().contains(tag))
                    .count();
        });
    }

    static List<Long> remarkCounts(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            List<Long> counts = new ArrayList<>();
            for (Article article : newest(session, n)) {
                counts.add(session.createSelectionQuery(
                                "select count(r) from Remark r where r.article = :article", Long.class)
                        .setParameter("article", article)
                        .getSingleResult());
            }
            return counts;
        });
    }

    static List<Remark> latestRemarks(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            List<Remark> latest = new ArrayList<>();
            for (Article article : newest(session, n)) {
                latest.add(oneRemark(session, article, "desc"));
            }
            return latest;
        });
    }

    static List<Remark> firstRemarks(Service service, int n) {
        return Sessions.factory(service)
                .fromTransaction(session -> newest(session, n).stream()
                        .map(article -> oneRemark(session, article, "asc"))
                        .toList());
    }

    private static Remark oneRemark(Session session, Article article, String order) {
        return session.createSelectionQuery(
                        "from Remark r where r.article = :article order by r.written " + order, Remark.class)
                .setParameter("article", article)
                .setMaxResults(1)
                .getSingleResult();
    }

    static List<Long> remarkIds(Service service, int n) {
        try (Session session = Sessions.open(service)) {
            List<Long> ids = new ArrayList<>();
            for (Article article : newest(session, n)) {
                ids.addAll(session.createSelectionQuery(
                                "select r.id from Remark r where r.article.id = :article", Long.class)
                        .setParameter("article", article.id)
                        .getResultList());
            }
            return ids;
        }
    }

    static int remarksByLoader(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            int remarks = 0;
            for (Article article : newest(session, n)) {
                remarks += load(session, List.of(article)).size();
            }
            return remarks;
        });
    }

    private static List<Remark> load(Session session, List<Article> articles) {
        return session.createSelectionQuery("from Remark r where r.article in :articles", Remark.class)
                .setParameterList("articles", articles)
                .getResultList();
    }

    static int wholeMagazine(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            int remarks = 0;
            for (Section section : sectionsOf(session, n)) {
                for (Article article : section.getArticles()) {
                    remarks += article.getRemarks().size();
                }
            }
            return remarks;
        });
    }

    static int articlesFetchedRemarksNot(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            int remarks = 0;
            for (Section section : session.createSelectionQuery(
                            "from Section s join fetch s.articles where s.magazine = :magazine", Section.class)
                    .setParameter("magazine", Service.ownerOf(n))
                    .getResultList()) {
                for (Article article : section.getArticles()) {
                    remarks += article.getRemarks().size();
                }
            }
            return remarks;
        });
    }

    static int remarksAndTags(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            int shown = 0;
            for (Article article : newest(session, n)) {
                shown += article.getRemarks().size();
                shown += article.getTags().size();
            }
            return shown;
        });
    }

    static int remarksFetchedTagsNot(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            int shown = 0;
            for (Article article : session.createSelectionQuery(
                            "from Article a left join fetch a.remarks where a.number <= :last", Article.class)
                    .setParameter("last", n)
                    .getResultList()) {
                shown += article.getRemarks().size() + article.getTags().size();
            }
            return shown;
        });
    }

    static List<String> tagsOfEach(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            List<String> labels = new ArrayList<>();
            newest(session, n).forEach(article -> article.getTags().forEach(tag -> labels.add(tag.label)));
            return labels;
        });
    }

    static List<String> articlesOfEachTag(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            List<String> titles = new ArrayList<>();
            for (Tag tag : session.createSelectionQuery("from Tag t order by t.label", Tag.class)
                    .setMaxResults(n)
                    .getResultList()) {
                for (Article article : tag.getArticles()) {
                    titles.add(article.getTitle());
                }
            }
            return titles;
        });
    }

    static int texts(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            int length = 0;
            for (Article article : newest(session, n)) {
                length += session.find(ArticleText.class, article.id).body.length();
            }
            return length;
        });
    }

    /** A traced request with the session open until the view is rendered; the transaction ends before. */
    static String openSessionInView(Service service, int n) {
        try (UnitOfWork request = UnitOfWork.open("GET /articles");
                Session session = Sessions.open(service)) {
            session.beginTransaction();
            List<Article> articles = newest(session, n);
            session.getTransaction().commit();
            return render(articles) + request.route();
        }
    }

    /** A list view under one span. */
    static String index(Service service, int n) {
        try (UnitOfWork request = UnitOfWork.open("GET /", "00f067aa0ba902b74bf92f3577b34da6")) {
            return Sessions.factory(service).fromTransaction(session -> render(newest(session, n))) + request.traceId();
        }
    }

    private static String render(List<Article> articles) {
        StringBuilder html = new StringBuilder();
        for (Article article : articles) {
            html.append("<li>")
                    .append(article.getTitle())
                    .append(article.getAuthor().getName());
        }
        return html.toString();
    }

    /** The session fetches in batches: each level by one statement. */
    static int prefetched(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            session.setFetchBatchSize(256);
            int remarks = 0;
            for (Section section : sectionsOf(session, n)) {
                for (Article article : section.getArticles()) {
                    remarks += article.getRemarks().size();
                }
            }
            return remarks;
        });
    }

    static int authorsAndEditors(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            List<Object[]> keys = session.createSelectionQuery(
                            "select a.author.id, a.editor from Article a order by a.number", Object[].class)
                    .setMaxResults(n)
                    .getResultList();
            int people = 0;
            for (int column = 0; column < 2; column++) {
                int one = column;
                people += session.createSelectionQuery("from Person p where p.id in :ids", Person.class)
                        .setParameterList(
                                "ids", keys.stream().map(row -> row[one]).toList())
                        .getResultList()
                        .size();
            }
            return people;
        });
    }

    static int remarksOfOldTimes(Service service, int n) {
        return Sessions.factory(service)
                .fromTransaction(session -> session.createSelectionQuery(
                                "from Remark r where r.article in :articles and r.written < :then", Remark.class)
                        .setParameterList("articles", newest(session, n))
                        .setParameter("then", Instant.parse("1900-01-01T00:00:00Z"))
                        .getResultList()
                        .size());
    }
}
