package dev.sonde.sample.nplusone.hibernate;

import dev.sonde.profiler.UnitOfWork;
import dev.sonde.sample.nplusone.hibernate.Shop.Customer;
import dev.sonde.sample.nplusone.hibernate.Shop.Line;
import dev.sonde.sample.nplusone.hibernate.Shop.Order;
import dev.sonde.sample.nplusone.hibernate.Shop.Product;
import dev.sonde.sample.nplusone.hibernate.Shop.Recipient;
import dev.sonde.sample.nplusone.hibernate.Shop.Shipment;
import dev.sonde.sample.nplusone.hibernate.Shop.Supplier;
import dev.sonde.sample.nplusone.scenario.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.hibernate.Hibernate;
import org.hibernate.Session;

/** Screens about orders, customers, products and shipments. */
final class OrderScreens {

    private OrderScreens() {}

    private static List<Order> ordersOf(Session session, int n) {
        return session.createSelectionQuery("from Order o where o.customer = :customer order by o.id", Order.class)
                .setParameter("customer", Service.ownerOf(n))
                .getResultList();
    }

    private static List<Line> lines(Session session, int n) {
        return session.createSelectionQuery("from Line l order by l.id", Line.class)
                .setMaxResults(n)
                .getResultList();
    }

    static int linesOfOrders(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            int lines = 0;
            for (Order order : ordersOf(session, n)) {
                lines += order.getLines().size();
            }
            return lines;
        });
    }

    /** With no transaction each lazy load is in auto-commit. */
    static int linesWithoutTransaction(Service service, int n) {
        try (Session session = Sessions.open(service)) {
            int lines = 0;
            for (Order order : ordersOf(session, n)) {
                for (Line line : order.getLines()) {
                    lines += line.quantity;
                }
            }
            return lines;
        }
    }

    static int linesOfNativeOrders(Service service, int n) {
        try (Session session = Sessions.open(service)) {
            List<Order> orders = session.createNativeQuery(
                            "select * from orders where customer_id = :customer and status <> 'gone'", Order.class)
                    .setParameter("customer", Service.ownerOf(n))
                    .getResultList();
            return orders.stream().mapToInt(order -> order.getLines().size()).sum();
        }
    }

    static int emptyOrders(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            int empty = 0;
            for (Order order : ordersOf(session, n)) {
                if (order.getLines().isEmpty()) {
                    empty++;
                }
            }
            return empty;
        });
    }

    static List<String> productNames(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            List<String> names = new ArrayList<>();
            for (Line line : lines(session, n)) {
                names.add(line.getProduct().getName());
            }
            return names;
        });
    }

    /** Proxies made to what they stand for, one by one. */
    static List<Product> unproxied(Service service, int n) {
        try (Session session = Sessions.open(service)) {
            return lines(session, n).stream()
                    .map(line -> (Product) Hibernate.unproxy(line.getProduct()))
                    .toList();
        }
    }

    /** References by identifiers that a projection gave; nothing says how many to load at once. */
    static List<String> references(Service service, int n) {
        try (Session session = Sessions.open(service)) {
            List<Long> ids = session.createSelectionQuery("select l.product.id from Line l order by l.id", Long.class)
                    .setMaxResults(n)
                    .getResultList();
            List<Product> products = ids.stream()
                    .map(id -> session.getReference(Product.class, id))
                    .toList();
            List<String> names = new ArrayList<>();
            for (Product product : products) {
                names.add(product.getName());
            }
            return names;
        }
    }

    static List<Supplier> suppliersById(Service service, int n) {
        try (Session session = Sessions.open(service)) {
            List<UUID> ids = session.createSelectionQuery(
                            "select p.supplier.id from Product p order by p.id", UUID.class)
                    .setMaxResults(n)
                    .getResultList();
            List<Supplier> suppliers = new ArrayList<>();
            for (UUID id : ids) {
                suppliers.add(session.find(Supplier.class, id));
            }
            return suppliers;
        }
    }

    /** The inverse side of a one-to-one cannot be lazy: Hibernate reads it for each row. */
    static int recipients(Service service, int n) {
        try (Session session = Sessions.open(service)) {
            return session.createSelectionQuery("from Recipient r where r.region = :region", Recipient.class)
                    .setParameter("region", Service.ownerOf(n))
                    .getResultList()
                    .size();
        }
    }

    static List<String> shipments(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            List<String> plates = new ArrayList<>();
            for (Shipment shipment : session.createSelectionQuery("from Shipment s order by s.id", Shipment.class)
                    .setMaxResults(n)
                    .getResultList()) {
                if (shipment.vehicle != null) {
                    plates.add(shipment.vehicle.getPlate());
                }
            }
            return plates;
        });
    }

    static int startScreen(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            int shown = session.createSelectionQuery("from Setting", Shop.Setting.class)
                    .getResultList()
                    .size();
            shown += session.createSelectionQuery("from Customer c order by c.name", Customer.class)
                    .setMaxResults(30)
                    .getResultList()
                    .size();
            shown += session.createSelectionQuery("select p.id, p.name from Person p", Object[].class)
                    .setMaxResults(40)
                    .getResultList()
                    .size();
            for (Order order : ordersOf(session, n)) {
                shown += order.getLines().size();
            }
            return shown;
        });
    }

    static void screensOfAllSizes(Service service, int n) {
        for (int size : new int[] {2, 5, 10, n}) {
            try (UnitOfWork request = UnitOfWork.open("GET /orders")) {
                linesOfOrders(service, size);
            }
        }
    }

    static List<Product> productsOfRequest(Service service, int n) {
        return Sessions.factory(service)
                .fromTransaction(session -> LongStream.rangeClosed(1, n)
                        .mapToObj(i -> session.find(Product.class, 5_000_000_000L + 7 * i))
                        .toList());
    }

    static int oneOrder(Service service, int n) {
        return Sessions.factory(service)
                .fromTransaction(session ->
                        session.find(Order.class, (long) n).getLines().size());
    }

    static int orderThenList(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            int lines = session.find(Order.class, 1L).getLines().size();
            return lines + ordersOf(session, n).size();
        });
    }

    static int fetchJoin(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            int lines = 0;
            for (Order order : fetched(session, n)) {
                lines += order.getLines().size();
            }
            return lines;
        });
    }

    private static List<Order> fetched(Session session, int n) {
        return session.createSelectionQuery(
                        "from Order o left join fetch o.lines where o.customer = :customer", Order.class)
                .setParameter("customer", Service.ownerOf(n))
                .getResultList();
    }

    static int overFetched(Service service, int n) {
        return Sessions.factory(service)
                .fromTransaction(session -> fetched(session, n).size());
    }

    /** The mapping says @BatchSize. */
    static int batchSize(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            int orders = 0;
            for (Customer customer : customersOf(session, n)) {
                orders += customer.getOrders().size();
            }
            return orders;
        });
    }

    private static List<Customer> customersOf(Session session, int n) {
        return session.createSelectionQuery("from Customer c where c.region = :region", Customer.class)
                .setParameter("region", Service.ownerOf(n))
                .getResultList();
    }

    static int orderList(Service service, int n) {
        return Sessions.factory(service)
                .fromTransaction(session -> ordersOf(session, n).size());
    }

    static int fourOrders(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            int lines = n;
            for (Order order : session.createSelectionQuery("from Order o order by o.id", Order.class)
                    .setMaxResults(4)
                    .getResultList()) {
                lines += order.getLines().size();
            }
            return lines;
        });
    }

    static String orderDetail(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            Order order = session.find(Order.class, (long) n);
            Customer customer = session.find(Customer.class, order.customer);
            Long pieces = session.createSelectionQuery(
                            "select sum(l.quantity) from Line l where l.order = :order", Long.class)
                    .setParameter("order", order)
                    .getSingleResult();
            return customer.name + order.getLines().size() + pieces;
        });
    }

    static void sameProductTwice(Service service, int n) {
        for (int transaction = 0; transaction < 2; transaction++) {
            Sessions.factory(service).inTransaction(session -> session.find(Product.class, 5_000_000_000L + 7L * n));
        }
    }

    /** Lines of the orders, read once and then kept by the service. */
    static void cachedLines(Service service, int n) {
        Map<Long, Integer> cache = new ConcurrentHashMap<>();
        for (int request = 0; request < 10; request++) {
            try (UnitOfWork unit = UnitOfWork.open("GET /orders/lines")) {
                Sessions.factory(service).inTransaction(session -> {
                    for (Order order : ordersOf(session, n)) {
                        cache.computeIfAbsent(order.id, id -> order.getLines().size());
                    }
                });
            }
        }
    }
}
