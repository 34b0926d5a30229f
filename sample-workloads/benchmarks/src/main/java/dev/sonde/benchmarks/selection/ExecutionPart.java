package dev.sonde.benchmarks.selection;

import dev.sonde.benchmarks.report.Section;
import dev.sonde.engine.advice.VerifiedRounds;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** TPC-H executed with the peers' sets and with ours of the same real size. */
public final class ExecutionPart {

    private ExecutionPart() {}

    /**
     * Measures at length.
     *
     * @param peers folder with hyrise/index_selection_evaluation, null if it is not there
     */
    public static Section full(@Nullable Path peers, Consumer<String> progress) throws Exception {
        return run(0.5, List.of(100L, 250L, 500L), peers, progress);
    }

    /** Shows that everything runs. */
    public static Section quick(@Nullable Path peers, Consumer<String> progress) throws Exception {
        return run(0.02, List.of(5L), peers, progress);
    }

    private static Section run(double scale, List<Long> budgets, @Nullable Path peers, Consumer<String> progress)
            throws Exception {
        Section section = new Section("execution", "TPC-H executed with the chosen indexes");
        if (!TpchServer.installed()) {
            return section.paragraph(TpchServer.MISSING);
        }
        if (peers == null) {
            return section.paragraph("Not measured: `--peers DIR` names a checkout of " + Peers.REPOSITORY + ".");
        }
        List<String> statements = TpchServer.statements();
        section.paragraph(
                "Scale " + scale + ", the server and the statements of the part `selection`. A peer chooses two-column"
                        + " B-trees within a budget in HypoPG's bytes; ours are chosen on the plan twin, with predicted sizes, within the"
                        + " bytes that the peer's set takes once it is built; then, by the rounds of `sonde advise --verify`, without what made a"
                        + " statement slower when it was run, " + VerifiedRounds.MAX_ROUNDS
                        + " at most; what stands in the best of them is measured anew. Server's execution time, median of "
                        + RealBytes.RUNS
                        + " runs of each"
                        + " statement after one that is not counted; what is slower than without the set is run both ways once more.");
        progress.accept("execution: filling TPC-H, scale " + scale);
        try (TpchServer server = TpchServer.start(scale)) {
            CatalogSnapshot snapshot = server.snapshot();
            List<Peers.Run> runs = new ArrayList<>();
            for (long budget : budgets) {
                runs.add(new Peers.Run("Extend", 2, budget));
                runs.add(new Peers.Run("DB2Advis", 2, budget));
            }
            List<RealBytes.Other> others = new Peers(peers)
                    .ask(section, server, snapshot, statements, runs, progress).stream()
                            .map(answer -> new RealBytes.Other(
                                    answer.run().algorithm(), answer.run().megabytes(), answer.set()))
                            .toList();
            new RealBytes(server, snapshot, statements, progress).run(section, others);
        }
        return section;
    }
}
