package dev.sonde.cli.advise;

import dev.sonde.cli.html.HtmlText;
import dev.sonde.cli.report.HtmlReport;
import dev.sonde.cli.report.Report;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.migrations.writer.PartitionedIndex.Partition;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/** Report and advice in one page; what it says of advice without scripts is here, all else in {@code advice.js}. */
final class HtmlAdvice {

    private HtmlAdvice() {}

    /**
     * Writes the page.
     *
     * @param existing definitions of the indexes there are, as {@code pg_get_indexdef} gives them
     * @param partitions of each partitioned table
     */
    static void write(
            Report report,
            AdviceReport advice,
            Map<QualifiedName, String> existing,
            Map<QualifiedName, List<Partition>> partitions,
            Writer page)
            throws IOException {
        HtmlReport.write(
                report,
                new HtmlReport.AdvicePart(
                        advice, AdvisedMigrations.texts(advice, existing, partitions), withoutScripts(advice)),
                page);
    }

    private static String withoutScripts(AdviceReport advice) {
        StringBuilder html = new StringBuilder("<h2>")
                .append(HtmlText.of(AdviceWords.headline(advice)))
                .append("</h2>\n<ul>\n");
        item(html, AdviceWords.planner(advice));
        item(html, AdviceWords.workload(advice));
        item(html, AdviceWords.choice(advice));
        html.append("</ul>\n");
        for (AdviceReport.Advice index : advice.advice()) {
            html.append("<h3><code>").append(HtmlText.of(index.statement())).append("</code></h3>\n<ul>\n");
            item(html, index.reason());
            item(html, "estimated " + AdviceWords.gain(index));
            item(html, AdviceWords.price(index));
            html.append("</ul>\n");
        }
        if (!advice.notes().isEmpty()) {
            html.append("<h2>Notes on the advice</h2>\n<ul>\n");
            advice.notes().forEach(note -> item(html, note));
            html.append("</ul>\n");
        }
        return html.toString();
    }

    private static void item(StringBuilder html, String text) {
        html.append("<li>").append(HtmlText.of(text)).append("</li>\n");
    }
}
