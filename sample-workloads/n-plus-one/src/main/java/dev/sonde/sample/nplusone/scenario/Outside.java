package dev.sonde.sample.nplusone.scenario;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is outside of the program: two services behind HTTP on the loopback address, and the profiler's controls. */
public final class Outside implements AutoCloseable {

    private static final String TRACE_KEY = "traceId";
    private static final String TRACE_HEADER = "X-Trace-Id";

    static {
        // The JDK's server sends head and body in two packets, and would wait 40 ms between them
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final HttpClient client = HttpClient.newHttpClient();
    private final JdbcTemplate jdbc;

    private Outside(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/stock/", this::stock);
        server.createContext("/weather/", exchange -> answer(exchange, "17"));
        server.setExecutor(threads);
        server.start();
    }

    public static Outside of(Service service) {
        return service.part(Outside.class, pool -> new Outside(new JdbcTemplate(pool)));
    }

    private void stock(HttpExchange exchange) throws IOException {
        try (Trace trace = trace(exchange.getRequestHeaders().getFirst(TRACE_HEADER))) {
            long product = Long.parseLong(lastPart(exchange));
            Integer stock = jdbc.queryForObject("select stock from product where id = ?", Integer.class, product);
            answer(exchange, String.valueOf(stock));
        }
    }

    private static String lastPart(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Of a service that reads it from the database of ours. */
    public int stockOf(long product) throws IOException, InterruptedException {
        return get("/stock/" + product);
    }

    /** Of a service that has no database. */
    public int weatherAt(String place) throws IOException, InterruptedException {
        return get("/weather/" + URLEncoder.encode(place, StandardCharsets.UTF_8));
    }

    private int get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        String trace = MDC.get(TRACE_KEY);
        if (trace != null) {
            request.header(TRACE_HEADER, trace);
        }
        return Integer.parseInt(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body());
    }

    /** Makes the trace current on this thread, as a tracer does, until it is closed. */
    public static Trace trace(@Nullable String id) {
        if (id != null) {
            MDC.put(TRACE_KEY, id);
        }
        return () -> MDC.remove(TRACE_KEY);
    }

    /** A trace that is current. */
    public interface Trace extends AutoCloseable {
        @Override
        void close();
    }

    /** Calls an operation of the running capture by JMX. */
    public static void capture(String operation) throws JMException {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName capture : beans.queryNames(new ObjectName("dev.sonde:type=Capture,*"), null)) {
            beans.invoke(capture, operation, new Object[0], new String[0]);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
