package dev.sonde.benchmarks.advice;

import dev.sonde.engine.advice.AdviceOptions;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.advice.Advisor;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/**
 * Takes a snapshot, advises, and prints {@code advised SNAPSHOT_MILLIS ADVICE_MILLIS INDEXES PLANS PEAK_HEAP_BYTES STATEMENTS}.
 * The twin's start is part of the advice.
 */
final class AdviceRun {

    private AdviceRun() {}

    public static void main(String[] arguments) {
        ManyTables tables = new ManyTables(Integer.parseInt(arguments[1]));
        long start = System.nanoTime();
        CatalogSnapshot snapshot = SnapshotReader.read(arguments[0], SnapshotReader.Options.ofDefaults());
        long taken = System.nanoTime();
        AdviceReport report = Advisor.advise(
                snapshot,
                tables.workload(Integer.parseInt(arguments[2])),
                AdviceOptions.ofDefaults().withMinimumGain(0));
        long advised = System.nanoTime();
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(AdviceRun::peak)
                .sum();
        System.out.println("advised " + (taken - start) / 1_000_000 + " " + (advised - taken) / 1_000_000 + " "
                + report.advice().size() + " " + report.whatIfCalls() + " " + peak + " "
                + report.workload().statements());
    }

    private static long peak(MemoryPoolMXBean pool) {
        return pool.getPeakUsage().getUsed();
    }
}
