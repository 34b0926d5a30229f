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
     * @param largest whose merge and bytes are taken
     * @param spark the largest on which Spark ran
     */
    static Section of(FleetRun largest, FleetRun spark) {
        FleetRun.Spark job = spark.spark();
        double sparkSeconds = job == null
                ? Double.NaN
                : job.job().processorSeconds() / (spark.shape().executions() / 1e6);
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
}
