package dev.sonde.sample.nplusone.eclipselink;

import dev.sonde.sample.nplusone.scenario.Service;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import org.eclipse.persistence.annotations.BatchFetchType;
import org.eclipse.persistence.config.QueryHints;

/** Pages about orders and those who placed them. */
final class OrderPages {
    private static final String OF_CUSTOMER = "select p from Purchase p where p.customerId = :customer order by p.id";

    private OrderPages() {}

    /** Each order of a customer with its lines. */
    static String ordersWithLines(Service service, int n) {
        return Shop.of(service).read(entities -> {
            StringJoiner page = new StringJoiner("\n");
            for (Purchase order : query(entities, OF_CUSTOMER, n).getResultList()) {
                page.add(order.status() + " " + order.lines().size());
            }
            return page.toString();
        });
    }

    static String ordersThatAreEmpty(Service service, int n) {
        return ofEach(service, n, order -> order.lines().isEmpty());
    }

    private static String ofEach(Service service, int n, Function<Purchase, Object> detail) {
        return Shop.of(service).read(entities -> {
            StringJoiner page = new StringJoiner("\n");
            query(entities, OF_CUSTOMER, n)
                    .getResultList()
                    .forEach(order -> page.add(order.status() + " " + detail.apply(order)));
            return page.toString();
        });
    }

    /** The view is rendered after the transaction ended and its entity manager was closed. */
    static String ordersRenderedLate(Service service, int n) {
        List<Purchase> orders = Shop.of(service)
                .read(entities -> query(entities, OF_CUSTOMER, n).getResultList());
        StringJoiner page = new StringJoiner("\n");
        for (Purchase order : orders) {
            page.add(order.status() + " " + order.lines().size());
        }
        return page.toString();
    }

    /** Customers of a region; the address of each is read with it. */
    static List<String> customers(Service service, int n) {
        return Shop.of(service)
                .read(entities -> entities.createQuery(
                                "select c from Customer c where c.regionId = :region order by c.id", Customer.class)
                        .setParameter("region", Service.ownerOf(n))
                        .getResultList())
                .stream()
                .map(Customer::label)
                .toList();
    }

    static String oneOrder(Service service, int n) {
        return Shop.of(service).read(entities -> {
            Purchase order = entities.find(Purchase.class, (long) n);
            return order.status() + order.lines().size();
        });
    }

    static String ordersJoined(Service service, int n) {
        return lineCounts(
                service,
                n,
                entities -> query(
                        entities,
                        "select distinct p from Purchase p join fetch p.lines where p.customerId = :customer",
                        n));
    }

    static String ordersThenLines(Service service, int n) {
        return lineCounts(
                service,
                n,
                entities -> query(entities, OF_CUSTOMER, n)
                        .setHint(QueryHints.BATCH, "p.lines")
                        .setHint(QueryHints.BATCH_TYPE, BatchFetchType.IN));
    }

    private static String lineCounts(Service service, int n, Function<EntityManager, TypedQuery<Purchase>> orders) {
        return Shop.of(service).read(entities -> {
            StringJoiner page = new StringJoiner("\n");
            for (Purchase order : orders.apply(entities).getResultList()) {
                page.add(order.status() + " "
                        + order.lines().stream()
                                .mapToInt(PurchaseLine::quantity)
                                .sum());
            }
            return page.toString() + n;
        });
    }

    static int ordersAlone(Service service, int n) {
        return Shop.of(service)
                .read(entities ->
                        query(entities, OF_CUSTOMER, n).getResultList().size());
    }

    private static TypedQuery<Purchase> query(EntityManager entities, String text, int n) {
        return entities.createQuery(text, Purchase.class).setParameter("customer", Service.ownerOf(n));
    }
}
