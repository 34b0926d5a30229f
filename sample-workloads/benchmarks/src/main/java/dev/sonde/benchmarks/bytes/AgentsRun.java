package dev.sonde.benchmarks.bytes;

import dev.sonde.benchmarks.competitor.SondeSettings;
import dev.sonde.benchmarks.process.ChildProcess;
import dev.sonde.benchmarks.process.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The agents sample on a server of its own: migrated, seeded, profiled, and asked by its load generator. */
final class AgentsRun {

    private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";
    private static final String PACKAGE = "dev.sonde.sample.agents.";
    private static final List<String> OPTIONS =
            List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private static final Pattern LISTENING = Pattern.compile("agents: listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final Path JAR = Path.of("sample-workloads", "agents", "target", "agents.jar");

    private final Path jar;
    private final BytesPlan plan;

    private AgentsRun(Path jar, BytesPlan plan) {
        this.jar = jar;
        this.plan = plan;
    }

    static AgentsRun of(BytesPlan plan) throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(JAR))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IOException(JAR + " is not there: run mvn -Pfast -DskipTests package first, and start this from"
                    + " within the repository");
        }
        return new AgentsRun(folder.resolve(JAR), plan);
    }

    /** Leaves the captures in the folder. */
    void capture(Path captures) throws IOException {
        try (Server server = Server.start()) {
            job("MigrateJob", "--url", server.url());
            job("SeedJob", "--url", server.url(), "--scale", Double.toString(plan.scale()));
            // What the governor left out would make the remaining executions look small.
            String profiled = server.url().replaceFirst("jdbc:", "jdbc:sonde:") + "&sonde.service=agents"
                    + SondeSettings.NOTHING_SHED + "&sonde.folder=" + captures;
            List<String> command = new ArrayList<>(List.of(ChildProcess.java()));
            command.addAll(OPTIONS);
            // The URL is what captures; the starter in the sample adds the units of work.
            command.addAll(List.of("-jar", jar.toString(), "--server.port=0", "--sonde.enabled=true"));
            try (ChildProcess service =
                    ChildProcess.start("agents service", command, Map.of("AGENTS_DB_URL", profiled))) {
                String port = service.await(LISTENING, Duration.ofMinutes(3)).group(1);
                job(
                        "load.LoadGenerator",
                        "--base-url",
                        "http://127.0.0.1:" + port,
                        "--rate",
                        Integer.toString(plan.rate()),
                        "--warm-up",
                        "1000ms",
                        "--duration",
                        plan.duration().toMillis() + "ms",
                        "--seed",
                        "42");
            }
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
