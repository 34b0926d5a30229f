package dev.sonde.sample.nplusone.template;

import dev.sonde.sample.nplusone.scenario.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Pages about orders. */
final class OrderPages {

    private record Order(long id, String status) {}

    private OrderPages() {}

    private static List<Order> ordersOf(JdbcTemplate jdbc, long customer) {
        return jdbc.query(
                "select id, status from orders where customer_id = ? order by id",
                (row, i) -> new Order(row.getLong("id"), row.getString("status")),
                customer);
    }

    private static List<String> linesOf(JdbcTemplate jdbc, long order) {
        return jdbc.query(
                "select product_id, quantity from order_line where order_id = ?",
                (row, i) -> row.getInt("quantity") + " × " + row.getLong("product_id"),
                order);
    }

    /** Each order of a customer with its lines. */
    static String ordersWithLines(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        StringJoiner page = new StringJoiner("\n");
        for (Order order : ordersOf(jdbc, Service.ownerOf(n))) {
            page.add(order.id() + " " + order.status() + " " + linesOf(jdbc, order.id()));
        }
        return page.toString();
    }

    /** Orders that nobody put anything into. */
    static List<Long> emptyOrders(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<Long> empty = new ArrayList<>();
        for (Order order : ordersOf(jdbc, Service.ownerOf(n))) {
            Boolean filled = jdbc.queryForObject(
                    "select exists (select 1 from order_line where order_id = ?)", Boolean.class, order.id());
            if (!Boolean.TRUE.equals(filled)) {
                empty.add(order.id());
            }
        }
        return empty;
    }

    /** One order with its lines. */
    static String oneOrder(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        Order order = jdbc.queryForObject(
                "select id, status from orders where id = ?",
                (row, i) -> new Order(row.getLong("id"), row.getString("status")),
                (long) n);
        return order == null ? "" : order.status() + linesOf(jdbc, order.id());
    }

    /** The order just looked at, and the list beside it. */
    static String orderBesideTheList(Service service, int n) {
        String page = oneOrder(service, n);
        return page + ordersOf(service.jdbc(), Service.ownerOf(n)).size();
    }

    /** Orders and lines by one join. */
    static Map<Long, List<String>> ordersJoined(Service service, int n) {
        Map<Long, List<String>> lines = new LinkedHashMap<>();
        service.jdbc()
                .query(
                        """
                        select o.id, o.status, l.product_id, l.quantity
                        from orders o left join order_line l on l.order_id = o.id
                        where o.customer_id = ? order by o.id""",
                        row -> {
                            lines.computeIfAbsent(row.getLong("id"), id -> new ArrayList<>())
                                    .add(row.getString("product_id"));
                        },
                        Service.ownerOf(n));
        return lines;
    }

    /** Orders, then the lines of all of them. */
    static Map<Long, List<String>> ordersThenLines(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<Long> ids =
                ordersOf(jdbc, Service.ownerOf(n)).stream().map(Order::id).toList();
        Map<Long, List<String>> lines = new LinkedHashMap<>();
        new NamedParameterJdbcTemplate(jdbc)
                .query(
                        "select order_id, product_id from order_line where order_id in (:ids)",
                        Map.of("ids", ids),
                        row -> {
                            lines.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                                    .add(row.getString(2));
                        });
        return lines;
    }

    static int orderList(Service service, int n) {
        return ordersOf(service.jdbc(), Service.ownerOf(n)).size();
    }

    /** The first four orders with their lines. */
    static String fourOrders(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        StringJoiner page = new StringJoiner("\n");
        for (long order : jdbc.queryForList("select id from orders order by placed limit 4", Long.class)) {
            page.add(order + " " + linesOf(jdbc, order));
        }
        return page.add("of " + n).toString();
    }

    /** Everything about one order. */
    static List<Object> orderDetail(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        long order = n;
        List<Object> page = new ArrayList<>();
        page.add(jdbc.queryForMap("select * from orders where id = ?", order));
        page.add(linesOf(jdbc, order));
        page.add(jdbc.queryForList("select count(*) from order_line where order_id = ?", Long.class, order));
        page.add(jdbc.queryForList(
                "select c.name from customer c join orders o on o.customer_id = c.id where o.id = ?",
                String.class,
                order));
        page.add(jdbc.queryForList("select value from setting where name = ?", String.class, "currency"));
        return page;
    }

    /** From an order to the region of its customer, step by step. */
    static String waterfall(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        Long customer = jdbc.queryForObject("select customer_id from orders where id = ?", Long.class, n);
        Long region = jdbc.queryForObject("select region_id from customer where id = ?", Long.class, customer);
        String name = jdbc.queryForObject("select name from region where id = ?", String.class, region);
        Long neighbours = jdbc.queryForObject("select count(*) from customer where region_id = ?", Long.class, region);
        Long product = jdbc.queryForObject("select min(product_id) from order_line where order_id = ?", Long.class, n);
        String supplier =
                jdbc.queryForObject("select supplier_id::text from product where id = ?", String.class, product);
        String who = jdbc.queryForObject("select name from supplier where id = ?::uuid", String.class, supplier);
        return name + neighbours + who;
    }

    /** Line and product, twice, and a look at the settings. */
    static String cycleTwice(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        StringJoiner page = new StringJoiner("\n");
        for (long line : List.of(10_004L, 10_005L)) {
            Long product = jdbc.queryForObject("select product_id from order_line where id = ?", Long.class, line);
            page.add(jdbc.queryForObject("select name from product where id = ?", String.class, product));
        }
        jdbc.queryForList("select value from setting where name = 'theme'", String.class);
        return page.add("of " + n).toString();
    }

    /** The total of orders; their lines come along for nothing. */
    static int overFetched(Service service, int n) {
        Map<Long, Integer> orders = new LinkedHashMap<>();
        service.jdbc()
                .query(
                        "select o.id, l.* from orders o join order_line l on l.order_id = o.id where o.customer_id = ?",
                        row -> {
                            orders.put(row.getLong(1), 1);
                        },
                        Service.ownerOf(n));
        return orders.size();
    }

    /** The same order shown above and, in a block of one turn, below. */
    static String inAndOutOfABlock(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        StringBuilder page = new StringBuilder().append(linesOf(jdbc, n));
        for (long related : List.of(n + 1L)) {
            page.append(linesOf(jdbc, related));
        }
        return page.toString();
    }

    /** What each order is called, asked of a list that the view holds as something else. */
    static List<String> retyped(Service service, int n) {
        record OrderRow(Order order) {
            List<String> lines(JdbcTemplate jdbc) {
                return linesOf(jdbc, order.id());
            }
        }
        JdbcTemplate jdbc = service.jdbc();
        List<OrderRow> rows =
                ordersOf(jdbc, Service.ownerOf(n)).stream().map(OrderRow::new).toList();
        List<String> page = new ArrayList<>();
        for (OrderRow row : rows) {
            page.add(String.join(",", row.lines(jdbc)));
        }
        return page;
    }
}
