package dev.sonde.benchmarks.detection;

import com.sun.management.OperatingSystemMXBean;
import dev.sonde.analysis.Findings;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Reduces a stream of executions to findings and prints {@code detected EXECUTIONS NANOS BYTES FINDINGS}. Only the reduction is
 * timed, as processor time: records are made between the timed pieces, as a reader of files would hand them on.
 */
final class DetectionRun {

    static final long WARM_UP = 5_000_000;
    private static final int PIECE = 20_000;

    private DetectionRun() {}

    /** Of the whole process, garbage collection and compilation included: other processes may run beside this one. */
    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    public static void main(String[] arguments) {
        long executions = Long.parseLong(arguments[0]);
        run(executions); // in a new JVM, which compiles most of the time
        run(WARM_UP);
        run(executions);
    }

    private static void run(long executions) {
        ShopStream stream = new ShopStream(7);
        WorkloadSummary.Builder builder = WorkloadSummary.builder();
        stream.head().forEach(builder::add);
        long nanos = 0;
        long done = 0;
        while (done < executions) {
            List<CaptureRecord> piece = stream.next(PIECE);
            long before = processorNanos();
            for (CaptureRecord entry : piece) {
                builder.add(entry);
            }
            nanos += processorNanos() - before;
            done += piece.stream().filter(Execution.class::isInstance).count();
        }
        long before = processorNanos();
        WorkloadSummary summary = builder.build();
        List<Finding> findings = Findings.of(summary, FindingOptions.ofDefaults());
        nanos += processorNanos() - before;
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.println(
                "detected " + done + " " + nanos + " " + used + " " + findings.size() + " " + summary.unitCount());
    }
}
