package dev.sonde.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One run of the load generator against a service.
 *
 * @param load what it measured
 * @param cpuMillisPerRequest processor time of the service, per request answered
 */
record LoadRun(LoadResult load, double cpuMillisPerRequest) {

    static final String GENERATOR = "dev.sonde.sample.agents.load.LoadGenerator";

    /** Sends the default mix at the rate; requests of the warm-up are not counted. */
    static LoadRun against(
            AgentsProcess service, int port, Path jar, int rate, Duration warmUp, Duration duration, Path logs)
            throws IOException, InterruptedException {
        Path json = Files.createTempFile(logs, "load", ".json");
        Duration cpuBefore = service.cpu();
        try (AgentsProcess generator = AgentsProcess.start(
                jar,
                "load generator",
                GENERATOR,
                List.of("-Xmx128m", "-XX:+UseSerialGC"),
                List.of(
                        "--base-url",
                        "http://127.0.0.1:" + port,
                        "--rate",
                        Integer.toString(rate),
                        "--warm-up",
                        warmUp.toMillis() + "ms",
                        "--duration",
                        duration.toMillis() + "ms",
                        "--seed",
                        "42",
                        "--json",
                        json.toString()),
                Map.of(),
                logs.resolve("load.log"))) {
            generator.awaitSuccess(warmUp.plus(duration).multipliedBy(3).plusSeconds(60));
        }
        Duration cpu = service.cpu().minus(cpuBefore);
        LoadResult result = LoadResult.read(json);
        double seconds = result.durationSeconds() + warmUp.toMillis() / 1000.0;
        return new LoadRun(result, cpu.toNanos() / 1e6 / Math.max(1, result.achievedRate() * seconds));
    }
}
