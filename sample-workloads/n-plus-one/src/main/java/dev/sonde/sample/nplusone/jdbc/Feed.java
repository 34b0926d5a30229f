package dev.sonde.sample.nplusone.jdbc;

import dev.sonde.sample.nplusone.scenario.Outside;
import dev.sonde.sample.nplusone.scenario.Service;
import dev.sonde.sample.nplusone.scenario.Workers;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a background process does: imports, polling, paging, liveness checks. */
final class Feed {

    private static final int BATCH = 25;

    private Feed() {}

    static void contactsOneByOne(Service service, int n) throws SQLException {
        try (Connection connection = service.dataSource().getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into contact (id, email, name) values (?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < n; i++) {
                insert.setLong(1, 1000 + i);
                insert.setString(2, "feed" + i + "@example.org");
                insert.setString(3, "Feed " + i);
                insert.executeUpdate();
            }
            connection.commit();
        }
    }

    static List<Long> bookings(Service service, int n) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (Connection connection = service.dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into ledger (account, amount) values (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < n; i++) {
                insert.setString(1, "cash");
                insert.setBigDecimal(2, BigDecimal.valueOf(i));
                insert.executeUpdate();
                try (ResultSet key = insert.getGeneratedKeys()) {
                    key.next();
                    numbers.add(key.getLong(1));
                }
            }
            connection.commit();
        }
        return numbers;
    }

    static void markOrders(Service service, int n) throws SQLException {
        try (Connection connection = service.dataSource().getConnection();
                PreparedStatement orders =
                        connection.prepareStatement("select id, status from orders where customer_id = ?");
                PreparedStatement update = connection.prepareStatement("update orders set status = ? where id = ?")) {
            connection.setAutoCommit(false);
            orders.setLong(1, Service.ownerOf(n));
            ResultSet order = orders.executeQuery();
            while (order.next()) {
                update.setString(1, order.getString("status"));
                update.setLong(2, order.getLong("id"));
                update.executeUpdate();
            }
            connection.commit();
        }
    }

    static void fullBatches(Service service, int n) throws SQLException {
        visits(service, rows(n));
    }

    static void batchesWithRemainder(Service service, int n) throws SQLException {
        visits(service, rows(n) + 7);
    }

    /** A multiple of the batch size. */
    static int rows(int n) {
        return 2 * BATCH * ((n + BATCH - 1) / BATCH);
    }

    private static void visits(Service service, int rows) throws SQLException {
        try (Connection connection = service.dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into visit (id, page) values (?, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 1; i <= rows; i++) {
                insert.setLong(1, 90_000 + i);
                insert.setString(2, "/page/" + i);
                insert.addBatch();
                if (i % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            if (rows % BATCH != 0) {
                insert.executeBatch();
            }
            connection.commit();
        }
    }

    /** Looks for work again and again; there is none. */
    static int pollInVain(Service service, int n) throws SQLException {
        int found = 0;
        for (int poll = 0; poll < n; poll++) {
            try (Connection connection = service.dataSource().getConnection();
                    PreparedStatement jobs = connection.prepareStatement(
                            "select id, payload from job where state = ? limit 1 for update skip locked")) {
                connection.setAutoCommit(false);
                jobs.setString(1, "urgent");
                ResultSet job = jobs.executeQuery();
                found += job.next() ? 1 : 0;
                connection.commit();
            }
        }
        return found;
    }

    /** Is the connection still there? */
    static int liveness(Service service, int n) throws SQLException {
        int alive = 0;
        try (Connection connection = service.connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < n; i++) {
                statement.execute("SELECT 1");
                alive += connection.isValid(5) ? 1 : 0;
            }
        }
        return alive;
    }

    static int pagesByOffset(Service service, int n) throws SQLException {
        int rows = 0;
        try (Connection connection = service.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (int page = 0; page < n; page++) {
                ResultSet reading = statement.executeQuery(
                        "select id, value from reading order by id limit 25 offset " + page * 25);
                while (reading.next()) {
                    rows += reading.getLong("id") > 0 ? 1 : 0;
                }
            }
        }
        return rows;
    }

    /** Until a page is not full. */
    static int pagesByKey(Service service, int n) throws SQLException {
        int rows = 0;
        try (Connection connection = service.dataSource().getConnection();
                PreparedStatement page = connection.prepareStatement(
                        "select id, value from reading where id > ? and id <= ? order by id limit 10")) {
            long last = 0;
            int read;
            do {
                page.setLong(1, last);
                page.setLong(2, 10L * n - 1);
                ResultSet reading = page.executeQuery();
                read = 0;
                while (reading.next()) {
                    last = reading.getLong(1);
                    read++;
                }
                rows += read;
            } while (read == 10);
        }
        return rows;
    }

    static int pathToRoot(Service service, int n) throws SQLException {
        int depth = 0;
        try (Connection connection = service.connect();
                PreparedStatement parent = connection.prepareStatement("select parent_id from category where id = ?")) {
            for (long node = 1000L + n; node != 0; depth++) {
                parent.setLong(1, node);
                try (ResultSet row = parent.executeQuery()) {
                    node = row.next() ? row.getLong(1) : 0;
                }
            }
        }
        return depth;
    }

    /** Two hundred requests on one thread, told apart by nothing but their traces. */
    static void requestsOnOneThread(Service service, int n) throws Exception {
        for (int i = 1; i <= 200; i++) {
            long product = 5_000_000_000L + 7L * i;
            String id = String.format("%032x", i * 0x9E3779B97F4A7C15L);
            Workers.of(service)
                    .one()
                    .submit(() -> {
                        try (Outside.Trace trace = Outside.trace(id)) {
                            return product(service, product);
                        }
                    })
                    .get();
        }
    }

    private static String product(Service service, long id) throws SQLException {
        try (Connection connection = service.dataSource().getConnection();
                PreparedStatement query = connection.prepareStatement("select name from product where id = ?")) {
            query.setLong(1, id);
            ResultSet row = query.executeQuery();
            return row.next() ? row.getString(1) : "";
        }
    }
}
