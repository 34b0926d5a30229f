package dev.sonde.cli.advise;

import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.TextTable;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.hygiene.HygieneFinding;
import java.util.List;
import java.util.function.UnaryOperator;

/** What is wrong with the indexes there are. */
final class HygieneWords {

    private HygieneWords() {}

    static String headline(AdviceReport advice) {
        int count = advice.hygiene().size();
        long bytes = advice.hygiene().stream()
                .filter(finding -> finding.certainty().equals("proved"))
                .mapToLong(HygieneFinding::bytes)
                .sum();
        return "The indexes there are: " + Figures.count(count) + (count == 1 ? " thing" : " things") + " to clear up"
                + (bytes > 0 ? "; what is proved to be superfluous takes " + Figures.bytes(bytes) : "");
    }

    /**
     * One row per finding, the statement that mends it last.
     *
     * @param most rows
     * @param cell makes text fit for the kind of output
     */
    static TextTable table(AdviceReport advice, int most, UnaryOperator<String> cell) {
        TextTable table = TextTable.of("rule", "index", ">size", "why", "would be mended by");
        List<HygieneFinding> findings = advice.hygiene();
        findings.stream()
                .limit(most)
                .forEach(finding -> table.row(
                        finding.rule(),
                        cell.apply(finding.table() + " " + finding.index()),
                        finding.bytes() == 0 ? "-" : Figures.bytes(finding.bytes()),
                        cell.apply(finding.reason()),
                        cell.apply(String.join("; ", finding.statements()))));
        return table;
    }
}
