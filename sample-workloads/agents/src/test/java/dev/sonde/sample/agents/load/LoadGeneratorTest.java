package dev.sonde.sample.agents.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.sonde.sample.agents.job.Job;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadGeneratorTest {

    @TempDir
    private Path directory;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private HttpServer server;
    private volatile int answerMillis;
    private volatile int stallFrom = Integer.MAX_VALUE;

    @BeforeEach
    void startStub() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            boolean ids = exchange.getRequestURI().getPath().equals("/ids");
            if (!ids) {
                sleep(answered.incrementAndGet() == stallFrom ? 1000 : answerMillis);
            }
            byte[] body = (ids ? "{\"runs\": 10}" : "{}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/broken") ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopStub() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void keepsTheRateWhenTheServiceIsFast() throws Exception {
        JsonNode figures = run("1 GET /runs/{run}?x=1", "--rate", "100", "--duration", "1s");

        assertThat(figures.get("requests").asInt()).isEqualTo(100);
        assertThat(figures.get("achievedRate").asDouble()).isBetween(80.0, 100.0);
        assertThat(figures.get("routes").get(0).get("route").asText()).isEqualTo("GET /runs/{run}");
    }

    @Test
    void oneStalledAnswerIsSeenInTheLatencyOfAllThatHadToWaitForIt() throws Exception {
        stallFrom = 20;

        JsonNode figures = run("1 GET /runs/{run}", "--rate", "100", "--duration", "2s", "--max-in-flight", "1");

        // A closed loop would report one slow request of 200; here half of them waited behind it.
        assertThat(figures.get("requests").asInt()).isEqualTo(200);
        assertThat(figures.get("p99Ms").asDouble()).isGreaterThan(800);
        assertThat(figures.get("p95Ms").asDouble()).isGreaterThan(500);
        assertThat(figures.get("unserved").asInt()).isZero();
    }

    @Test
    void whatIsNotServedInTimeIsCountedAndKeepsItsWaitingTime() throws Exception {
        answerMillis = 100;

        JsonNode figures = run(
                "1 GET /runs/{run}", "--rate", "100", "--duration", "1s", "--max-in-flight", "1", "--drain", "500ms");

        assertThat(figures.get("requests").asInt()).isEqualTo(100);
        assertThat(figures.get("unserved").asInt()).isBetween(80, 95);
        assertThat(figures.get("p50Ms").asDouble()).isGreaterThan(500);
        assertThat(figures.get("achievedRate").asDouble()).isLessThan(20);
    }

    @Test
    void answersThatAreNoSuccessAreErrors() throws Exception {
        JsonNode figures = run("1 GET /broken", "--rate", "50", "--duration", "500ms");

        assertThat(figures.get("errors").asInt()).isEqualTo(25);
    }

    @ParameterizedTest
    @CsvSource({
        "--base-url http://example.org, 2",
        "--base-url ftp://127.0.0.1, 2",
        "--rate 5, 2",
        "--base-url http://127.0.0.1:1 --rate 0, 2",
        "--base-url http://127.0.0.1:1 --duration 5, 2",
        "--base-url http://127.0.0.1:1 --mix /no/such.mix, 2",
        "--base-url http://127.0.0.1:1, 3"
    })
    void wrongArgumentsAndAnAbsentServiceAreToldApart(String arguments, int status) {
        assertThat(Job.execute("load", LoadGenerator::run, arguments.split(" ")))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"1 FETCH /x", "zero GET /x", "-1 GET /x", "1 GET x", "1 GET /x/{nonsense}"})
    void aWrongLineOfTheMixIsRefused(String line) throws Exception {
        Path mix = Files.writeString(directory.resolve("wrong.mix"), line + "\n");

        int status = Job.execute("load", LoadGenerator::run, new String[] {
            "--base-url", "http://127.0.0.1:" + server.getAddress().getPort(), "--mix", mix.toString()
        });

        assertThat(status).isEqualTo(Job.WRONG_USE);
    }

    private JsonNode run(String mixLine, String... options) throws Exception {
        Path mix = Files.writeString(directory.resolve("test.mix"), mixLine + "\n");
        Path json = directory.resolve("figures.json");
        String[] fixed = {
            "--base-url",
            "http://127.0.0.1:" + server.getAddress().getPort(),
            "--mix",
            mix.toString(),
            "--json",
            json.toString(),
            "--warm-up",
            "0s"
        };
        String[] all = new String[fixed.length + options.length];
        System.arraycopy(fixed, 0, all, 0, fixed.length);
        System.arraycopy(options, 0, all, fixed.length, options.length);
        assertThat(LoadGenerator.run(all)).isZero();
        return new ObjectMapper().readTree(json.toFile());
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
