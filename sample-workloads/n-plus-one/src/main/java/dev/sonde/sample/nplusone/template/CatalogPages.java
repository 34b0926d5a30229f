package dev.sonde.sample.nplusone.template;

import dev.sonde.profiler.UnitOfWork;
import dev.sonde.sample.nplusone.scenario.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.springframework.jdbc.core.JdbcTemplate;

/** Products, customers, shipments and the categories they are in. */
final class CatalogPages {

    private record Line(long id, long productId) {}

    private CatalogPages() {}

    private static List<Line> lines(JdbcTemplate jdbc, int n) {
        return jdbc.query(
                "select id, product_id, quantity from order_line order by id limit ?",
                (row, i) -> new Line(row.getLong("id"), row.getLong("product_id")),
                n);
    }

    private static String productName(JdbcTemplate jdbc, long id) {
        return jdbc.queryForObject("select name from product where id = ?", String.class, id);
    }

    static List<String> productsOfLines(Service service, int n) {
        List<String> names = new ArrayList<>();
        for (Line line : lines(service.jdbc(), n)) {
            names.add(productName(service.jdbc(), line.productId()));
        }
        return names;
    }

    /** Suppliers by identifiers that another query gave. */
    static List<Map<String, Object>> suppliersById(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<UUID> ids = jdbc.queryForList(
                "select distinct supplier_id from product order by supplier_id limit ?", UUID.class, n);
        List<Map<String, Object>> suppliers = new ArrayList<>();
        for (UUID id : ids) {
            suppliers.add(jdbc.queryForMap("select id, name from supplier where id = ?", id));
        }
        return suppliers;
    }

    /** The row mapper asks for the address of each customer. */
    static List<String> customersWithAddress(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        return jdbc.query(
                "select id, name from customer where region_id = ? order by name",
                (row, i) -> row.getString("name")
                        + jdbc.queryForList(
                                "select street from address where customer_id = ?", String.class, row.getLong("id")),
                Service.ownerOf(n));
    }

    static List<String> shipments(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<String> page = new ArrayList<>();
        for (Map<String, Object> shipment :
                jdbc.queryForList("select id, vehicle_type, vehicle_id from shipment order by id limit ?", n)) {
            page.add(plate(jdbc, (String) shipment.get("vehicle_type"), (Long) shipment.get("vehicle_id")));
        }
        return page;
    }

    private static String plate(JdbcTemplate jdbc, String type, long id) {
        String sql = switch (type) {
            case "truck" -> "select plate, axles from truck where id = ?";
            case "van" -> "select plate, seats from van where id = ?";
            default -> "select plate, gears from bike where id = ?";
        };
        return jdbc.queryForObject(sql, (row, i) -> row.getString("plate") + row.getInt(2), id);
    }

    /** A start page that reads several lists, and goes through the last one. */
    static List<String> startPage(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<String> page = new ArrayList<>();
        page.addAll(jdbc.queryForList("select value from setting", String.class));
        jdbc.queryForList("select id, name from region")
                .forEach(region -> page.add(region.get("id") + " " + region.get("name")));
        jdbc.queryForList("select id, name from customer order by id limit 20")
                .forEach(customer -> page.add(customer.get("id") + " " + customer.get("name")));
        jdbc.queryForList("select id, name from person where id < 50")
                .forEach(person -> page.add(person.get("id") + " " + person.get("name")));
        List<Long> orders =
                jdbc.queryForList("select id from orders where customer_id = ?", Long.class, Service.ownerOf(n));
        for (Long order : orders) {
            page.add(""
                    + jdbc.queryForObject(
                            "select sum(quantity) from order_line where order_id = ?", Long.class, order));
        }
        return page;
    }

    /** The same page for lists of several lengths. */
    static void regionPages(Service service, int n) {
        for (int size : new int[] {2, 5, 10, n}) {
            try (UnitOfWork request = UnitOfWork.open("GET /regions/{id}")) {
                customersOfRegion(service, size);
            }
        }
    }

    private static List<String> customersOfRegion(Service service, int size) {
        JdbcTemplate jdbc = service.jdbc();
        List<String> streets = new ArrayList<>();
        for (Long customer :
                jdbc.queryForList("select id from customer where region_id = ?", Long.class, Service.ownerOf(size))) {
            streets.addAll(
                    jdbc.queryForList("select street from address where customer_id = ?", String.class, customer));
        }
        return streets;
    }

    /** Products whose identifiers came with the request. */
    static List<String> productsOfRequest(Service service, int n) {
        List<String> names = new ArrayList<>();
        for (long id :
                LongStream.rangeClosed(1, n).map(i -> 5_000_000_000L + 7 * i).toArray()) {
            names.add(productName(service.jdbc(), id));
        }
        return names;
    }

    static List<String> pathToRoot(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<String> path = new ArrayList<>();
        Long id = 1000L + n;
        while (id != null) {
            Map<String, Object> node = jdbc.queryForMap("select id, parent_id, name from category where id = ?", id);
            path.add((String) node.get("name"));
            id = (Long) node.get("parent_id");
        }
        return path;
    }

    static List<String> currencyOfEachLine(Service service, int n) {
        List<String> prices = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            prices.add(i + currency(service.jdbc()));
        }
        return prices;
    }

    private static String currency(JdbcTemplate jdbc) {
        return jdbc.queryForObject("select value from setting where name = ?", String.class, "currency");
    }

    static int settingsTwice(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        return jdbc.queryForList("select name, value from setting").size()
                + jdbc.queryForList("select name, value from setting").size()
                + n;
    }

    static int pagesByOffset(Service service, int n) {
        int rows = 0;
        for (int page = 0; page < n; page++) {
            rows += service.jdbc()
                    .queryForList("select id, value from reading order by id limit ? offset ?", 20, page * 20)
                    .size();
        }
        return rows;
    }

    static int pagesByKey(Service service, int n) {
        long last = 0;
        int rows = 0;
        for (int page = 0; page < n; page++) {
            List<Long> ids = service.jdbc()
                    .queryForList("select id from reading where id > ? order by id limit 20", Long.class, last);
            rows += ids.size();
            last = ids.get(ids.size() - 1);
        }
        return rows;
    }

    /** The page of a region, with the addresses kept by the service once they were read. */
    static void cachedAddresses(Service service, int n) {
        Map<Long, List<String>> cache = new ConcurrentHashMap<>();
        for (int request = 0; request < 10; request++) {
            try (UnitOfWork unit = UnitOfWork.open("GET /regions/{id}/addresses")) {
                addresses(service.jdbc(), Service.ownerOf(n), cache);
            }
        }
    }

    private static int addresses(JdbcTemplate jdbc, long region, Map<Long, List<String>> cache) {
        int streets = 0;
        for (Long customer : jdbc.queryForList("select id from customer where region_id = ?", Long.class, region)) {
            streets += cache.computeIfAbsent(
                            customer,
                            id -> jdbc.queryForList(
                                    "select street from address where customer_id = ?", String.class, id))
                    .size();
        }
        return streets;
    }
}
