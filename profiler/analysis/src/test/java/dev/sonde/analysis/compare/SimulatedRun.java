package dev.sonde.analysis.compare;

import dev.sonde.analysis.summary.WorkloadSummary;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.CaptureRecord.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Records of a run on a machine that is not quiet: its pace wanders, so that executions of one second are alike, it is another
 * one in each run, and each statement has its own luck in each run. All drawn from a seed.
 */
final class SimulatedRun {
    private static final int UNITS_PER_SECOND = 40;

    private final Random random;
    private final long session;
    private final String service;
    private final List<CaptureRecord> records = new ArrayList<>();
    private final Map<Integer, Double> slowdowns = new HashMap<>();
    private final Map<Integer, Integer> repeats = new HashMap<>();
    private int statements = 24;
    private int seconds = 12;
    private double machine = 1;
    private double wander = 0.08;
    private double luck = 0.1;
    private String version = "1";

    SimulatedRun(long seed) {
        this("shop", seed);
    }

    SimulatedRun(String service, long seed) {
        this.service = service;
        random = new Random(seed);
        session = random.nextLong();
    }

    SimulatedRun version(String name) {
        version = name;
        return this;
    }

    /** How much slower than usual the machine is all the time. */
    SimulatedRun machine(double factor) {
        machine = factor;
        return this;
    }

    SimulatedRun noise(double ofTheMachine, double ofEachStatement) {
        wander = ofTheMachine;
        luck = ofEachStatement;
        return this;
    }

    SimulatedRun size(int ofStatements, int ofSeconds) {
        statements = ofStatements;
        seconds = ofSeconds;
        return this;
    }

    SimulatedRun slower(int statement, double factor) {
        slowdowns.put(statement, factor);
        return this;
    }

    /** The statement is executed so many times in each unit of its route. */
    SimulatedRun repeated(int statement, int times) {
        repeats.put(statement, times);
        return this;
    }

    static String sql(int statement) {
        return "select * from t" + statement + " where id = $1";
    }

    /** Four statements belong to each route. */
    static String route(int statement) {
        return "GET /" + statement / 4;
    }

    List<CaptureRecord> records() {
        records.add(new Session(
                session, service, version, "host", 1, "jdbc:postgresql:shop", "18", "none", "", 50_000, "0.1"));
        double[] millis = new double[statements];
        for (int i = 0; i < statements; i++) {
            records.add(new Statement(session, i + 1, i + 1, sql(i), List.of(), List.of(), List.of(), false));
            millis[i] =
                    (2 + i % 7 * 3) * Math.exp(luck * random.nextGaussian()) * slowdowns.getOrDefault(i, 1.0) * machine;
        }
        long[] calls = new long[statements];
        long[] nanos = new long[statements];
        double pace = 0;
        long sequence = 0;
        int routes = (statements + 3) / 4;
        for (int unit = 1; unit <= seconds * UNITS_PER_SECOND; unit++) {
            pace = 0.98 * pace + wander * random.nextGaussian();
            long start = unit * 1_000_000L / UNITS_PER_SECOND;
            int first = unit % routes * 4;
            records.add(new Unit(session, unit, route(first), "", "explicit", start));
            for (int i = first; i < Math.min(statements, first + 4); i++) {
                for (int n = 0; n < repeats.getOrDefault(i, 1); n++) {
                    long took = Math.round(1e6 * millis[i] * Math.exp(pace) * Math.exp(0.4 * random.nextGaussian()));
                    records.add(execution(++sequence, i, unit, start, took));
                    calls[i]++;
                    nanos[i] += took;
                }
            }
        }
        for (int i = 0; i < statements; i++) {
            records.add(new Aggregate(
                    session,
                    i + 1,
                    route(i),
                    0,
                    seconds * 1_000_000L,
                    calls[i],
                    0,
                    calls[i],
                    nanos[i],
                    nanos[i],
                    calls[i],
                    List.of(1),
                    List.of(calls[i])));
        }
        return records;
    }

    private Execution execution(long sequence, int statement, long unit, long start, long nanos) {
        return new Execution(
                session, sequence, statement + 1, unit, start, nanos, 0, 1, 1, 1, 1, List.of(), 1, -1, 0, "", 0, null);
    }

    Workload workload() {
        return workload(records());
    }

    static Workload workload(List<CaptureRecord> records) {
        WorkloadSummary.Builder captured = WorkloadSummary.builder();
        records.forEach(captured::add);
        return Workload.of(captured.build());
    }
}
