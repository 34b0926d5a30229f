package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.profiler.session.CaptureSessions;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools that are closed in mid-flight, connections that are aborted, lost or never closed, and web applications. */
class LifecycleTest {

    @TempDir
    Path folder;

    private final StubDatabase database = new StubDatabase();

    @AfterEach
    void end() {
        CaptureSessions.closeAll();
        database.close();
    }

    @Test
    void aPoolClosedInMidFlightShowsTheServiceWhatItWouldShowWithoutUs() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(new CapturedDatabase(() -> folder).url(""));
        config.setMaximumPoolSize(8);
        config.setConnectionTimeout(1000);
        AtomicInteger executed = new AtomicInteger();
        AtomicInteger running = new AtomicInteger();
        List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> jobs = new ArrayList<>();
        try (HikariDataSource pool = new HikariDataSource(config)) {
            for (int i = 0; i < 8; i++) {
                jobs.add(threads.submit(() -> {
                    running.incrementAndGet();
                    try {
                        while (true) {
                            execute(pool, executed);
                        }
                    } catch (SQLException e) {
                        seen.add(e);
                    }
                }));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> running.get() == 8 && executed.get() > 200);
            pool.getHikariPoolMXBean().softEvictConnections();
        }
        for (Future<?> job : jobs) {
            job.get();
        }
        threads.shutdown();

        assertThat(seen)
                .hasSize(8)
                .allSatisfy(problem -> assertThat(problem.toString())
                        .matches("(?s).*(closed|terminat|aborted|I/O error|shutdown|canceling|not available).*"));
        Captured captured = Captured.end(folder);
        long ours = captured.executions().stream()
                .filter(e -> captured.all(CaptureRecord.Statement.class).stream()
                        .anyMatch(s -> s.id() == e.statement() && s.sql().contains("generate_series")))
                .count();
        assertThat(ours + captured.dropped()).isEqualTo(executed.get());
        assertThat(captured.detailed() + captured.dropped()).isEqualTo(captured.counted());
    }

    @Test
    void resultsThatAreOpenWhenTheConnectionIsClosedOrAbortedAreCounted() throws Exception {
        Connection closed = Captured.connect(database, folder);
        closed.createStatement().executeQuery("select 1").next();
        closed.close();
        Connection aborted = Captured.connect(database, folder);
        aborted.createStatement().executeQuery("select 1").next();
        aborted.abort(Runnable::run);

        Captured captured = Captured.end(folder);

        assertThat(captured.counted()).isEqualTo(2);
        assertThat(captured.detailed()).isEqualTo(2);
    }

    @Test
    void statementsThatAreNeverClosedAreCountedAndLetGo() throws Exception {
        List<WeakReference<Statement>> leaked = new ArrayList<>();
        try (Connection connection = Captured.connect(database, folder)) {
            for (int i = 0; i < 5000; i++) {
                leaked.add(leak(connection, i));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                System.gc();
                return leaked.stream()
                                .filter(statement -> statement.get() != null)
                                .count()
                        <= 1;
            });
        }

        Captured captured = Captured.end(folder);

        assertThat(captured.counted()).isEqualTo(5000);
        assertThat(captured.detailed() + captured.dropped()).isEqualTo(5000);
    }

    @Test
    void connectionsThatAServiceOpensWhileItsProcessEndsWriteNoFilesOfTheirOwn() throws Exception {
        Map<String, String> said =
                ServiceProcess.run(ServiceProcess.command(List.of("-Xmx256m"), EndingService.class, folder.toString()));

        assertThat(said).containsEntry("executed", "9");
        assertThat(Captured.read(folder).counted()).isEqualTo(1);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void connectionsThatAreNeverClosedAreLetGo() throws Exception {
        List<WeakReference<Connection>> leaked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Connection connection = Captured.connect(database, folder);
            connection.createStatement().executeQuery("select 1").close();
            leaked.add(new WeakReference<>(connection));
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return leaked.stream()
                            .filter(connection -> connection.get() != null)
                            .count()
                    <= 1;
        });

        assertThat(Captured.end(folder).counted()).isEqualTo(100);
    }

    @Test
    void nothingIsLeftOfAWebApplicationThatIsUndeployed() throws Exception {
        undeploysWithoutATrace("");

        assertThat(Captured.read(folder).counted()).isEqualTo(1);
    }

    @Test
    void norOfOneThatShips() throws Exception {
        Path target = Files.createDirectory(folder.resolve("mounted"));
        undeploysWithoutATrace("&sonde.detail=summary&sonde.ship-to=" + target);

        assertThat(Captured.read(target).counted()).isEqualTo(1);
    }

    private void undeploysWithoutATrace(String settings) throws Exception {
        WeakReference<ClassLoader> application = deployUseAndUndeploy(settings);

        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    System.gc();
                    return application.get() == null;
                });

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.matches("sonde-(writer|shipper)-undeployed.*"));
        assertThat(ManagementFactory.getPlatformMBeanServer()
                        .queryNames(new ObjectName("dev.sonde:service=\"undeployed\",*"), null))
                .isEmpty();
    }

    /** The driver in a class loader of its own; the container deregisters drivers that an application leaves behind. */
    private WeakReference<ClassLoader> deployUseAndUndeploy(String settings) throws Exception {
        URLClassLoader application = new Application();
        Class<?> type = Class.forName("dev.sonde.profiler.jdbc.SondeDriver", true, application);
        assertThat(type.getClassLoader()).isSameAs(application);
        Driver driver = (Driver) type.getConstructor().newInstance();
        Connection connection = driver.connect(
                new CapturedDatabase(() -> folder).url("&sonde.service=undeployed" + settings), new Properties());
        try (Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        }
        connection.close();
        Class.forName("dev.sonde.shop.LifecycleTest$Deregistration", true, application)
                .getMethod("run")
                .invoke(null);
        application.close();
        return new WeakReference<>(application);
    }

    /** Runs within the application's class loader, since a driver is deregistered only by its own. */
    public static final class Deregistration {
        private Deregistration() {}

        public static void run() throws SQLException {
            for (Driver driver : Collections.list(DriverManager.getDrivers())) {
                if (driver.getClass().getClassLoader() == Deregistration.class.getClassLoader()) {
                    DriverManager.deregisterDriver(driver);
                }
            }
        }
    }

    private static WeakReference<Statement> leak(Connection connection, int number) throws SQLException {
        PreparedStatement statement = connection.prepareStatement("select a from t where b = ?");
        statement.setInt(1, number);
        statement.executeQuery().next();
        return new WeakReference<>(statement);
    }

    private static void execute(HikariDataSource pool, AtomicInteger executed) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement select = connection.prepareStatement("select i from generate_series(1, ?) i")) {
            select.setInt(1, 50);
            executed.incrementAndGet();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    rows.getLong(1);
                }
            }
        }
    }

    /** Our classes and p6spy's from the class path again, everything else from the parent. */
    private static final class Application extends URLClassLoader {
        Application() {
            super(classPath(), LifecycleTest.class.getClassLoader());
        }

        private static URL[] classPath() {
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                try {
                    urls.add(Path.of(entry).toUri().toURL());
                } catch (MalformedURLException e) {
                    throw new IllegalStateException(e);
                }
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean own =
                    name.startsWith("dev.sonde.") || name.startsWith("com.p6spy.") || name.startsWith("org.jctools.");
            if (!own) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null ? known : findClass(name);
            }
        }

        @Override
        public void close() throws IOException {
            // an application's classes may still be loaded by its last thread
        }
    }
}
