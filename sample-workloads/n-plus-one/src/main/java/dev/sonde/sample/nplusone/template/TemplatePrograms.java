package dev.sonde.sample.nplusone.template;

import dev.sonde.sample.nplusone.scenario.Framework;
import dev.sonde.sample.nplusone.scenario.Program;
import java.util.List;

/** The scenarios on JdbcTemplate, and what is true of them. */
public final class TemplatePrograms {

    private TemplatePrograms() {}

    public static List<Program> all() {
        return List.of(of(1, OrderPages::ordersWithLines)
                .child("from order_line")
                .parent("from orders")
                .loop(OrderPages.class, "ordersWithLines")
                .issues(n -> 1 + n, n -> n));
    }

    private static Program of(int number, Program.Body body) {
        return Program.of(number, Framework.JDBC_TEMPLATE, body);
    }
}
