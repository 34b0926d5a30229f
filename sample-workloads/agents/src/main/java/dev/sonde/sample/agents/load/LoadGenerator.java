package dev.sonde.sample.agents.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.sample.agents.job.Arguments;
import dev.sonde.sample.agents.job.EnvironmentException;
import dev.sonde.sample.agents.job.Job;
import dev.sonde.sample.agents.job.UsageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Asks the service for its routes at a fixed rate and prints how long the answers took. */
public final class LoadGenerator {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LoadGenerator() {}

    public static void main(String[] args) {
        System.exit(Job.execute("load", LoadGenerator::run, args));
    }

    static int run(String[] args) throws IOException, InterruptedException {
        Arguments arguments = Arguments.parse(args, LoadSettings.OPTIONS);
        LoadSettings settings = LoadSettings.of(arguments);
        Mix mix = mix(arguments.text("mix", "default"));
        Random random = new Random(settings.seed());
        Variables variables = new Variables(highestIds(settings.baseUrl()), random);
        // An unknown variable must be told before the first request.
        mix.entries().forEach(entry -> variables.fill(entry.target()));
        Map<String, Object> summary = OpenModel.run(settings, mix, variables, random);
        print(summary);
        String file = arguments.find("json");
        if (file != null) {
            Files.writeString(
                    Path.of(file), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(summary) + "\n");
        }
        return Job.DONE;
    }

    static Mix mix(String name) throws IOException {
        if (!name.equals("default")) {
            if (!Files.isReadable(Path.of(name))) {
                throw new UsageException("--mix is no readable file: " + name);
            }
            return Mix.parse(name, Files.readAllLines(Path.of(name)));
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(LoadGenerator.class.getResourceAsStream("/load/default.mix")),
                StandardCharsets.UTF_8))) {
            return Mix.parse("default.mix", reader.lines().toList());
        }
    }

    private static Map<String, Long> highestIds(URI baseUrl) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + "/ids"))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new EnvironmentException(
                        baseUrl + "/ids answered " + response.statusCode() + ": is this the agents service?", null);
            }
            return JSON.readValue(response.body(), new TypeReference<Map<String, Long>>() {});
        } catch (JsonProcessingException e) {
            throw new EnvironmentException(baseUrl + "/ids answered no JSON: is this the agents service?", e);
        } catch (IOException e) {
            throw new EnvironmentException("service not reachable: " + baseUrl, e);
        }
    }

    private static void print(Map<String, Object> summary) {
        System.out.printf(
                Locale.ROOT,
                "%s requests at %s/s: %s/s achieved, %s errors, %s unserved; mean %s, P50 %s, P95 %s, P99 %s,"
                        + " max %s ms%n",
                summary.get("requests"),
                summary.get("rate"),
                summary.get("achievedRate"),
                summary.get("errors"),
                summary.get("unserved"),
                summary.get("meanMs"),
                summary.get("p50Ms"),
                summary.get("p95Ms"),
                summary.get("p99Ms"),
                summary.get("maxMs"));
        for (Object route : (List<?>) Objects.requireNonNull(summary.get("routes"))) {
            Map<?, ?> figures = (Map<?, ?>) route;
            System.out.printf(
                    Locale.ROOT,
                    "  %-38s %6s  P50 %9s  P95 %9s  P99 %9s%n",
                    figures.get("route"),
                    figures.get("requests"),
                    figures.get("p50Ms"),
                    figures.get("p95Ms"),
                    figures.get("p99Ms"));
        }
    }
}
