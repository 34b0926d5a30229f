package dev.sonde.benchmarks;

import dev.sonde.benchmarks.advice.AdvicePart;
import dev.sonde.benchmarks.bytes.BytesPart;
import dev.sonde.benchmarks.detection.DetectionPart;
import dev.sonde.benchmarks.fleet.FleetPart;
import dev.sonde.benchmarks.heap.HeapPart;
import dev.sonde.benchmarks.report.Section;
import dev.sonde.benchmarks.reporting.ReportPart;
import dev.sonde.benchmarks.selection.ExecutionPart;
import dev.sonde.benchmarks.selection.SelectionPart;
import dev.sonde.benchmarks.sizes.SizesPart;
import dev.sonde.benchmarks.soak.SoakPart;
import dev.sonde.benchmarks.stubbed.StubPart;
import dev.sonde.benchmarks.throughput.ThroughputPart;
import dev.sonde.benchmarks.twin.TwinPart;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be run by itself, in the order of the report. */
enum Part {
    /** All cases on the stub driver. */
    STUB(true),
    /** The stub driver's target cases alone, for whoever works on the profiler; not for the report. */
    TARGETS(false),
    POSTGRES(true),
    BYTES(true),
    HEAP(true),
    DETECTION(true),
    /** The report of captures of many sizes, beside pgBadger. */
    REPORT(true),
    /** Captures of many services reduced on one machine and on Spark; writes docs/sizing.md as well. */
    FLEET(true),
    TWIN(true),
    /** Predicted against built indexes. */
    SIZES(true),
    /** Choice of indexes on TPC-H. */
    SELECTION(true),
    /** TPC-H executed with the chosen indexes. */
    EXECUTION(true),
    /** Many statements over many tables. */
    ADVICE(true),
    SOAK(false);

    private final boolean usual;

    Part(boolean usual) {
        this.usual = usual;
    }

    /** What is run if nothing is asked for. */
    static List<Part> usual() {
        return Arrays.stream(values()).filter(part -> part.usual).toList();
    }

    /** Name on the command line and of the report's section. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    Section run(boolean quick, int minutes, @Nullable Path peers, Consumer<String> progress) throws Exception {
        return switch (this) {
            case STUB -> quick ? StubPart.quick(progress) : StubPart.full(progress);
            case TARGETS -> quick ? StubPart.quick(progress) : StubPart.targets(progress);
            case POSTGRES -> quick ? ThroughputPart.quick(progress) : ThroughputPart.full(progress);
            case BYTES -> quick ? BytesPart.quick(progress) : BytesPart.full(progress);
            case HEAP -> quick ? HeapPart.quick(progress) : HeapPart.full(progress);
            case DETECTION -> quick ? DetectionPart.quick(progress) : DetectionPart.full(progress);
            case REPORT -> quick ? ReportPart.quick(progress) : ReportPart.full(progress);
            case FLEET -> quick ? FleetPart.quick(progress) : FleetPart.full(progress);
            case TWIN -> quick ? TwinPart.quick(progress) : TwinPart.full(progress);
            case SIZES -> quick ? SizesPart.quick(progress) : SizesPart.full(progress);
            case SELECTION -> quick ? SelectionPart.quick(peers, progress) : SelectionPart.full(peers, progress);
            case EXECUTION -> quick ? ExecutionPart.quick(peers, progress) : ExecutionPart.full(peers, progress);
            case ADVICE -> quick ? AdvicePart.quick(progress) : AdvicePart.full(progress);
            case SOAK -> quick ? SoakPart.quick(progress) : SoakPart.full(minutes, progress);
        };
    }
}
