package dev.sonde.cli.demo;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What profiling costs: the same load on a raw and on a profiled service, in turns, so that both see the same noise.
 *
 * @param raw runs without the wrapper
 * @param profiled runs with it
 */
record ProfilingCost(List<LoadRun> raw, List<LoadRun> profiled) {

    /** Processor time of the service per request, profiled over raw, medians. */
    double cpuRatio() {
        return ratio(LoadRun::cpuMillisPerRequest);
    }

    /** Median latency, profiled over raw, medians of the runs. */
    double p50Ratio() {
        return ratio(run -> run.load().p50Ms());
    }

    double rawCpu() {
        return median(raw, LoadRun::cpuMillisPerRequest);
    }

    double profiledCpu() {
        return median(profiled, LoadRun::cpuMillisPerRequest);
    }

    private double ratio(ToDoubleFunction<LoadRun> figure) {
        return median(profiled, figure) / median(raw, figure);
    }

    private static double median(List<LoadRun> runs, ToDoubleFunction<LoadRun> figure) {
        double[] values = runs.stream().mapToDouble(figure).sorted().toArray();
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
