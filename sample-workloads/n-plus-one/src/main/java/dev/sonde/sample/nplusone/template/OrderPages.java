package dev.sonde.sample.nplusone.template;

import dev.sonde.sample.nplusone.scenario.Service;
import java.util.List;
import java.util.StringJoiner;
import org.springframework.jdbc.core.JdbcTemplate;

/** Pages about orders. */
final class OrderPages {

    private record Order(long id, String status) {}

    private OrderPages() {}

    /** Each order of a customer with its lines. */
    static String ordersWithLines(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<Order> orders = jdbc.query(
                "select id, status from orders where customer_id = ? order by id",
                (row, i) -> new Order(row.getLong("id"), row.getString("status")),
                Service.ownerOf(n));
        StringJoiner page = new StringJoiner("\n");
        for (Order order : orders) {
            List<String> lines = jdbc.query(
                    "select product_id, quantity from order_line where order_id = ?",
                    (row, i) -> row.getInt("quantity") + " × " + row.getLong("product_id"),
                    order.id());
            page.add(order.id() + " " + order.status() + " " + lines);
        }
        return page.toString();
    }
}
