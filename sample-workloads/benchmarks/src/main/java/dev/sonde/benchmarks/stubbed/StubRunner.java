package dev.sonde.benchmarks.stubbed;

import dev.sonde.benchmarks.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the cases round by round, one fork each, in an order that moves on by one with each round. JMH's own order, all
 * forks of a case in succession, would lay minutes between two cases that are to be compared.
 */
final class StubRunner {

    private final StubPlan plan;
    private final Consumer<String> progress;

    StubRunner(StubPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** The figures of each case, one per round. */
    Map<StubCase, List<StubFigures>> run() throws IOException {
        long tokens = tokens(plan.think().toNanos());
        Map<StubCase, List<StubFigures>> figures = new LinkedHashMap<>();
        List<StubCase> order = new ArrayList<>(plan.cases());
        for (int round = 1; round <= plan.rounds(); round++) {
            for (StubCase next : order) {
                StubFigures measured = fork(next, tokens);
                figures.computeIfAbsent(next, unseen -> new ArrayList<>()).add(measured);
                progress.accept(String.format(
                        Locale.ROOT,
                        "round %d of %d: %s%s, %s: %.0f ns, %.0f B/op, %.0f B/op of the caller",
                        round,
                        plan.rounds(),
                        next.label(),
                        next.paced() ? ", paced" : "",
                        next.setting(),
                        measured.nanos(),
                        measured.bytes(),
                        measured.callerBytes()));
            }
            Collections.rotate(order, 1);
        }
        return figures;
    }

    private StubFigures fork(StubCase next, long tokens) throws IOException {
        Path folder = Files.createTempDirectory("sonde-benchmark-");
        try {
            RunResult result = new Runner(options(next, tokens, folder)).runSingle();
            return StubFigures.of(result, ForkFolder.read(folder));
        } catch (RunnerException e) {
            throw new IOException("JMH failed on " + next.label() + ", " + next.setting(), e);
        } finally {
            Folders.delete(folder);
        }
    }

    private Options options(StubCase next, long tokens, Path folder) {
        TimeValue time = TimeValue.milliseconds(plan.iteration().toMillis());
        return new OptionsBuilder()
                .include(StubDriverBenchmark.class.getName() + "\\." + (next.paced() ? "paced" : "withoutPause") + "$")
                .param("competitor", next.competitor().name())
                .param("preparation", next.preparation().name())
                .param("units", Boolean.toString(next.units()))
                .param("thinkTokens", Long.toString(tokens))
                .threads(next.threads())
                .forks(1)
                .warmupIterations(plan.warmUps())
                .warmupTime(time)
                .measurementIterations(plan.iterations())
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .addProfiler(CallerCost.class)
                .jvmArgsAppend("-D" + ForkFolder.PROPERTY + "=" + folder)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    /** How many of JMH's tokens take so long on this machine; the same number is used for every competitor. */
    private static long tokens(long nanos) {
        long trial = 100_000;
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 200; i++) {
            long start = System.nanoTime();
            Blackhole.consumeCPU(trial);
            best = Math.min(best, System.nanoTime() - start);
        }
        return Math.max(1, nanos * trial / best);
    }
}
