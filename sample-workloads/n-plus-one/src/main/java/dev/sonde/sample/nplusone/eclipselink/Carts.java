package dev.sonde.sample.nplusone.eclipselink;

import dev.sonde.sample.nplusone.scenario.Service;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/** What happens to carts, and what is written down about their owners. */
final class Carts {
    private static final int PAGE = 3;

    private Carts() {}

    /** A reference is no proxy without weaving, so that the product of each item is read with the list. */
    static List<String> itemsWithProduct(Service service, int n) {
        return Shop.of(service)
                .read(entities -> entities.createQuery(
                                "select i from CartItem i where i.cartId = :cart order by i.id", CartItem.class)
                        .setParameter("cart", Service.ownerOf(n))
                        .getResultList())
                .stream()
                .map(CartItem::label)
                .toList();
    }

    static String productsById(Service service, int n) {
        return Shop.of(service).read(entities -> {
            StringJoiner page = new StringJoiner("\n");
            for (Long id : productIds(entities, n)) {
                page.add(entities.find(Product.class, id).toString());
            }
            return page.toString();
        });
    }

    private static List<Long> productIds(EntityManager entities, int n) {
        return entities.createQuery("select p.id from Product p order by p.id", Long.class)
                .setMaxResults(n)
                .getResultList();
    }

    /** The persistence context writes one product after the other at the end of the transaction. */
    static void take(Service service, int n) {
        Shop.of(service)
                .write(entities -> entities.createQuery("select p from Product p order by p.id", Product.class)
                        .setMaxResults(n)
                        .getResultList()
                        .forEach(Product::take));
    }

    static void visits(Service service, int n) {
        Shop.of(service)
                .write(entities ->
                        IntStream.rangeClosed(1, n).forEach(i -> entities.persist(new Visit(i, "/page/" + i))));
    }

    static void visitsInBatch(Service service, int n) {
        Shop.of(service)
                .writeInBatches(entities ->
                        IntStream.rangeClosed(1, n).forEach(i -> entities.persist(new Visit(i, "/page/" + i))));
    }

    /** The inserts are one batch, but each number is asked for alone. */
    static void numberedVisits(Service service, int n) {
        Shop.of(service).writeInBatches(entities -> {
            for (int i = 0; i < n; i++) {
                entities.persist(new NumberedVisit("/page/" + i));
            }
        });
    }

    static void bookings(Service service, int n) {
        Shop.of(service).write(entities -> {
            for (int i = 0; i < n; i++) {
                entities.persist(new Booking("account " + i));
            }
        });
    }

    static int pagesByOffset(Service service, int n) {
        return Shop.of(service).read(entities -> {
            int seen = 0;
            for (int page = 0; page < n; page++) {
                seen += entities.createQuery("select p from Product p order by p.id", Product.class)
                        .setFirstResult(page * PAGE)
                        .setMaxResults(PAGE)
                        .getResultList()
                        .size();
            }
            return seen;
        });
    }

    static int pagesByKey(Service service, int n) {
        return Shop.of(service).read(entities -> {
            long after = 0;
            int seen = 0;
            for (int page = 0; page < n; page++) {
                List<Product> products = entities.createQuery(
                                "select p from Product p where p.id > :after order by p.id", Product.class)
                        .setParameter("after", after)
                        .setMaxResults(PAGE)
                        .getResultList();
                after = products.get(products.size() - 1).id();
                seen += products.size();
            }
            return seen;
        });
    }
}
