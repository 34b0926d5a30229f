package dev.sonde.benchmarks.selection;

import dev.sonde.benchmarks.report.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Selection on TPC-H: cost of our sets and of others', planner calls, seconds, and how far from optimal they can be. */
public final class SelectionPart {

    private SelectionPart() {}

    /**
     * Measures at length.
     *
     * @param peers folder with hyrise/index_selection_evaluation, null if it is not there
     */
    public static Section full(@Nullable Path peers, Consumer<String> progress) throws Exception {
        Section section = section(peers);
        if (TpchServer.installed()) {
            new Comparison(section, 0.5, peers, progress).run(List.of(50L, 100L, 250L, 500L, 1000L));
            new Comparison(section, 0.1, peers, progress).run(List.of(10L, 20L, 50L, 100L, 200L));
        }
        return section;
    }

    /** Shows that everything runs. */
    public static Section quick(@Nullable Path peers, Consumer<String> progress) throws Exception {
        Section section = section(peers);
        if (TpchServer.installed()) {
            new Comparison(section, 0.02, peers, progress).run(List.of(2L, 5L, 10L));
        }
        return section;
    }

    private static Section section(@Nullable Path peers) {
        Section section = new Section("selection", "Choice of indexes on TPC-H");
        if (!TpchServer.installed()) {
            return section.paragraph(TpchServer.MISSING);
        }
        section.paragraph(
                "Primary keys in place, parallel plans off, statements 2, 17 and 20 left out: their correlated"
                        + " sub-queries carry nearly all of the cost, and without an index they run for hours. Candidates are all B-trees"
                        + " on two (or three) columns that a statement names. Costs are in per cent of those without further indexes,"
                        + " by HypoPG with its sizes, by which ours and theirs choose, and with the indexes really built; budgets are in HypoPG's"
                        + " bytes. The lower bound holds"
                        + " as far as more indexes never make a plan dearer; where it is above the cost, it does not hold.");
        return section.paragraph(
                peers == null
                        ? "No peers in this run: `--peers DIR` names a checkout of " + Peers.REPOSITORY + "."
                        : "Peers are those of " + Peers.REPOSITORY
                                + ", on the same server in the same run, with its default"
                                + " settings; Anytime stops after two minutes.");
    }
}
