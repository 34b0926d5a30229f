package dev.sonde.shop;

import dev.sonde.profiler.jdbc.SondeDataSource;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.sql.Connection;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** A service that goes on asking its pool while its process ends. */
final class EndingService {

    private static final int REQUESTS = 8;

    private EndingService() {}

    public static void main(String[] arguments) throws Exception {
        StubDatabase database = new StubDatabase();
        DataSource pool = SondeDataSource.wrap(
                new UrlDataSource(database.url()),
                "main",
                ProfilerSettings.of(Map.of("sonde.folder", arguments[0]), new Properties()));
        execute(pool);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                while (!CaptureSessions.running().isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(10);
                }
                for (int i = 0; i < REQUESTS; i++) {
                    execute(pool);
                }
                TimeUnit.MILLISECONDS.sleep(1_500); // pools are written down every second
                System.out.println("executed " + database.executions());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    private static void execute(DataSource pool) throws Exception {
        try (Connection connection = pool.getConnection()) {
            connection
                    .prepareStatement("select a from b where c = 1")
                    .executeQuery()
                    .close();
        }
    }
}
