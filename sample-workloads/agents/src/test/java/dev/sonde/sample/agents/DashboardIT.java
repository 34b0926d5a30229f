package dev.sonde.sample.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks a real Prometheus, which reads the real service, for every panel of the Grafana dashboard. */
class DashboardIT {

    private static final Path DASHBOARD = Path.of("..", "..", "docs", "grafana", "sonde.json");
    private static final Path JAR = Path.of("target", "agents.jar");
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> ROUTES = List.of(
            "/agents/3",
            "/agents/3/tasks",
            "/runs",
            "/runs/with-tasks",
            "/tools/tool_1/calls",
            "/messages/501/replies");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static final List<Process> STARTED = new ArrayList<>();
    private static int servicePort;
    private static int prometheusPort;

    @BeforeAll
    static void startServiceAndPrometheus() throws Exception {
        assumeTrue(onPath("prometheus"), "skipped: there is no prometheus on the PATH; Debian's package is enough");
        assertThat(JAR).as("the sample must be built first: mvn package").isRegularFile();
        servicePort = startService();
        prometheusPort = startPrometheus();
    }

    @AfterAll
    static void endAll() throws InterruptedException {
        for (Process process : STARTED) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static boolean onPath(String program) {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
    }

    private static int startService() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        JAR.toString(),
                        "--server.port=0",
                        "--sonde.enabled=true",
                        "--sonde.slow-threshold=1ms",
                        "--sonde.folder=" + folder.resolve("captures"))
                .redirectError(folder.resolve("service.log").toFile());
        builder.environment().put("AGENTS_DB_URL", SeededDatabase.TARGET.url());
        builder.environment().put("AGENTS_DB_USER", "postgres");
        Process process = builder.start();
        STARTED.add(process);
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("agents: listening on ")) {
                return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
            }
        }
        throw new IOException("the service ended: " + Files.readString(folder.resolve("service.log")));
    }

    private static int startPrometheus() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                scrape_configs:
                  - job_name: agents
                    metrics_path: /actuator/prometheus
                    static_configs:
                      - targets: ['127.0.0.1:%d']
                """.formatted(servicePort));
        STARTED.add(new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start());
        return port;
    }

    @Test
    void everyPanelShowsTheService() throws Exception {
        Map<String, String> queries = queries(JSON.readTree(DASHBOARD.toFile()));
        Map<String, String> unanswered = new TreeMap<>(queries);
        long deadline = System.nanoTime() + LIMIT.toNanos();

        while (!unanswered.isEmpty() && System.nanoTime() < deadline) {
            for (String route : ROUTES) {
                assertThat(get(servicePort, route).statusCode()).as(route).isEqualTo(200);
            }
            for (Map.Entry<String, String> query : queries.entrySet()) {
                if (answered(query.getValue())) {
                    unanswered.remove(query.getKey());
                }
            }
            Thread.sleep(200);
        }

        assertThat(unanswered)
                .as(Files.readString(folder.resolve("prometheus.log")))
                .isEmpty();
        assertThat(queries).hasSizeGreaterThan(15);
    }

    @Test
    void theVariablesNameTheService() throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        String jobs = "";
        while (!jobs.contains("agents") && System.nanoTime() < deadline) {
            jobs = askPrometheus("/api/v1/label/job/values?match%5B%5D=" + encoded("sonde_state"));
            Thread.sleep(200);
        }

        assertThat(JSON.readTree(jobs).path("data"))
                .extracting(JsonNode::asText)
                .containsExactly("agents");
        assertThat(JSON.readTree(DASHBOARD.toFile()).path("templating").path("list"))
                .extracting(variable -> variable.path("name").asText())
                .containsExactly("datasource", "job", "instance");
    }

    @Test
    void everyPanelUsesTheDataSourceVariable() throws IOException {
        assertThat(JSON.readTree(DASHBOARD.toFile()).path("panels"))
                .filteredOn(panel -> !panel.path("type").asText().equals("row"))
                .allSatisfy(panel -> {
                    assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
                    assertThat(panel.path("description").asText()).isNotBlank();
                });
    }

    /** Title and letter of a query, and the query as Grafana would send it. */
    private static Map<String, String> queries(JsonNode dashboard) {
        Map<String, String> queries = new TreeMap<>();
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.put(
                        panel.path("title").asText() + " "
                                + target.path("refId").asText(),
                        target.path("expr")
                                .asText()
                                .replace("$__rate_interval", "30s")
                                .replace("$job", "agents")
                                .replace("$instance", ".*"));
            }
        }
        return queries;
    }

    /** Whether there is a number; the mean of nothing is none. */
    private static boolean answered(String query) throws IOException, InterruptedException {
        String body;
        try {
            body = askPrometheus("/api/v1/query?query=" + encoded(query));
        } catch (IOException notYetListening) {
            return false;
        }
        JsonNode answer = JSON.readTree(body);
        if (answer.path("status").asText().isEmpty()) {
            return false;
        }
        assertThat(answer.path("status").asText()).as("%s: %s", query, body).isEqualTo("success");
        for (JsonNode series : answer.path("data").path("result")) {
            if (!series.path("value").path(1).asText().equals("NaN")) {
                return true;
            }
        }
        return false;
    }

    private static String askPrometheus(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(prometheusPort, path);
        // 503 while it reads its empty store
        return response.statusCode() == 503 ? "{}" : response.body();
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
