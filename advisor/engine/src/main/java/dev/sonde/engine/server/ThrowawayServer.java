package dev.sonde.engine.server;

import dev.sonde.engine.AdvisorException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own folder, on a free port of the loopback interface. Folder and server are gone after
 * {@link #close()}, and after the end of the process by Ctrl-C. This class is not threadsafe.
 */
public final class ThrowawayServer implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final String USER = "postgres";

    private final Path home;
    private final Path folder;
    private final Map<String, String> settings;
    private final Thread onExit = new Thread(this::discard, "sonde-server-cleanup");
    private int port;
    private @Nullable Process process;

    private ThrowawayServer(Path home, Path folder, Map<String, String> settings) {
        this.home = home;
        this.folder = folder;
        this.settings = new TreeMap<>(settings);
    }

    /**
     * Starts a server.
     *
     * @param initdb arguments of {@code initdb} to try, in this order: a locale may be missing on this machine
     * @param settings of {@code postgresql.conf}
     */
    public static ThrowawayServer start(List<List<String>> initdb, Map<String, String> settings) {
        List<List<String>> variants = new ArrayList<>();
        for (List<String> arguments : initdb) {
            List<String> variant = new ArrayList<>(arguments);
            variant.add("--no-data-checksums"); // the default until 18, which therefore does not know the option
            variants.add(variant);
        }
        return start(PostgresBinaries.unpacked(), variants, settings);
    }

    /**
     * Starts a server of an installed PostgreSQL.
     *
     * @param home folder that holds {@code bin}
     * @param initdb arguments of {@code initdb} to try, in this order
     * @param settings of {@code postgresql.conf}
     */
    public static ThrowawayServer start(Path home, List<List<String>> initdb, Map<String, String> settings) {
        try {
            Abandoned.sweep(temporary());
            Path folder = Files.createTempDirectory(
                    temporary(), Abandoned.PREFIX + ProcessHandle.current().pid() + "-");
            ThrowawayServer server = new ThrowawayServer(home, folder, settings);
            Runtime.getRuntime().addShutdownHook(server.onExit);
            try {
                server.initialise(initdb);
                server.resume();
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
            return server;
        } catch (IOException e) {
            throw AdvisorException.environment(
                    "cannot create a folder for PostgreSQL in " + temporary() + ": " + e.getMessage(), e);
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
            List<String> command = program("postgres", "-D", dataDirectory().toString());
            settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
            command.addAll(List.of("-p", Integer.toString(port)));
            process = run(command);
        } catch (IOException e) {
            throw AdvisorException.environment("cannot start PostgreSQL: " + e.getMessage(), e);
        }
        awaitReady();
    }

    private void initialise(List<List<String>> variants) {
        for (int i = 0; ; i++) {
            List<String> command = program(
                    "initdb",
                    "-D",
                    dataDirectory().toString(),
                    "-U",
                    USER,
                    "-A",
                    "trust",
                    "-E",
                    "UTF8",
                    "--no-sync",
                    "--no-instructions");
            command.addAll(variants.get(i));
            try {
                if (run(command).waitFor() == 0) {
                    return;
                }
                if (i == variants.size() - 1) {
                    throw AdvisorException.environment("initdb failed: " + log(), null);
                }
                Folders.delete(dataDirectory());
            } catch (IOException e) {
                throw AdvisorException.environment("cannot run initdb: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            try (Connection connection = connect("postgres")) {
                return;
            } catch (SQLException e) {
                Process running = process;
                if (running == null || !running.isAlive() || System.nanoTime() > deadline) {
                    throw AdvisorException.environment("PostgreSQL does not start: " + log(), e);
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(15);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    private Process run(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .redirectInput(new File("/dev/null"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().remove("PGDATA");
        return builder.start();
    }

    private List<String> program(String name, String... arguments) {
        List<String> command = new ArrayList<>();
        if (USER_ID.equals("0")) {
            command.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root
        }
        command.add(home.resolve("bin").resolve(name).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static final String USER_ID = userId();

    private static String userId() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return System.getProperty("user.name").equals("root") ? "0" : "";
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

    private String log() {
        try {
            String text = Files.readString(logFile(), StandardCharsets.UTF_8).strip();
            return text.length() > 1000 ? text.substring(text.length() - 1000) : text;
        } catch (IOException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }

    private void stop(String mode) {
        Process running = process;
        if (running == null) {
            return;
        }
        try {
            if (running.isAlive()) {
                run(program("pg_ctl", "-D", dataDirectory().toString(), "-m", mode, "-W", "stop"))
                        .waitFor();
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
