package dev.sonde.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The agents sample as its users run it: a jar with a service and jobs, each in a process of its own. */
public record AgentsJar(Path jar) {

    private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";
    private static final String PACKAGE = "dev.sonde.sample.agents.";
    private static final List<String> OPTIONS =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private static final Pattern LISTENING = Pattern.compile("agents: listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final Path JAR = Path.of("sample-workloads", "agents", "target", "agents.jar");

    /** The one that was built in this repository. */
    public static AgentsJar find() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(JAR))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IOException(JAR + " is not there: run mvn -Pfast -DskipTests package first, and start this from"
                    + " within the repository");
        }
        return new AgentsJar(folder.resolve(JAR));
    }

    /** Migrates an empty database and fills it. */
    public void fill(String url, double scale) throws IOException {
        job("MigrateJob", "--url", url);
        job("SeedJob", "--url", url, "--scale", Double.toString(scale));
    }

    /** Starts the service on that database and sends it the default mix of requests. */
    public void load(String url, List<String> arguments, int rate, Duration duration) throws IOException {
        List<String> command = new ArrayList<>(List.of(ChildProcess.java()));
        command.addAll(OPTIONS);
        command.addAll(List.of("-jar", jar.toString(), "--server.port=0"));
        command.addAll(arguments);
        try (ChildProcess service = ChildProcess.start("agents service", command, Map.of("AGENTS_DB_URL", url))) {
            String port = service.await(LISTENING, Duration.ofMinutes(3)).group(1);
            job(
                    "load.LoadGenerator",
                    "--base-url",
                    "http://127.0.0.1:" + port,
                    "--rate",
                    Integer.toString(rate),
                    "--warm-up",
                    "1000ms",
                    "--duration",
                    duration.toMillis() + "ms",
                    "--seed",
                    "42");
        }
    }

    private void job(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ChildProcess.java()));
        command.addAll(OPTIONS);
        command.addAll(List.of("-Dloader.main=" + PACKAGE + main, "-cp", jar.toString(), LAUNCHER));
        command.addAll(List.of(arguments));
        try (ChildProcess job = ChildProcess.start(main, command, Map.of())) {
            job.awaitSuccess(Duration.ofMinutes(10));
        }
    }
}
