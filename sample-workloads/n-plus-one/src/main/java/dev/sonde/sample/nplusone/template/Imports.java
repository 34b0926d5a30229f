package dev.sonde.sample.nplusone.template;

import dev.sonde.sample.nplusone.scenario.Service;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;

/** Jobs that write many rows. */
final class Imports {

    private static final int BATCH = 25;

    private Imports() {}

    static void contactsOneByOne(Service service, int n) {
        service.transaction().executeWithoutResult(status -> {
            for (int i = 0; i < n; i++) {
                insertContact(service.jdbc(), 1000 + i);
            }
        });
    }

    static void singleContact(Service service, int n) {
        insertContact(service.jdbc(), 1000 + n);
    }

    private static void insertContact(JdbcTemplate jdbc, long id) {
        jdbc.update(
                "insert into contact (id, email, name) values (?, ?, ?)", id, "new" + id + "@example.org", "New " + id);
    }

    /** Bookings, whose numbers go into the answer. */
    static List<Number> bookings(Service service, int n) {
        List<Number> numbers = new ArrayList<>();
        service.transaction().executeWithoutResult(status -> {
            for (int i = 0; i < n; i++) {
                BigDecimal amount = BigDecimal.valueOf(i);
                KeyHolder key = new GeneratedKeyHolder();
                service.jdbc()
                        .update(
                                connection -> {
                                    var insert = connection.prepareStatement(
                                            "insert into ledger (account, amount) values (?, ?)", new String[] {"id"});
                                    insert.setString(1, "cash");
                                    insert.setBigDecimal(2, amount);
                                    return insert;
                                },
                                key);
                numbers.add(key.getKey());
            }
        });
        return numbers;
    }

    /** Prices go up, product by product. */
    static void raisePrices(Service service, int n) {
        service.transaction().executeWithoutResult(status -> {
            List<Map<String, Object>> products =
                    service.jdbc().queryForList("select id, price from product order by id limit ?", n);
            for (Map<String, Object> product : products) {
                BigDecimal price = (BigDecimal) product.get("price");
                service.jdbc()
                        .update(
                                "update product set price = ? where id = ?",
                                price.add(new BigDecimal("0.01")),
                                product.get("id"));
            }
        });
    }

    /** Stock is counted; what is short is written down too. */
    static void countStock(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        service.transaction().executeWithoutResult(status -> {
            int counted = 0;
            for (Long product : jdbc.queryForList("select id from product order by name limit ?", Long.class, n)) {
                jdbc.update("update product set stock = ? where id = ?", 100 + counted, product);
                if (++counted % 5 == 0) {
                    jdbc.update("insert into stock_change values (?, ?, 'count')", product, counted);
                }
            }
        });
    }

    static void emptyCart(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        service.transaction().executeWithoutResult(status -> {
            List<Long> items =
                    jdbc.queryForList("select id from cart_item where cart_id = ?", Long.class, Service.ownerOf(n));
            items.forEach(item -> jdbc.update("delete from cart_item where id = ?", item));
            jdbc.update("delete from cart where id = ?", Service.ownerOf(n));
        });
    }

    /** Adds the contacts of a file that are not known yet. */
    static int newContacts(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            String email = "lead" + i + "@example.org";
            Integer known = jdbc.queryForObject("select count(*) from contact where email = ?", Integer.class, email);
            if (known == null || known == 0) {
                rows.add(new Object[] {2000L + i, email, "Lead " + i});
            }
        }
        jdbc.batchUpdate("insert into contact (id, email, name) values (?, ?, ?)", rows);
        return rows.size();
    }

    /** Visits, each with a number of its own, then stored together. */
    static void visits(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Long id = jdbc.queryForObject("select nextval('visit_id')", Long.class);
            rows.add(new Object[] {id, "/page/" + i});
        }
        jdbc.batchUpdate("insert into visit (id, page) values (?, ?)", rows);
    }

    static void fullBatches(Service service, int n) {
        visitsInBatches(service, rows(n));
    }

    static void batchesWithRemainder(Service service, int n) {
        visitsInBatches(service, rows(n) + 7);
    }

    /** A multiple of the batch size. */
    static int rows(int n) {
        return 2 * BATCH * ((n + BATCH - 1) / BATCH);
    }

    private static void visitsInBatches(Service service, int rows) {
        List<Integer> pages = IntStream.range(0, rows).boxed().toList();
        service.jdbc().batchUpdate("insert into visit (id, page) values (?, ?)", pages, BATCH, (insert, page) -> {
            insert.setLong(1, 50_000 + page);
            insert.setString(2, "/page/" + page);
        });
    }

    /** A new cart with its items, looked at once it is stored. */
    static int newCart(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        Long cart = jdbc.queryForObject("insert into cart (id, owner) values (77, 'new') returning id", Long.class);
        jdbc.batchUpdate(
                "insert into cart_item (id, cart_id, product_id, quantity) values (?, ?, ?, 1)",
                IntStream.range(0, n)
                        .mapToObj(i -> new Object[] {8000 + i, cart, 5L})
                        .toList());
        return jdbc.queryForList("select product_id, quantity from cart_item where cart_id = ?", cart)
                .size();
    }

    /** What a test does: a few objects from a factory, then what it tests. */
    static long fixturesThenTest(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        for (String owner : List.of("Ann", "Ben", "Cy")) {
            long id = 300 + owner.length() * 10L + owner.charAt(0);
            jdbc.update("insert into cart (id, owner) values (?, ?)", id, owner);
            jdbc.update("insert into cart_item (id, cart_id, product_id, quantity) values (?, ?, 5, 2)", id, id);
        }
        Long carts = jdbc.queryForObject("select count(*) from cart where id > ?", Long.class, 300 + n);
        return carts == null ? 0 : carts;
    }
}
