package dev.sonde.sample.nplusone.template;

import dev.sonde.profiler.UnitOfWork;
import dev.sonde.sample.nplusone.scenario.Service;
import dev.sonde.sample.nplusone.template.ArticlePages.Article;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;

/** A controller, its service and the view that renders what they hand it. */
final class ArticleView {

    private record Shown(String title, Supplier<String> author) {}

    private ArticleView() {}

    /** A traced request. */
    static String index(Service service, int n) {
        try (UnitOfWork request = UnitOfWork.open("GET /articles", "4bf92f3577b34da6a3ce929d0e0e4736")) {
            return render(titles(service, n)) + request.route();
        }
    }

    /** The list is read in a transaction, which has ended when the view asks for the authors. */
    static String afterCommit(Service service, int n) {
        List<Shown> articles = service.transaction().execute(status -> titles(service, n));
        return render(articles == null ? List.of() : articles);
    }

    private static List<Shown> titles(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<Article> articles = ArticlePages.newest(jdbc, n);
        return articles.stream()
                .map(article -> new Shown(article.title(), () -> author(jdbc, article.authorId())))
                .toList();
    }

    private static String author(JdbcTemplate jdbc, long id) {
        return jdbc.queryForObject("select id, name from person where id = ?", (row, i) -> row.getString("name"), id);
    }

    private static String render(List<Shown> articles) {
        StringBuilder html = new StringBuilder("<ul>");
        for (Shown article : articles) {
            html.append("<li>")
                    .append(article.title())
                    .append(" by ")
                    .append(article.author().get())
                    .append("</li>");
        }
        return html.append("</ul>").toString();
    }
}
