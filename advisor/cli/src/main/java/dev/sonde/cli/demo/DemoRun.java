package dev.sonde.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sonde.cli.Sonde;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The steps of the demo, in order; whatever was started is ended when it returns, fails or is interrupted. */
final class DemoRun {

    /** C1 and the serial collector: the runs are too short, and two processors too few, for C2 to pay. */
    private static final List<String> SERVICE_JVM = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final Duration SERVICE_START = Duration.ofMinutes(3);
    private static final String PROJECT_MIGRATIONS = "BOOT-INF/classes/db/migration/";

    private final Console console;
    private final DemoPlan plan;
    private final Path jar;
    private final Path out;
    private final Path logs;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final long begun = System.nanoTime();
    private int step;

    DemoRun(Console console, DemoPlan plan, Path jar, Path out) {
        this.console = console;
        this.plan = plan;
        this.jar = jar;
        this.out = out;
        this.logs = out.resolve("logs");
    }

    int run() throws IOException {
        Files.createDirectories(logs);
        Thread hook = new Thread(this::endAll, "demo-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            steps();
            say("");
            say("Everything is in " + out + " (" + seconds(begun) + " in all; the server and its data are gone).");
            return ExitStatus.CLEAN;
        } catch (SQLException e) {
            throw CommandFailure.environment("the demo's database: " + e.getMessage(), e);
        } catch (IOException e) {
            throw CommandFailure.environment(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.environment("interrupted", e);
        } finally {
            endAll();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException shuttingDown) {
                // the hook has done it
            }
        }
    }

    private void steps() throws IOException, SQLException, InterruptedException {
        DemoServer server = keep(DemoServer.start());
        say("Sonde demo: an agent platform (Spring Boot, Hibernate, jOOQ, HikariCP) on PostgreSQL "
                + server.text("show server_version"));
        say("Measured on this machine: " + Runtime.getRuntime().availableProcessors()
                + " processors, shared by service, database and load generator.");

        heading("Data");
        long loading = System.nanoTime();
        migrate(server, "classpath:db/migration");
        job("seed", "dev.sonde.sample.agents.SeedJob", "--url", server.url(), "--scale", Double.toString(plan.scale()));
        say(String.format(
                Locale.ROOT,
                "%,d messages, %,d tool calls, %,d runs, %,d tasks of %,d agents; %s on disk; loaded in %s",
                count(server, "messages"),
                count(server, "tool_calls"),
                count(server, "runs"),
                count(server, "tasks"),
                count(server, "agents"),
                server.text("select pg_size_pretty(pg_database_size(current_database()))"),
                seconds(loading)));

        heading("Load, without the profiler and with it");
        Path before = out.resolve("captures-before");
        AgentsProcess profiled = service("profiled", server, profiledTo(before));
        AgentsProcess raw = service("raw", server, List.of("--sonde.enabled=false"));
        int profiledPort = profiled.awaitPort(SERVICE_START);
        int rawPort = raw.awaitPort(SERVICE_START);
        ProfilingCost cost = compareRawAndProfiled(raw, rawPort, profiled, profiledPort);
        end(raw);
        say(String.format(
                Locale.ROOT,
                "cost of profiling: processor time of the service per request %.2f ms -> %.2f ms (x %.3f), P50 x %.3f",
                cost.rawCpu(),
                cost.profiledCpu(),
                cost.cpuRatio(),
                cost.p50Ratio()));
        say(String.format(
                Locale.ROOT,
                "  measured here: %d + %d runs of %d s in turns at %d requests/s, medians; short runs, so read it as a hint",
                plan.slices(),
                plan.slices(),
                plan.slice().toSeconds(),
                plan.rate()));
        LoadRun loadBefore = load(profiled, profiledPort, plan.measured());
        long memoryBefore = profiled.peakMemory();
        end(profiled);

        heading("Findings");
        Path snapshot = out.resolve("snapshot.json");
        sonde("snapshot", "--url", server.url(), "-o", snapshot.toString());
        Path reportJson = out.resolve("report.json");
        sonde(
                "report",
                before.toString(),
                "--snapshot",
                snapshot.toString(),
                "--format",
                "text",
                "--format",
                "json=" + reportJson,
                "--format",
                "md=" + out.resolve("report.md"));

        heading("Index advice, costed on a plan twin without data");
        Path adviceJson = out.resolve("advice.json");
        Path migrations = copyProjectMigrations();
        sonde(
                "advise",
                before.toString(),
                "--snapshot",
                snapshot.toString(),
                "--migrations",
                migrations.toString(),
                "--format",
                "text",
                "--format",
                "json=" + adviceJson,
                "--format",
                "md=" + out.resolve("advice.md"),
                "--format",
                "html=" + out.resolve("report.html")); // holds the report, too

        heading("Migrations applied by Flyway, default settings");
        long applying = System.nanoTime();
        migrate(server, "filesystem:" + migrations).forEach(this::say);
        say("applied in " + seconds(applying) + " while nothing else ran");

        heading("The same load again");
        Path after = out.resolve("captures-after");
        AgentsProcess mended = service("mended", server, profiledTo(after));
        int mendedPort = mended.awaitPort(SERVICE_START);
        warmUp(Map.of(mended, mendedPort));
        LoadRun loadAfter = load(mended, mendedPort, plan.measured());
        long memoryAfter = mended.peakMemory();
        end(mended);
        Path afterJson = out.resolve("report-after.json");
        quietly("report", after.toString(), "--format", "json=" + afterJson);

        JsonNode reportBefore = read(reportJson);
        JsonNode reportAfter = read(afterJson);
        new AdviceGain(server, read(adviceJson), reportAfter).print(this::say);

        heading("Before and after");
        new BeforeAfter(
                        new BeforeAfter.Side(loadBefore.load(), averageMillis(reportBefore), memoryBefore),
                        new BeforeAfter.Side(loadAfter.load(), averageMillis(reportAfter), memoryAfter))
                .print(this::say);
        CodeFixes.print(reportAfter, this::say);
    }

    private ProfilingCost compareRawAndProfiled(
            AgentsProcess raw, int rawPort, AgentsProcess profiled, int profiledPort)
            throws IOException, InterruptedException {
        warmUp(Map.of(raw, rawPort, profiled, profiledPort));
        List<LoadRun> rawRuns = new ArrayList<>();
        List<LoadRun> profiledRuns = new ArrayList<>();
        for (int i = 0; i < plan.slices(); i++) {
            rawRuns.add(load(raw, rawPort, plan.slice()));
            profiledRuns.add(load(profiled, profiledPort, plan.slice()));
        }
        return new ProfilingCost(rawRuns, profiledRuns);
    }

    /** All at the same time, each at its share of the rate: what counts is that the JVMs have compiled their code. */
    private void warmUp(Map<AgentsProcess, Integer> services) throws IOException, InterruptedException {
        List<AgentsProcess> generators = new ArrayList<>();
        for (Map.Entry<AgentsProcess, Integer> service : services.entrySet()) {
            int rate = plan.rate() / services.size();
            generators.add(keep(
                    LoadRun.start(jar, service.getValue(), rate, plan.warmUp(), logs, logs.resolve("warm-up.json"))));
        }
        for (AgentsProcess generator : generators) {
            generator.awaitSuccess(plan.warmUp().plusMinutes(2));
            end(generator);
        }
    }

    private LoadRun load(AgentsProcess service, int port, Duration duration) throws IOException, InterruptedException {
        return LoadRun.against(service, port, jar, plan.rate(), duration, logs);
    }

    // ---- processes ----

    private static List<String> profiledTo(Path captures) {
        return List.of("--sonde.enabled=true", "--sonde.folder=" + captures);
    }

    private AgentsProcess service(String name, DemoServer server, List<String> profiling) throws IOException {
        List<String> arguments = new ArrayList<>(profiling);
        arguments.add("--server.port=0");
        return keep(AgentsProcess.start(
                jar,
                name,
                null,
                SERVICE_JVM,
                arguments,
                Map.of("AGENTS_DB_URL", server.url()),
                logs.resolve("service-" + name + ".log")));
    }

    private void job(String name, String mainClass, String... arguments) throws IOException, InterruptedException {
        try (AgentsProcess process = AgentsProcess.start(
                jar, name, mainClass, LoadRun.JOB_JVM, List.of(arguments), Map.of(), logs.resolve(name + ".log"))) {
            keep(process);
            process.awaitSuccess(Duration.ofMinutes(10));
            started.remove(process);
        }
    }

    private List<String> migrate(DemoServer server, String location) throws IOException, InterruptedException {
        Path log = logs.resolve("migrate.log");
        long known = Files.exists(log) ? Files.readAllLines(log).size() : 0;
        job("migrate", "dev.sonde.sample.agents.MigrateJob", "--url", server.url(), "--locations", location);
        return Files.readAllLines(log).stream()
                .skip(known)
                .filter(line -> line.startsWith("applied "))
                .toList();
    }

    /** The project's own migrations, beside which the new ones are written, as in the project's folder. */
    private Path copyProjectMigrations() throws IOException {
        Path folder = Files.createDirectories(out.resolve("migrations"));
        try (JarFile content = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> entries = content.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (!entry.isDirectory() && entry.getName().startsWith(PROJECT_MIGRATIONS)) {
                    try (InputStream file = content.getInputStream(entry)) {
                        Files.copy(
                                file,
                                folder.resolve(
                                        Path.of(entry.getName()).getFileName().toString()));
                    }
                }
            }
        }
        return folder;
    }

    private <T extends AutoCloseable> T keep(T resource) {
        synchronized (started) {
            started.push(resource);
        }
        return resource;
    }

    private void end(AgentsProcess process) {
        process.close();
        synchronized (started) {
            started.remove(process);
        }
    }

    private void endAll() {
        while (true) {
            AutoCloseable next;
            synchronized (started) {
                next = started.poll();
            }
            if (next == null) {
                return;
            }
            try {
                next.close();
            } catch (Exception e) {
                console.warn("while ending the demo: " + e);
            }
        }
    }

    // ---- commands and output ----

    /** Runs another command as a user would, and shows the line. */
    private void sonde(String... arguments) throws IOException {
        say("$ sonde " + String.join(" ", arguments).replace(out.toString(), "OUT"));
        quietly(arguments);
    }

    private void quietly(String... arguments) throws IOException {
        console.out().flush();
        int status = Sonde.run(console, arguments);
        console.out().flush();
        if (status > ExitStatus.FINDINGS) {
            throw new IOException("sonde " + arguments[0] + " ended with status " + status);
        }
    }

    private static JsonNode read(Path json) throws IOException {
        return new ObjectMapper().readTree(json.toFile());
    }

    private static double averageMillis(JsonNode report) {
        return report.path("session").path("averageMillis").asDouble();
    }

    private static long count(DemoServer server, String table) throws SQLException {
        return Long.parseLong(server.text("select count(*) from " + table));
    }

    private void heading(String title) {
        say("");
        say(String.format(Locale.ROOT, "== %d. %s  [%.0f s]", ++step, title, (System.nanoTime() - begun) / 1e9));
    }

    private void say(String line) {
        console.out().println(line);
        console.out().flush();
    }

    private static String seconds(long sinceNanos) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - sinceNanos) / 1e9);
    }
}
