package dev.sonde.sample.nplusone.template;

import dev.sonde.profiler.UnitOfWork;
import dev.sonde.sample.nplusone.scenario.Outside;
import dev.sonde.sample.nplusone.scenario.Service;
import dev.sonde.sample.nplusone.scenario.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Background work, and work on other threads and in other services. */
final class Jobs {

    private Jobs() {}

    /** Reads the customers of a region on several threads at once. */
    static List<Object> inParallel(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        Workers workers = Workers.of(service);
        UnitOfWork unit = UnitOfWork.current();
        List<CompletableFuture<Object>> found = new ArrayList<>();
        for (Long id :
                jdbc.queryForList("select id from orders where customer_id = ?", Long.class, Service.ownerOf(n))) {
            found.add(CompletableFuture.supplyAsync(
                    () -> {
                        try (var adopted = UnitOfWork.adopt(unit)) {
                            return jdbc.queryForList("select product_id from order_line where order_id = ?", id);
                        }
                    },
                    workers.threads()));
        }
        return found.stream().map(CompletableFuture::join).toList();
    }

    /** Each order is charged in a transaction of its own, inside the one that read the list. */
    static int innerTransactions(Service service, int n) {
        TransactionTemplate outer = service.transaction();
        TransactionTemplate inner = new TransactionTemplate(
                java.util.Objects.requireNonNull(outer.getTransactionManager()),
                new org.springframework.transaction.support.DefaultTransactionDefinition(
                        TransactionDefinition.PROPAGATION_REQUIRES_NEW));
        JdbcTemplate jdbc = service.jdbc();
        Integer charged = outer.execute(status -> {
            int sum = 0;
            for (Long order :
                    jdbc.queryForList("select id from orders where customer_id = ?", Long.class, Service.ownerOf(n))) {
                Integer lines = inner.execute(each -> jdbc.queryForObject(
                        "select count(*) from order_line where order_id = ?", Integer.class, order));
                sum += lines == null ? 0 : lines;
            }
            return sum;
        });
        return charged == null ? 0 : charged;
    }

    /** Takes jobs until there are none left to take this time, each in a transaction of its own. */
    static int takeJobs(Service service, int n) {
        int done = 0;
        while (done < n && takeJob(service)) {
            done++;
        }
        return done;
    }

    private static boolean takeJob(Service service) {
        JdbcTemplate jdbc = service.jdbc();
        Boolean taken = service.transaction().execute(status -> {
            List<Map<String, Object>> job = jdbc.queryForList(
                    "select id, payload from job where state = ? order by id limit 1 for update skip locked", "new");
            if (job.isEmpty()) {
                return false;
            }
            jdbc.update("update job set state = 'done' where id = ?", job.get(0).get("id"));
            return true;
        });
        return Boolean.TRUE.equals(taken);
    }

    /** A transfer is tried again until no other transaction is in its way. */
    static int transfer(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        for (int attempt = 1; ; attempt++) {
            try {
                service.transaction().executeWithoutResult(status -> {
                    jdbc.queryForObject("select price from product where id = ?", Object.class, 5_000_000_007L);
                    jdbc.queryForObject("select transfer(?, ?)", Object.class, "savings", n);
                });
                return attempt;
            } catch (ConcurrencyFailureException again) {
                if (attempt == 10) {
                    throw again;
                }
            }
        }
    }

    /** Two hundred requests, one after the other on the same thread, each reads one product. */
    static void requestsOnOneThread(Service service, int n) throws Exception {
        Workers workers = Workers.of(service);
        for (int i = 1; i <= 200; i++) {
            long product = 5_000_000_000L + 7 * i;
            Future<?> request = workers.one().submit(() -> {
                try (UnitOfWork unit = UnitOfWork.open("GET /products/{id}")) {
                    service.jdbc().queryForMap("select id, name, price from product where id = ?", product);
                }
            });
            request.get();
        }
    }

    /** The stock of each product of an order, asked of another service that asks our database, under one trace. */
    static int stockFromOutside(Service service, int n) throws Exception {
        Outside outside = Outside.of(service);
        int stock = 0;
        try (Outside.Trace trace = Outside.trace("0af7651916cd43dd8448eb211c80319c")) {
            for (Map<String, Object> line :
                    service.jdbc().queryForList("select id, product_id from order_line order by id limit ?", n)) {
                stock += outside.stockOf((Long) line.get("product_id"));
            }
        }
        return stock;
    }

    /** Weather for each region, from a service that has nothing to do with our database. */
    static int mostlyHttp(Service service, int n) throws Exception {
        Outside outside = Outside.of(service);
        int degrees = 0;
        List<String> names = service.jdbc()
                .queryForList("select name from customer where region_id = ?", String.class, Service.ownerOf(n));
        for (String name : names) {
            degrees += outside.weatherAt(name);
        }
        service.jdbc().queryForList("select value from setting where name = 'locale'");
        return degrees;
    }

    /** A thousand devices' latest readings, in four lists. */
    static int readingsInChunks(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        List<Object> devices = new ArrayList<>(jdbc.queryForList("select id from device", Object.class));
        int readings = 0;
        for (int from = 0; from < devices.size(); from += 250) {
            readings += new NamedParameterJdbcTemplate(jdbc)
                    .queryForList(
                            "select device_id, max(id) from reading where device_id in (:ids) group by device_id",
                            Map.of("ids", devices.subList(from, from + 250)))
                    .size();
        }
        return readings + n;
    }

    static void sameProductTwice(Service service, int n) {
        for (int transaction = 0; transaction < 2; transaction++) {
            service.transaction()
                    .executeWithoutResult(status -> service.jdbc()
                            .queryForMap("select id, name from product where id = ?", 5_000_000_000L + 7L * n));
        }
    }

    /** Figures of a dashboard, each slow and none like the other. */
    static void slowFigures(Service service, int n) {
        JdbcTemplate jdbc = service.jdbc();
        jdbc.queryForList("select count(*), pg_sleep(0.055) from orders");
        jdbc.queryForList("select max(price), pg_sleep(0.055) from product");
        jdbc.queryForList("select status, count(*), pg_sleep(0.055) from orders where id = " + n + " group by status");
    }

    /** The loop is known and accepted, so the capture is paused for it. */
    static int inSuppressedSection(Service service, int n) throws Exception {
        JdbcTemplate jdbc = service.jdbc();
        List<Long> orders =
                jdbc.queryForList("select id from orders where customer_id = ?", Long.class, Service.ownerOf(n));
        int lines = 0;
        Outside.capture("pause");
        try {
            for (Long order : orders) {
                lines += jdbc.queryForList("select product_id from order_line where order_id = ?", order)
                        .size();
            }
        } finally {
            Outside.capture("resume");
        }
        return lines;
    }
}
