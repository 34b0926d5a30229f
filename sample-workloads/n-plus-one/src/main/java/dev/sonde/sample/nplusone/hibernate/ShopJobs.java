package dev.sonde.sample.nplusone.hibernate;

import dev.sonde.profiler.UnitOfWork;
import dev.sonde.sample.nplusone.hibernate.Shop.Category;
import dev.sonde.sample.nplusone.hibernate.Shop.Order;
import dev.sonde.sample.nplusone.hibernate.Shop.Product;
import dev.sonde.sample.nplusone.hibernate.Shop.Reading;
import dev.sonde.sample.nplusone.hibernate.Shop.Setting;
import dev.sonde.sample.nplusone.scenario.Service;
import dev.sonde.sample.nplusone.scenario.Workers;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Walks, pages, retries and other work that is no screen. */
final class ShopJobs {

    private ShopJobs() {}

    /** Each order is looked into in a transaction of its own, inside the one that read the list. */
    static int innerTransactions(Service service, int n) {
        JpaTransactionManager transactions = new JpaTransactionManager(Sessions.factory(service));
        TransactionTemplate outer = new TransactionTemplate(transactions);
        TransactionTemplate inner = new TransactionTemplate(
                transactions, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));
        EntityManager entities = SharedEntityManagerCreator.createSharedEntityManager(Sessions.factory(service));
        Integer sum = outer.execute(status -> {
            int lines = 0;
            for (Order order : entities.createQuery("from Order o where o.customer = :customer", Order.class)
                    .setParameter("customer", Service.ownerOf(n))
                    .getResultList()) {
                Long count = inner.execute(each -> entities.createQuery(
                                "select count(l) from Line l where l.order.id = :order", Long.class)
                        .setParameter("order", order.id)
                        .getSingleResult());
                lines += count == null ? 0 : count.intValue();
            }
            return lines;
        });
        return sum == null ? 0 : sum;
    }

    static List<String> pathToRoot(Service service, int n) {
        try (Session session = Sessions.open(service)) {
            List<String> path = new ArrayList<>();
            @Nullable Category node = session.find(Category.class, 1000L + n);
            while (node != null) {
                path.add(node.getName());
                node = node.getParent();
            }
            return path;
        }
    }

    static int currencyOfEachLine(Service service, int n) {
        try (Session session = Sessions.open(service)) {
            int length = 0;
            for (int i = 0; i < n; i++) {
                length += session.createSelectionQuery(
                                "select s.value from Setting s where s.name = :name", String.class)
                        .setParameter("name", "currency")
                        .getSingleResult()
                        .length();
            }
            return length;
        }
    }

    static int settingsTwice(Service service, int n) {
        try (Session session = Sessions.open(service)) {
            return n + settings(session).size() + settings(session).size();
        }
    }

    private static List<Setting> settings(Session session) {
        return session.createSelectionQuery("from Setting", Setting.class).getResultList();
    }

    static int pagesByOffset(Service service, int n) {
        try (Session session = Sessions.open(service)) {
            int rows = 0;
            for (int page = 0; page < n; page++) {
                rows += session.createSelectionQuery("from Reading r order by r.id", Reading.class)
                        .setFirstResult(page * 20)
                        .setMaxResults(20)
                        .getResultList()
                        .size();
            }
            return rows;
        }
    }

    static int pagesByKey(Service service, int n) {
        try (Session session = Sessions.open(service)) {
            int rows = 0;
            long last = 0;
            for (int page = 0; page < n; page++) {
                List<Reading> readings = session.createSelectionQuery(
                                "from Reading r where r.id > :last order by r.id", Reading.class)
                        .setParameter("last", last)
                        .setMaxResults(20)
                        .getResultList();
                last = readings.get(readings.size() - 1).id;
                rows += readings.size();
            }
            return rows;
        }
    }

    static int readingsInChunks(Service service, int n) {
        try (Session session = Sessions.open(service)) {
            List<UUID> devices = session.createSelectionQuery(
                            "select r.device from Reading r where r.id <= 1000", UUID.class)
                    .getResultList();
            int readings = n;
            for (int from = 0; from < devices.size(); from += 250) {
                readings += session.createSelectionQuery(
                                "select r.device, max(r.id) from Reading r where r.device in :devices group by r.device",
                                Object[].class)
                        .setParameterList("devices", devices.subList(from, from + 250))
                        .getResultList()
                        .size();
            }
            return readings;
        }
    }

    /** A transfer is tried again until no other transaction is in its way. */
    static int transfer(Service service, int n) {
        for (int attempt = 1; ; attempt++) {
            try {
                Sessions.factory(service).inTransaction(session -> {
                    session.find(Product.class, 5_000_000_007L);
                    session.createNativeQuery("select transfer('savings', :amount)", Object.class)
                            .setParameter("amount", n)
                            .getSingleResult();
                });
                return attempt;
            } catch (OptimisticLockException again) { // what Hibernate makes of state 40001
                if (attempt == 10) {
                    throw again;
                }
            }
        }
    }

    static void requestsOnOneThread(Service service, int n) throws Exception {
        Workers workers = Workers.of(service);
        for (int i = 1; i <= 200; i++) {
            long product = 5_000_000_000L + 7L * i;
            workers.one()
                    .submit(() -> {
                        try (UnitOfWork unit = UnitOfWork.open("GET /products/{id}");
                                Session session = Sessions.open(service)) {
                            return session.find(Product.class, product);
                        }
                    })
                    .get();
        }
    }

    /** All readings by a cursor. */
    static long cursor(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            try (Stream<Reading> readings = session.createSelectionQuery("from Reading", Reading.class)
                    .setFetchSize(50)
                    .getResultStream()) {
                return readings.filter(reading -> reading.value > n).count();
            }
        });
    }

    /** Keys are written into the text of a native query. */
    static int nativeLiterals(Service service, int n) {
        return Sessions.factory(service).fromTransaction(session -> {
            int lines = 0;
            for (Order order : session.createSelectionQuery(
                            "from Order o where o.customer = :customer order by o.status, o.id", Order.class)
                    .setParameter("customer", Service.ownerOf(n))
                    .getResultList()) {
                lines += session.createNativeQuery(
                                "select product_id from order_line where order_id = " + order.id, Long.class)
                        .getResultList()
                        .size();
            }
            return lines;
        });
    }
}
