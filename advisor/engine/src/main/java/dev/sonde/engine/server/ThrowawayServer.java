package dev.sonde.engine.server;

import dev.sonde.engine.AdvisorException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own folder, on a free port of the loopback interface. Folder and server are gone after
 * {@link #close()}, and after the end of the process, however it ends. This class is not threadsafe.
 */
public final class ThrowawayServer implements AutoCloseable {

    /** Packages of distributions name a socket folder that others may not write to. */
    private static final Map<String, String> LOOPBACK_ONLY =
            Map.of("listen_addresses", "127.0.0.1", "unix_socket_directories", "");

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    static final String USER = "postgres";

    private final ServerPrograms programs;
    private final Path folder;
    private final Map<String, String> settings;
    private final Watchdog watchdog;
    private final Thread onExit = new Thread(this::discard, "sonde-server-cleanup");
    private int port;
    private @Nullable Process process;

    private ThrowawayServer(PostgresHome home, Path folder, Map<String, String> settings) throws IOException {
        this.programs = new ServerPrograms(home);
        this.folder = folder;
        this.settings = new TreeMap<>(LOOPBACK_ONLY);
        this.settings.putAll(settings);
        this.watchdog = Watchdog.over(folder);
    }

    /** Starts a server of the bundled version. */
    public static ThrowawayServer start(List<List<String>> initdb, Map<String, String> settings) {
        return start(PostgresHome.bundled(), initdb, settings);
    }

    /**
     * Starts a server.
     *
     * @param initdb arguments of {@code initdb} to try, in this order: a locale may be missing on this machine
     * @param settings of {@code postgresql.conf}
     */
    public static ThrowawayServer start(PostgresHome home, List<List<String>> initdb, Map<String, String> settings) {
        try {
            Abandoned.sweep(temporary());
            ThrowawayServer server = new ThrowawayServer(home, Abandoned.server(temporary()), settings);
            Runtime.getRuntime().addShutdownHook(server.onExit);
            try {
                new DataTemplate(home, server.programs).copyTo(server.dataDirectory(), initdb);
                server.resume();
            } catch (IOException | RuntimeException e) {
                server.close();
                throw e;
            }
            return server;
        } catch (IOException e) {
            throw AdvisorException.environment(
                    "cannot make a PostgreSQL server in " + temporary() + ": " + e.getMessage(), e);
        }
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Where the server keeps its files. */
    public Path dataDirectory() {
        return folder.resolve("data");
    }

    /** Address of a database on this server. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + USER;
    }

    /**
     * A new session that sends statements as they are: {@code EXPLAIN (GENERIC_PLAN)} is refused in the extended
     * protocol.
     */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                url(database) + "&preferQueryMode=simple&tcpKeepAlive=false&ApplicationName=sonde");
    }

    /** Stops the server, so that its files may be changed. */
    public void pause() {
        stop("fast");
    }

    /** Starts the server again. */
    public void resume() {
        try {
            port = freePort();
            List<String> command =
                    programs.command("postgres", "-D", dataDirectory().toString());
            // Not in /dev/shm, where a server that is killed leaves it.
            command.addAll(List.of("-c", "dynamic_shared_memory_type=mmap"));
            settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
            command.addAll(List.of("-p", Integer.toString(port)));
            process = programs.run(command, folder, logFile());
        } catch (IOException e) {
            throw AdvisorException.environment("cannot start PostgreSQL: " + e.getMessage(), e);
        }
        awaitReady();
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            try (Connection connection = connect("postgres")) {
                return;
            } catch (SQLException e) {
                Process running = process;
                if (running == null || !running.isAlive() || System.nanoTime() > deadline) {
                    throw AdvisorException.environment(
                            "PostgreSQL does not start: " + ServerPrograms.end(logFile()), e);
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(15);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path logFile() {
        return folder.resolve("server.log");
    }

    private void stop(String mode) {
        Process running = process;
        if (running == null) {
            return;
        }
        try {
            if (running.isAlive()) {
                List<String> command =
                        programs.command("pg_ctl", "-D", dataDirectory().toString(), "-m", mode, "-W", "stop");
                programs.run(command, folder, logFile()).waitFor();
                if (!running.waitFor(10, TimeUnit.SECONDS)) {
                    running.destroyForcibly().waitFor();
                }
            }
            process = null;
        } catch (IOException e) {
            running.destroyForcibly();
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static AdvisorException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return AdvisorException.environment("interrupted while PostgreSQL was starting", e);
    }

    private void discard() {
        stop("immediate");
        try {
            Folders.delete(folder);
            watchdog.dismiss();
        } catch (IOException e) {
            System.getLogger(ThrowawayServer.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot delete " + folder + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        discard();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            return; // the process is ending and the hook runs anyway
        }
    }
}
