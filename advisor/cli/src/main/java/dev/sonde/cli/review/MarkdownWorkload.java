package dev.sonde.cli.review;

import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.VisibleText;
import dev.sonde.engine.workload.WorkloadStatement;
import dev.sonde.migrations.plans.JudgedStatement;
import dev.sonde.migrations.plans.WorkloadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of captured statements, as a table that unfolds. */
final class MarkdownWorkload {

    private static final int ROWS = 20;
    private static final int SQL = 120;
    private static final int FROM = 200;

    private MarkdownWorkload() {}

    /** Empty if nothing changes for any. */
    static Optional<String> of(WorkloadResult result) {
        if (result.changed().isEmpty()) {
            return Optional.empty();
        }
        StringBuilder block = new StringBuilder("<details><summary>Captured statements that change</summary>\n\n");
        block.append("| query | from | calls | | cost before | cost after |\n|---|---|--:|---|--:|--:|\n");
        result.changed().stream().limit(ROWS).forEach(judged -> row(block, judged));
        int left = result.changed().size() - ROWS;
        if (left > 0) {
            block.append("\nand ").append(left).append(" more\n");
        }
        return Optional.of(block.append("\nCosts of one execution, as the planner estimates them.\n</details>\n\n")
                .toString());
    }

    private static void row(StringBuilder block, JudgedStatement judged) {
        WorkloadStatement statement = judged.captured().statement();
        List<String> from = new ArrayList<>(judged.captured().services());
        statement.callSites().stream().limit(1).forEach(from::add);
        block.append("| ")
                .append(VisibleText.markdownCell(VisibleText.shortened(statement.sql(), SQL)))
                .append(" | ")
                .append(VisibleText.markdown(VisibleText.shortened(String.join(", ", from), FROM)))
                .append(" | ")
                .append(Figures.count(statement.calls()))
                .append(" | ")
                .append(judged.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .append(" | ")
                .append(Figures.number(judged.costBefore()))
                .append(" | ")
                .append(Figures.number(judged.costAfter()))
                .append(" |\n");
    }
}
