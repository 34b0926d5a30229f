package dev.sonde.benchmarks.heap;

import dev.sonde.benchmarks.competitor.Competitor;
import dev.sonde.benchmarks.competitor.Instrumentation;
import dev.sonde.benchmarks.stub.StubDriver;
import dev.sonde.profiler.UnitOfWork;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.management.ObjectName;

/**
 * A service that executes very many statements, keeps no reference to any of them, and tells how much of its heap is
 * used when all garbage is gone: {@code used BYTES}, then {@code class BYTES INSTANCES NAME} for the profiler's
 * classes.
 */
final class ManyStatements {

    private static final List<String> ROUTES = List.of("GET /orders/{id}", "POST /orders/{id}/items");
    private static final int LISTED_CLASSES = 12;

    private ManyStatements() {}

    public static void main(String[] arguments) throws Exception {
        StubDriver.register();
        Instrumentation instrumentation =
                Competitor.valueOf(arguments[0]).observe(StubDriver.URL, Path.of(arguments[1]));
        int statements = Integer.parseInt(arguments[2]);
        long settleMillis = Long.parseLong(arguments[3]);
        try (Connection connection = instrumentation.connect()) {
            for (int i = 0; i < statements; i++) {
                for (String route : ROUTES) {
                    try (UnitOfWork ignored = UnitOfWork.open(route)) {
                        execute(connection, text(i));
                    }
                }
                if (i % 100 == 0) {
                    Thread.sleep(2); // a service does not ask faster than the writer can write
                }
            }
            Thread.sleep(settleMillis);
            System.out.println("used " + usedAfterCollection());
            printClasses();
        }
        instrumentation.finish();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, 4_711_000_000L + sql.hashCode());
            statement.setString(2, "OPEN");
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    rows.getLong(1);
                    rows.getString(2);
                }
            }
        }
    }

    /** About 200 characters, and another fingerprint for each number. */
    static String text(int number) {
        return "select o.id, o.name, o.created_at, o.total_amount, c.display_name from orders_" + number
                + " o join customers c on c.id = o.customer_id where o.customer_id = ? and o.state = ? and o.deleted_at"
                + " is null order by o.created_at desc";
    }

    private static long usedAfterCollection() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(50);
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static void printClasses() throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        histogram
                .lines()
                .map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length >= 4 && words[3].startsWith("dev.sonde.profiler."))
                .limit(LISTED_CLASSES)
                .forEach(words -> System.out.println("class " + words[2] + " " + words[1] + " " + words[3]));
        System.out.println("classes end");
    }
}
