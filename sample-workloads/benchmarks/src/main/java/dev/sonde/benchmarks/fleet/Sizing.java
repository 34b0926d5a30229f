package dev.sonde.benchmarks.fleet;

import dev.sonde.benchmarks.report.Figures;
import dev.sonde.benchmarks.report.Section;
import java.util.ArrayList;
import java.util.List;

/** What the figures of one fleet mean for fleets of other sizes; arithmetic, and no measurement. */
final class Sizing {
    private static final List<Integer> FLEETS = List.of(10, 300, 5_000);
    private static final List<Integer> EXECUTIONS_PER_SECOND = List.of(10, 100);
    private static final long SECONDS_PER_DAY = 86_400;
    /** Two cores, busy for half of the day. */
    private static final double PROCESSOR_HOURS_PER_MACHINE = 24;

    private Sizing() {}

    /**
     * @param runs ascending; the largest is multiplied
     * @param spark the largest on which Spark ran
     */
    static Section of(List<FleetRun> runs, FleetRun spark) {
        FleetRun largest = runs.get(runs.size() - 1);
        double sparkSeconds = sparkSeconds(spark);
        List<List<String>> rows = new ArrayList<>();
        for (int services : FLEETS) {
            for (int rate : EXECUTIONS_PER_SECOND) {
                double millions = (double) services * rate * SECONDS_PER_DAY / 1e6;
                double mergeHours = millions * largest.mergeProcessorSeconds() / 3_600;
                rows.add(List.of(
                        Figures.count(services),
                        Figures.count(rate),
                        Figures.of(millions),
                        Figures.of(millions * largest.captureBytesPerExecution() / 1e3),
                        Figures.of(services * largest.summaryBytesPerService() / 1e6),
                        Figures.of(mergeHours),
                        Figures.count((long) Math.ceil(mergeHours / PROCESSOR_HOURS_PER_MACHINE)),
                        Figures.of(millions * sparkSeconds / 3_600)));
            }
        }
        return new Section("sizing", "Figures")
                .paragraph(
                        "Each stage, measured; seconds of processor time for a million executions, the start of Java included:")
                .table(
                        List.of(
                                "executions",
                                "capture, MB a million",
                                "merge, s",
                                "Spark, s",
                                "summary, kB a service",
                                "report on it, s in all"),
                        runs.stream().map(Sizing::stages).toList())
                .paragraph("Measured, at " + Figures.count(largest.shape().executions()) + " executions of "
                        + largest.shape().services() + " services with "
                        + largest.shape().statements() + " statements each: "
                        + Figures.of(largest.captureBytesPerExecution()) + " bytes of capture an execution, "
                        + Figures.of(largest.mergeProcessorSeconds())
                        + " processor seconds of `sonde merge` a million, "
                        + Figures.of(largest.merge().peakBytes() / 1e6) + " MB of memory meanwhile, "
                        + Figures.of(largest.summaryBytesPerService() / 1e3)
                        + " kB of summary a service; `sonde report` on"
                        + " the summary of all took "
                        + Figures.of(largest.report().seconds()) + " s and "
                        + Figures.of(largest.report().peakBytes() / 1e6) + " MB. The Spark job, at "
                        + Figures.count(spark.shape().executions()) + " executions: " + Figures.of(sparkSeconds)
                        + " processor seconds a million. The table multiplies them; *executions a second* is what one"
                        + " service asks of its database, on average over the day, and a machine has two cores that are busy for half"
                        + " of it.")
                .table(
                        List.of(
                                "services",
                                "executions a second",
                                "executions a day, million",
                                "captures a day, GB",
                                "summaries of a day, MB",
                                "merge, processor hours a day",
                                "machines",
                                "Spark, processor hours a day"),
                        rows);
    }

    private static List<String> stages(FleetRun run) {
        return List.of(
                Figures.count(run.shape().executions()),
                Figures.of(run.captureBytesPerExecution()),
                Figures.of(run.mergeProcessorSeconds()),
                run.spark() == null ? "" : Figures.of(sparkSeconds(run)),
                Figures.of(run.summaryBytesPerService() / 1e3),
                Figures.of(run.report().processorSeconds()));
    }

    private static double sparkSeconds(FleetRun run) {
        FleetRun.Spark spark = run.spark();
        return spark == null
                ? Double.NaN
                : spark.job().processorSeconds() / (run.shape().executions() / 1e6);
    }
}
