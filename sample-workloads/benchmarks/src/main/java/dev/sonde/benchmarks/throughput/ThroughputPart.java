package dev.sonde.benchmarks.throughput;

import dev.sonde.benchmarks.Folders;
import dev.sonde.benchmarks.competitor.Competitor;
import dev.sonde.benchmarks.competitor.Seen;
import dev.sonde.benchmarks.process.ChildProcess;
import dev.sonde.benchmarks.process.Server;
import dev.sonde.benchmarks.report.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets all services read in turns from the same server: each has its own process, so that one's compiled code never
 * disturbs another's, and only one works at a time.
 */
public final class ThroughputPart implements AutoCloseable {

    private static final List<String> SERVICE_OPTIONS = List.of("-Xms256m", "-Xmx256m");
    private static final Pattern READ = Pattern.compile("^read (\\d+) (\\d+) (\\d+)$");
    private static final Pattern READY = Pattern.compile("^ready$");
    private static final Pattern SEEN = Pattern.compile("^seen (-?\\d+) (\\d+) (\\d+) (\\d+)$");
    private static final Duration SETTLE = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ThroughputPlan plan;
    private final Consumer<String> progress;
    private final Path folder;
    private final Map<Subject, ChildProcess> services = new LinkedHashMap<>();

    private ThroughputPart(ThroughputPlan plan, Consumer<String> progress) throws IOException {
        this.plan = plan;
        this.progress = progress;
        this.folder = Files.createTempDirectory("sonde-benchmark-");
    }

    /** Measures at length. */
    public static Section full(Consumer<String> progress) throws IOException, SQLException {
        return run(ThroughputPlan.full(), progress);
    }

    /** Shows that everything runs. */
    public static Section quick(Consumer<String> progress) throws IOException, SQLException {
        return run(ThroughputPlan.quick(), progress);
    }

    private static Section run(ThroughputPlan plan, Consumer<String> progress) throws IOException, SQLException {
        try (Server server = Server.start();
                ThroughputPart part = new ThroughputPart(plan, progress)) {
            server.execute(
                    "create table " + Reader.TABLE
                            + " (id bigint primary key, name text not null, balance bigint not null)",
                    "insert into " + Reader.TABLE + " select i, 'account number ' || i, i * 37 % 100000"
                            + " from generate_series(1, " + Reader.ROWS + ") i",
                    "vacuum analyze " + Reader.TABLE);
            part.startServices(server);
            Map<Integer, Map<Subject, List<Turn>>> turns = new LinkedHashMap<>();
            for (int threads : plan.threads()) {
                turns.put(threads, part.measure(threads));
            }
            return new ThroughputReport(plan, turns, part.endServices()).section();
        }
    }

    private void startServices(Server server) throws IOException {
        for (Subject subject : Subject.everyone()) {
            Path own = Files.createDirectory(folder.resolve(
                    subject.competitor().name().toLowerCase(Locale.ROOT) + (subject.units() ? "-units" : "")));
            ChildProcess service = ChildProcess.java(
                    subject.label(),
                    ReadingService.class,
                    SERVICE_OPTIONS,
                    List.of(
                            subject.competitor().name(),
                            Boolean.toString(subject.units()),
                            server.url(),
                            own.toString()));
            services.put(subject, service);
            service.await(READY, PATIENCE);
        }
    }

    private Map<Subject, List<Turn>> measure(int threads) throws IOException {
        for (Subject subject : services.keySet()) {
            Slice warm = slice(subject, threads, plan.warmUp());
            progress.accept(String.format(
                    Locale.ROOT, "warm-up: %s, %d threads: %,.0f reads/s", subject.label(), threads, warm.perSecond()));
        }
        Map<Subject, List<Turn>> turns = new LinkedHashMap<>();
        for (Subject subject : services.keySet()) {
            turns.put(subject, beside(subject, threads));
        }
        return turns;
    }

    /** The two in turns, so that both have been idle for as long when they start. */
    private List<Turn> beside(Subject subject, int threads) throws IOException {
        List<Turn> turns = new ArrayList<>();
        Slice before = slice(Subject.RAW, threads, plan.slice());
        for (int round = -plan.uncounted(); round < plan.rounds(); round++) {
            Slice own = slice(subject, threads, plan.slice());
            Slice after = slice(Subject.RAW, threads, plan.slice());
            if (round >= 0) {
                turns.add(new Turn(own, before.and(after)));
            }
            before = after;
        }
        progress.accept(subject.label() + ", " + threads + " threads, % of raw: "
                + turns.stream().map(turn -> Math.round(turn.percentOfRaw())).toList());
        return turns;
    }

    private Slice slice(Subject subject, int threads, Duration duration) throws IOException {
        ChildProcess service = service(subject);
        pause();
        service.tell("read " + threads + " " + duration.toMillis());
        Matcher answer = service.await(READ, duration.plus(PATIENCE));
        return new Slice(
                Long.parseLong(answer.group(1)), Long.parseLong(answer.group(2)), Long.parseLong(answer.group(3)));
    }

    /** What the last service still has to write must not fall into the next one's slice. */
    private static void pause() throws IOException {
        try {
            Thread.sleep(SETTLE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** A competitor that saw nothing would look fast: it must have seen something. */
    private Map<Subject, Seen> endServices() throws IOException {
        Map<Subject, Seen> seen = new LinkedHashMap<>();
        for (Subject subject : services.keySet()) {
            ChildProcess service = service(subject);
            service.tell("end");
            Matcher line = service.await(SEEN, PATIENCE);
            Seen kept = new Seen(
                    Long.parseLong(line.group(1)),
                    Long.parseLong(line.group(2)),
                    Long.parseLong(line.group(3)),
                    Long.parseLong(line.group(4)));
            if (kept.executions() == 0 || (kept.executions() < 0) != keepsNothing(subject.competitor())) {
                throw new IOException(subject.label() + " saw " + kept.executions() + " executions");
            }
            seen.put(subject, kept);
        }
        return seen;
    }

    private static boolean keepsNothing(Competitor competitor) {
        return competitor == Competitor.RAW || competitor == Competitor.P6SPY_EMPTY;
    }

    private ChildProcess service(Subject subject) {
        ChildProcess service = services.get(subject);
        if (service == null) {
            throw new IllegalStateException("not started: " + subject);
        }
        return service;
    }

    @Override
    public void close() throws IOException {
        services.values().forEach(ChildProcess::close);
        Folders.delete(folder);
    }
}
