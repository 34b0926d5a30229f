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

    static final List<String> JOB_JVM =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");
    private static final Duration SETTLE = Duration.ofSeconds(1);

    /** Sends the default mix at the rate and waits for the figures; the first second is not counted. */
    static LoadRun against(AgentsProcess service, int port, Path jar, int rate, Duration duration, Path logs)
            throws IOException, InterruptedException {
        Path json = Files.createTempFile(logs, "load", ".json");
        Duration cpuBefore = service.cpu();
        try (AgentsProcess generator = start(jar, port, rate, duration, logs, json)) {
            generator.awaitSuccess(duration.multipliedBy(3).plusSeconds(60));
        }
        Duration cpu = service.cpu().minus(cpuBefore);
        LoadResult result = LoadResult.read(json);
        double seconds = result.durationSeconds() + SETTLE.toSeconds() / 2.0; // the rate grows during the settling
        return new LoadRun(result, cpu.toNanos() / 1e6 / Math.max(1, result.achievedRate() * seconds));
    }

    /** Starts the generator, which ends by itself. */
    static AgentsProcess start(Path jar, int port, int rate, Duration duration, Path logs, Path json)
            throws IOException {
        return AgentsProcess.start(
                jar,
                "load generator",
                GENERATOR,
                JOB_JVM,
                List.of(
                        "--base-url",
                        "http://127.0.0.1:" + port,
                        "--rate",
                        Integer.toString(rate),
                        "--warm-up",
                        SETTLE.toMillis() + "ms",
                        "--duration",
                        duration.toMillis() + "ms",
                        "--seed",
                        "42",
                        "--json",
                        json.toString()),
                Map.of(),
                logs.resolve("load.log"));
    }
}
