package dev.sonde.sample.nplusone.hibernate;

import dev.sonde.sample.nplusone.hibernate.Desk.Booking;
import dev.sonde.sample.nplusone.hibernate.Desk.Cart;
import dev.sonde.sample.nplusone.hibernate.Desk.CartItem;
import dev.sonde.sample.nplusone.hibernate.Desk.Contact;
import dev.sonde.sample.nplusone.hibernate.Desk.Visit;
import dev.sonde.sample.nplusone.hibernate.Shop.Product;
import dev.sonde.sample.nplusone.scenario.Service;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Jobs that write. */
final class DeskJobs {

    private static final int BATCH = 25;

    private DeskJobs() {}

    /** Nothing says that inserts may be batched, so the commit sends them one by one. */
    static void contacts(Service service, int n) {
        try (Session session = Sessions.open(service)) {
            session.beginTransaction();
            for (int i = 0; i < n; i++) {
                session.persist(Contact.of(1000L + i, "new" + i + "@example.org"));
            }
            session.getTransaction().commit();
        }
    }

    static List<@Nullable Long> bookings(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            session.setJdbcBatchSize(BATCH); // in vain: an identity column wants each insert at once
            List<@Nullable Long> numbers = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                Booking booking = new Booking();
                booking.account = "cash";
                booking.amount = BigDecimal.valueOf(i);
                session.persist(booking);
                numbers.add(booking.id);
            }
            return numbers;
        });
    }

    static void raisePrices(Service service, int n) {
        Sessions.factory(service).inTransaction(session -> {
            for (Product product : products(session, n)) {
                product.raise(new BigDecimal("0.01"));
            }
        });
    }

    private static List<Product> products(Session session, int n) {
        return session.createSelectionQuery("from Product p order by p.id", Product.class)
                .setMaxResults(n)
                .getResultList();
    }

    /** Each count is sent at once; what is short is written down too. */
    static void countStock(Service service, int n) {
        Sessions.factory(service).inTransaction(session -> {
            int counted = 0;
            for (Product product : products(session, n)) {
                product.count(200 + counted);
                session.flush();
                if (++counted % 5 == 0) {
                    session.createNativeMutationQuery("insert into stock_change values (:product, :pieces, 'count')")
                            .setParameter("product", product.id)
                            .setParameter("pieces", counted)
                            .executeUpdate();
                }
            }
            session.createNativeMutationQuery("update product set stock = 100").executeUpdate();
        });
    }

    /** The cascade removes item by item. */
    static void removeCart(Service service, int n) {
        Sessions.factory(service)
                .inTransaction(session -> session.remove(session.find(Cart.class, Service.ownerOf(n))));
    }

    static void newContacts(Service service, int n) {
        Sessions.factory(service).inTransaction(session -> {
            session.setJdbcBatchSize(100);
            List<Contact> fresh = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                String email = "lead" + i + "@example.org";
                long known = session.createSelectionQuery(
                                "select count(*) from Contact c where c.email = :email", Long.class)
                        .setParameter("email", email)
                        .getSingleResult();
                if (known == 0) {
                    fresh.add(Contact.of(2000L + i, email));
                }
            }
            fresh.forEach(session::persist);
        });
    }

    /** Inserts are batched, their numbers come one by one: allocationSize = 1. */
    static void visits(Service service, int n) {
        Sessions.factory(service).inTransaction(session -> {
            session.setJdbcBatchSize(100);
            for (int i = 0; i < n; i++) {
                Visit visit = new Visit();
                visit.page = "/page/" + i;
                session.persist(visit);
            }
        });
    }

    static void fullBatches(Service service, int n) {
        contactsInBatches(service, rows(n));
    }

    static void batchesWithRemainder(Service service, int n) {
        contactsInBatches(service, rows(n) + 7);
    }

    /** A multiple of the batch size. */
    static int rows(int n) {
        return 2 * BATCH * ((n + BATCH - 1) / BATCH);
    }

    private static void contactsInBatches(Service service, int rows) {
        Sessions.factory(service).inTransaction(session -> {
            session.setJdbcBatchSize(BATCH);
            for (int i = 0; i < rows; i++) {
                session.persist(Contact.of(3000L + i, "row" + i + "@example.org"));
            }
        });
    }

    static void singleContact(Service service, int n) {
        Sessions.factory(service).inTransaction(session -> session.persist(Contact.of(4000L + n, "one@example.org")));
    }

    /** A new cart knows its items without asking for them. */
    static int newCart(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            session.setJdbcBatchSize(100);
            Cart cart = new Cart();
            cart.id = 77L;
            cart.owner = "new";
            for (long i = 0; i < n; i++) {
                CartItem item = new CartItem();
                item.id = 9000 + i;
                item.cart = cart;
                item.quantity = 1;
                cart.items.add(item);
            }
            session.persist(cart);
            session.flush();
            return cart.getItems().size();
        });
    }

    /** What a test does: a few objects, then what it tests. */
    static long fixturesThenTest(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            for (long i = 0; i < 3; i++) {
                session.persist(Contact.of(5000 + i, "fixture" + i + "@example.org"));
                session.flush();
            }
            return session.createSelectionQuery("select count(*) from Contact c where c.id >= :first", Long.class)
                    .setParameter("first", 5000L + n)
                    .getSingleResult();
        });
    }
}
