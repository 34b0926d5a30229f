package dev.sonde.cli.advise;

import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.TextTable;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.advice.AdviceReport.BuiltIndex;
import dev.sonde.engine.advice.AdviceReport.CloneResult;
import dev.sonde.engine.advice.AdviceReport.DroppedIndex;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a clone said of the advice. */
final class CloneWords {

    private final CloneResult result;

    private CloneWords(CloneResult result) {
        this.result = result;
    }

    static Optional<CloneWords> of(AdviceReport advice) {
        return Optional.ofNullable(advice.onClone()).map(CloneWords::new);
    }

    String headline() {
        long rejected = result.indexes().stream()
                .filter(index -> index.rejection() != null)
                .count();
        int notRun = result.statementsNotRun().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        return "Measured on the clone, in " + Figures.count(result.rounds())
                + (result.rounds() == 1 ? " round: " : " rounds: ")
                + Figures.count(result.indexes().size() - rejected) + " of "
                + Figures.count(result.indexes().size()) + " indexes stood the test, "
                + Figures.count(result.statementsRun()) + " texts were run, " + Figures.count(notRun) + " were not";
    }

    /**
     * Each index that was built or that texts were run without, and each reason why texts were not run.
     *
     * @param cell makes text fit for the kind of output
     */
    TextTable table(UnaryOperator<String> cell) {
        TextTable table = TextTable.of(">built size", ">build time", "verdict", "index");
        for (BuiltIndex index : result.indexes()) {
            String rejection = index.rejection();
            table.row(
                    Figures.bytes(index.bytes()),
                    Figures.millis(index.buildMillis()),
                    rejection == null ? "confirmed" : "rejected: " + cell.apply(rejection),
                    cell.apply(index.statement()));
        }
        for (DroppedIndex index : result.drops()) {
            table.row("-", "-", cell.apply(verdict(index)), cell.apply("without " + index.index()));
        }
        result.statementsNotRun()
                .forEach((reason, count) ->
                        table.row("-", "-", "not run: " + cell.apply(reason), Figures.count(count) + " texts"));
        return table;
    }

    private static String verdict(DroppedIndex index) {
        String rejection = index.rejection();
        Double before = index.beforeMillis();
        Double after = index.afterMillis();
        if (rejection != null) {
            return "it stays: " + rejection;
        }
        return before == null || after == null
                ? "can go: no text that was run used it"
                : "can go: " + Figures.millis(before) + " with it, " + Figures.millis(after) + " without, "
                        + Figures.count(index.statementsRun()) + (index.statementsRun() == 1 ? " text" : " texts");
    }
}
