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
 * Lets each service read in turns with one of the raw driver, from the same server. Both are new processes of the same age,
 * because compiled code gets better for a minute, and only one works at a time. The raw driver, too, is compared with another
 * of its own, which shows how far a figure may be off.
 */
public final class ThroughputPart implements AutoCloseable {

    private static final List<String> SERVICE_OPTIONS = List.of("-Xms256m", "-Xmx256m");
    private static final Pattern READ = Pattern.compile("^read (\\d+) (\\d+) (\\d+)$");
    private static final Pattern READY = Pattern.compile("^ready$");
    private static final Pattern PLACED = Pattern.compile("^placed$");
    private static final Pattern SEEN = Pattern.compile("^seen (-?\\d+) (\\d+) (\\d+) (\\d+)$");
    private static final Duration SETTLE = Duration.ofMillis(50);
    private static final Duration WARM_UP_TURN = Duration.ofSeconds(1);
    private static final int WARM_UP_THREADS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ThroughputPlan plan;
    private final Server server;
    private final Consumer<String> progress;
    private final Path folder;
    private final Map<Load, Map<Subject, List<List<Turn>>>> turns = new LinkedHashMap<>();
    private final Map<Subject, Seen> seen = new LinkedHashMap<>();

    private ThroughputPart(ThroughputPlan plan, Server server, Consumer<String> progress) throws IOException {
        this.plan = plan;
        this.server = server;
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
                ThroughputPart part = new ThroughputPart(plan, server, progress)) {
            server.execute(
                    "create table " + Reader.TABLE
                            + " (id bigint primary key, name text not null, balance bigint not null)",
                    "insert into " + Reader.TABLE + " select i, 'account number ' || i, i * 37 % 100000"
                            + " from generate_series(1, " + Reader.ROWS + ") i",
                    "vacuum analyze " + Reader.TABLE);
            for (int pair = 1; pair <= plan.pairs(); pair++) {
                for (Subject subject : Subject.everyone()) {
                    part.measure(subject, pair);
                }
            }
            return new ThroughputReport(plan, part.turns, part.seen).section();
        }
    }

    private void measure(Subject subject, int pair) throws IOException {
        Path own = folder.resolve(
                pair + "-" + subject.competitor().name().toLowerCase(Locale.ROOT) + (subject.units() ? "-units" : ""));
        try (ChildProcess raw = start(Subject.RAW, own.resolve("raw"));
                ChildProcess service = start(subject, own.resolve("own"))) {
            for (Duration done = Duration.ZERO; done.compareTo(plan.warmUp()) < 0; done = done.plus(WARM_UP_TURN)) {
                Duration turn = plan.warmUp().compareTo(WARM_UP_TURN) < 0 ? plan.warmUp() : WARM_UP_TURN;
                slice(raw, WARM_UP_THREADS, turn);
                slice(service, WARM_UP_THREADS, turn);
            }
            for (Load load : plan.loads()) {
                place(raw, load.placement());
                place(service, load.placement());
                List<Turn> measured = turns(service, raw, load.threads());
                turns.computeIfAbsent(load, unseen -> new LinkedHashMap<>())
                        .computeIfAbsent(subject, unseen -> new ArrayList<>())
                        .add(measured);
                progress.accept(String.format(
                        Locale.ROOT,
                        "pair %d of %d: %s, %s, %% of raw: %s",
                        pair,
                        plan.pairs(),
                        subject.label(),
                        load.label(),
                        measured.stream()
                                .map(turn -> Math.round(turn.percentOfRaw()))
                                .toList()));
            }
            seen.merge(subject, end(subject, service), Seen::and);
        }
    }

    private ChildProcess start(Subject subject, Path own) throws IOException {
        Files.createDirectories(own);
        ChildProcess service = ChildProcess.java(
                subject.label(),
                ReadingService.class,
                SERVICE_OPTIONS,
                List.of(subject.competitor().name(), Boolean.toString(subject.units()), server.url(), own.toString()));
        service.await(READY, PATIENCE);
        return service;
    }

    private static void place(ChildProcess service, Placement placement) throws IOException {
        if (placement != Placement.FREE) {
            service.tell("place " + placement.name());
            service.await(PLACED, PATIENCE);
        }
    }

    private List<Turn> turns(ChildProcess service, ChildProcess raw, int threads) throws IOException {
        List<Turn> measured = new ArrayList<>();
        for (int round = -plan.uncounted(); round < plan.rounds(); round++) {
            ChildProcess outer = round % 2 == 0 ? service : raw;
            ChildProcess inner = outer == raw ? service : raw;
            Slice first = slice(outer, threads, plan.slice());
            Slice within = slice(inner, threads, plan.slice()).and(slice(inner, threads, plan.slice()));
            Slice around = first.and(slice(outer, threads, plan.slice()));
            if (round >= 0) {
                measured.add(outer == raw ? new Turn(within, around) : new Turn(around, within));
            }
        }
        return measured;
    }

    private static Slice slice(ChildProcess service, int threads, Duration duration) throws IOException {
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
    private static Seen end(Subject subject, ChildProcess service) throws IOException {
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
        return kept;
    }

    private static boolean keepsNothing(Competitor competitor) {
        return competitor == Competitor.RAW || competitor == Competitor.P6SPY_EMPTY;
    }

    @Override
    public void close() throws IOException {
        Folders.delete(folder);
    }
}
