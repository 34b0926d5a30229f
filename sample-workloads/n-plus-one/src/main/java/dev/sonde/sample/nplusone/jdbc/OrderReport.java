package dev.sonde.sample.nplusone.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sonde.profiler.UnitOfWork;
import dev.sonde.sample.nplusone.scenario.Outside;
import dev.sonde.sample.nplusone.scenario.Service;
import dev.sonde.sample.nplusone.scenario.Workers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;

/** Reports that read the database row by row. */
final class OrderReport {

    private OrderReport() {}

    /** The lines of an order are read while the list of orders is still open. */
    static int linesInsideOrders(Service service, int n) throws SQLException {
        int pieces = 0;
        try (Connection connection = service.connect();
                PreparedStatement orders = connection.prepareStatement("select id from orders where customer_id = ?");
                PreparedStatement lines =
                        connection.prepareStatement("select quantity from order_line where order_id = ?")) {
            orders.setLong(1, Service.ownerOf(n));
            try (ResultSet order = orders.executeQuery()) {
                while (order.next()) {
                    lines.setLong(1, order.getLong(1));
                    try (ResultSet line = lines.executeQuery()) {
                        while (line.next()) {
                            pieces += line.getInt("quantity");
                        }
                    }
                }
            }
        }
        return pieces;
    }

    static List<String> productsOfLines(Service service, int n) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = service.dataSource().getConnection()) {
            for (long product : productIds(connection, n)) {
                names.add(productName(connection, product));
            }
        }
        return names;
    }

    private static List<Long> productIds(Connection connection, int n) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement lines = connection.prepareStatement(
                "select id, product_id from order_line order by id fetch first ? rows only")) {
            lines.setInt(1, n);
            ResultSet line = lines.executeQuery();
            while (line.next()) {
                ids.add(line.getLong("product_id"));
            }
        }
        return ids;
    }

    private static String productName(Connection connection, long id) throws SQLException {
        try (PreparedStatement product = connection.prepareStatement("select name from product where id = ?")) {
            product.setLong(1, id);
            ResultSet row = product.executeQuery();
            return row.next() ? row.getString(1) : "";
        }
    }

    /** Sections, articles and remarks, each level inside the one above. */
    static int wholeMagazine(Service service, int n) throws SQLException {
        int remarks = 0;
        try (Connection connection = service.dataSource().getConnection();
                PreparedStatement sections =
                        connection.prepareStatement("select id, title from section where magazine_id = ?");
                PreparedStatement articles =
                        connection.prepareStatement("select id from article where section_id = ?");
                PreparedStatement counts =
                        connection.prepareStatement("select count(*) from remark where article_id = ?")) {
            sections.setLong(1, Service.ownerOf(n));
            ResultSet section = sections.executeQuery();
            while (section.next()) {
                articles.setLong(1, section.getLong("id"));
                ResultSet article = articles.executeQuery();
                while (article.next()) {
                    counts.setObject(1, article.getObject("id", UUID.class));
                    ResultSet count = counts.executeQuery();
                    count.next();
                    remarks += count.getInt(1);
                }
            }
        }
        return remarks;
    }

    /** As a service does that runs its requests on virtual threads. */
    static int onVirtualThread(Service service, int n) throws Exception {
        Callable<Integer> request = UnitOfWork.wrap((Callable<Integer>) () -> linesInsideOrders(service, n));
        FutureTask<Integer> task = new FutureTask<>(request);
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        return task.get();
    }

    /** Lines of the orders on several threads, each with a connection of its own. */
    static int inParallel(Service service, int n) throws Exception {
        List<Future<Integer>> counts = new ArrayList<>();
        for (long order : orderIds(service, n)) {
            counts.add(Workers.of(service).threads().submit(UnitOfWork.wrap((Callable<Integer>)
                    () -> countLines(service.dataSource(), order))));
        }
        int lines = 0;
        for (Future<Integer> count : counts) {
            lines += count.get();
        }
        return lines;
    }

    private static List<Long> orderIds(Service service, int n) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Connection connection = service.dataSource().getConnection();
                PreparedStatement orders = connection.prepareStatement("select id from orders where customer_id = ?")) {
            orders.setLong(1, Service.ownerOf(n));
            ResultSet order = orders.executeQuery();
            while (order.next()) {
                ids.add(order.getLong(1));
            }
        }
        return ids;
    }

    private static int countLines(DataSource pool, long order) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement count =
                        connection.prepareStatement("select count(*) from order_line where order_id = ?")) {
            count.setLong(1, order);
            ResultSet row = count.executeQuery();
            row.next();
            return row.getInt(1);
        }
    }

    /** A pool of our driver's connections, one checked out for each query. */
    static int checkedOutForEach(Service service, int n) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(service.url());
        config.setMaximumPoolSize(2);
        int lines = 0;
        try (HikariDataSource pool = new HikariDataSource(config)) {
            for (long order : orderIdsFrom(pool, n)) {
                lines += countLines(pool, order);
            }
        }
        return lines;
    }

    private static List<Long> orderIdsFrom(DataSource pool, int n) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                PreparedStatement orders =
                        connection.prepareStatement("select id from orders where customer_id = ? order by placed")) {
            orders.setLong(1, Service.ownerOf(n));
            ResultSet order = orders.executeQuery();
            while (order.next()) {
                ids.add(order.getLong("id"));
            }
        }
        return ids;
    }

    /** One prepared statement, executed with keys that came with the request. */
    static int sameStatementOtherKeys(Service service, int n) throws SQLException {
        int lines = 0;
        try (Connection connection = service.dataSource().getConnection();
                PreparedStatement count =
                        connection.prepareStatement("select count(*) from order_line where order_id = ?")) {
            for (int order = 1; order <= n; order++) {
                count.setInt(1, order);
                ResultSet row = count.executeQuery();
                row.next();
                lines += row.getInt(1);
            }
        }
        return lines;
    }

    /** As another service asks for the stock of each product, under an explicit unit with the trace's identifier. */
    static int stockFromOutside(Service service, int n) throws Exception {
        String id = "a3ce929d0e0e47364bf92f3577b34da6";
        Outside outside = Outside.of(service);
        int stock = 0;
        try (UnitOfWork request = UnitOfWork.open("GET /stock", id);
                Outside.Trace trace = Outside.trace(request.traceId());
                Connection connection = service.dataSource().getConnection()) {
            for (long product : productIds(connection, n)) {
                stock += outside.stockOf(product);
            }
        }
        return stock;
    }

    /** Orders, then the lines of all of them by an array. */
    static int linesByArray(Service service, int n) throws SQLException {
        List<Long> orders = orderIds(service, n);
        int lines = 0;
        try (Connection connection = service.dataSource().getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select id from order_line where order_id = any (?)")) {
            query.setArray(1, connection.createArrayOf("bigint", orders.toArray()));
            ResultSet row = query.executeQuery();
            while (row.next()) {
                lines++;
            }
        }
        return lines;
    }

    /** Ten thousand rows through a cursor, fifty at a time. */
    static double cursor(Service service, int n) throws SQLException {
        double sum = n;
        try (Connection connection = service.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement readings = connection.prepareStatement("select id, value from reading")) {
                readings.setFetchSize(50);
                ResultSet reading = readings.executeQuery();
                while (reading.next()) {
                    sum += reading.getLong(1) % 2 == 0 ? reading.getDouble(2) : 0;
                }
            }
            connection.commit();
        }
        return sum;
    }
}
