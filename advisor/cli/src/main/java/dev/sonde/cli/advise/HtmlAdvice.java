package dev.sonde.cli.advise;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.sonde.cli.html.HtmlPage;
import dev.sonde.cli.html.HtmlText;
import dev.sonde.cli.output.Json;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.migrations.writer.PartitionedIndex.Partition;
import java.util.List;
import java.util.Map;

/** Advice as a page that holds the JSON; what it says without scripts is here, all else in {@code advice.js}. */
final class HtmlAdvice {

    private static final String TITLE = "Sonde advice";

    @JsonPropertyOrder({"advice", "migrations"})
    private record Data(AdviceReport advice, Map<String, List<AdvisedMigrations.MigrationText>> migrations) {}

    private HtmlAdvice() {}

    /**
     * The page.
     *
     * @param existing definitions of the indexes there are, as {@code pg_get_indexdef} gives them
     * @param partitions of each partitioned table
     */
    static String of(
            AdviceReport advice, Map<QualifiedName, String> existing, Map<QualifiedName, List<Partition>> partitions) {
        return HtmlPage.of(
                TITLE,
                Json.inScript(new Data(advice, AdvisedMigrations.texts(advice, existing, partitions))),
                withoutScripts(advice),
                List.of("advice.js"));
    }

    private static String withoutScripts(AdviceReport advice) {
        StringBuilder html = new StringBuilder("<main id=\"without-scripts\">\n<h1>")
                .append(TITLE)
                .append("</h1>\n<p>This browser runs no scripts here, so this is the summary. All of it is in ")
                .append("<code>sonde advise --format text</code>, <code>md</code> and <code>json</code>.</p>\n<ul>\n");
        item(html, AdviceWords.planner(advice));
        item(html, AdviceWords.workload(advice));
        item(html, AdviceWords.choice(advice));
        html.append("</ul>\n<h2>")
                .append(HtmlText.of(AdviceWords.headline(advice)))
                .append("</h2>\n");
        for (AdviceReport.Advice index : advice.advice()) {
            html.append("<h3><code>").append(HtmlText.of(index.statement())).append("</code></h3>\n<ul>\n");
            item(html, index.reason());
            item(html, "estimated " + AdviceWords.gain(index));
            item(html, AdviceWords.price(index));
            html.append("</ul>\n");
        }
        if (!advice.notes().isEmpty()) {
            html.append("<h2>Notes</h2>\n<ul>\n");
            advice.notes().forEach(note -> item(html, note));
            html.append("</ul>\n");
        }
        return html.append("</main>").toString();
    }

    private static void item(StringBuilder html, String text) {
        html.append("<li>").append(HtmlText.of(text)).append("</li>\n");
    }
}
