package dev.sonde.shop;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is tested: the same report, written well and badly. */
final class Orders {

    private final JdbcTemplate jdbc;

    Orders(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<Long> ids() {
        return jdbc.queryForList("select id from orders order by id", Long.class);
    }

    List<String> articlesOfAll() {
        return jdbc.queryForList(
                "select l.article from orders o join order_lines l on l.order_id = o.id order by l.id", String.class);
    }

    List<String> articlesOneByOne() {
        List<String> articles = new ArrayList<>();
        for (Long id : ids()) {
            articles.addAll(articles(id));
        }
        return articles;
    }

    List<String> articles(long order) {
        return jdbc.queryForList("select article from order_lines where order_id = ?", String.class, order);
    }

    void note(String text) {
        jdbc.update("insert into notes values (?)", text);
    }

    void sleep() {
        jdbc.queryForList("select pg_sleep(0.06)");
    }
}
