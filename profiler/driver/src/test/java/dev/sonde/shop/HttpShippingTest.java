package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sonde.profiler.session.CaptureSessions;
import dev.sonde.profiler.session.CaptureStatus;
import dev.sonde.profiler.ship.CaptureShippers;
import dev.sonde.profiler.ship.HttpShipper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files by HTTP PUT to a real server: signed, refused, unanswered, and the signature is nowhere to be read. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HttpShippingTest {

    private static final String SECRET = "d3adb33fSIGNATURE";

    @TempDir
    private Path folder;

    private final StubDatabase database = new StubDatabase();
    private final Map<String, byte[]> store = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Log log = new Log();
    private final Logger logger = Logger.getLogger("dev.sonde.profiler"); // else collected, with its handler
    private volatile int answer = 201;
    private HttpServer server;

    private static final class Log extends Handler {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            lines.add(new SimpleFormatter().format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        logger.addHandler(log);
        Logger.getLogger("dev.sonde.profiler").setLevel(Level.ALL);
    }

    @AfterEach
    void end() {
        CaptureShippers.useNone();
        CaptureSessions.closeAll();
        database.close();
        server.stop(0);
        threads.shutdownNow();
        logger.removeHandler(log);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (answer == 0) {
            return; // and never an answer
        }
        if (answer == 201 && exchange.getRequestMethod().equals("PUT")) {
            store.put(exchange.getRequestURI().toString(), body);
        }
        exchange.getResponseHeaders().add("Location", exchange.getRequestURI() + "&again");
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    private String container() {
        return "http://user:" + SECRET + "@localhost:" + server.getAddress().getPort() + "/captures?sig=" + SECRET
                + "%2F&se=2027";
    }

    private String setting(String address) {
        return "&sonde.detail=summary&sonde.ship-timeout=2s&sonde.ship-to="
                + URLEncoder.encode(address, StandardCharsets.UTF_8);
    }

    @Test
    void theNameGoesBetweenPathAndSignature() throws Exception {
        execute(setting(container().replace("user:" + SECRET + "@", "")));
        CaptureSessions.closeAll();

        assertThat(store).hasSize(1);
        assertThat(store.keySet().iterator().next())
                .matches("/captures/service-\\w+-[0-9a-f]{16}-1\\.sonde\\?sig=" + SECRET + "%2F&se=2027");
        Files.write(folder.resolve("received.sonde"), store.values().iterator().next());
        assertThat(Captured.read(folder).counted()).isEqualTo(10);
        assertNothingIsSaidOf(SECRET);
    }

    @Test
    void aStoreThatSignsEachObjectIsAskedForEachName() throws Exception {
        CaptureShippers.use(HttpShipper.signedBy(name -> URI.create("http://localhost:"
                + server.getAddress().getPort() + "/bucket/" + name + "?X-Amz-Signature=" + SECRET)));
        execute("&sonde.detail=summary");
        CaptureSessions.closeAll();

        assertThat(store.keySet()).hasSize(1).allMatch(uri -> uri.startsWith("/bucket/service-"));
        assertThat(files()).isEmpty();
        assertNothingIsSaidOf(SECRET);
    }

    @Test
    void whatIsRefusedOrRedirectedOrNotAnsweredIsTriedAgainAndTheSignatureIsNotSaid() throws Exception {
        try (Connection connection =
                Captured.connect(database, folder, setting(container().replace("user:" + SECRET + "@", "")))) {
            answer = 403;
            execute(connection);
            assertThat(CaptureSessions.running().get(0).flush(Duration.ofSeconds(30)))
                    .isTrue();
            await().atMost(Duration.ofMinutes(1)).until(() -> lastFailure().contains("answered 403"));
            answer = 307;
            await().atMost(Duration.ofMinutes(1)).until(() -> lastFailure().contains("answered 307"));
            answer = 0;
            await().atMost(Duration.ofMinutes(1)).until(() -> lastFailure().contains("took too long"));
            CaptureStatus status = CaptureSessions.running().get(0).status();
            assertThat(status.toString()).doesNotContain(SECRET);
            assertThat(status.shipping().target()).isEqualTo("http://localhost/…");
            assertThat(CaptureSessions.running().get(0).toString()).doesNotContain(SECRET);
            answer = 201;
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            CaptureSessions.running().get(0).status().shipping().shipped() == 1);
        }
        assertThat(log.lines).anyMatch(line -> line.contains("captures cannot be shipped to http://localhost/…"));
        assertThat(log.lines).anyMatch(line -> line.contains("are shipped to http://localhost/… again"));
        assertNothingIsSaidOf(SECRET);
    }

    @Test
    void anAddressThatIsRefusedIsNotRepeatedWithItsSecrets() throws Exception {
        server.stop(0);
        for (String address : List.of(container(), "http://h o/" + SECRET, "https:///" + SECRET, "http:" + SECRET)) {
            try {
                execute(setting(address));
            } catch (SQLException | IllegalArgumentException refused) {
                assertThat(refused.toString()).contains("sonde.ship-to").doesNotContain(SECRET);
            }
            CaptureSessions.closeAll();
        }
        CaptureShippers.use(file -> {
            throw new IOException("PUT https://me:" + SECRET + "@host/" + SECRET + "?sig=" + SECRET + " failed");
        });
        execute("&sonde.detail=summary");
        CaptureSessions.closeAll();

        assertThat(log.lines).anyMatch(line -> line.contains("PUT https://host/… failed"));
        assertNothingIsSaidOf(SECRET);
    }

    private void assertNothingIsSaidOf(String secret) {
        assertThat(log.lines).isNotEmpty().noneMatch(line -> line.contains(secret));
    }

    private static String lastFailure() {
        return CaptureSessions.running().get(0).status().shipping().lastFailure();
    }

    private void execute(String settings) throws SQLException {
        try (Connection connection = Captured.connect(database, folder, settings)) {
            execute(connection);
        }
    }

    private static void execute(Connection connection) throws SQLException {
        for (int i = 0; i < 10; i++) {
            try (Statement statement = connection.createStatement()) {
                statement.executeQuery("select 1").close();
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
