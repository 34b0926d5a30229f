package dev.sonde.cli.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.cli.html.HtmlPage;
import dev.sonde.cli.html.HtmlText;
import dev.sonde.cli.report.Report.StatementTimes;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The report as a page that holds the JSON; what it says without scripts is here, all else in {@code report.js}. */
public final class HtmlReport {

    private static final String[] HEADINGS = {
        "calls", "total", "share", "average", "P95", "max", "rows per call", "statement"
    };

    private static final List<String> SCRIPTS = List.of(
            "findings.js",
            "loop.js",
            "statement.js",
            "report.js",
            "times.js",
            "uses.js",
            "plans.js",
            "advice.js",
            "page.js");

    private HtmlReport() {}

    /**
     * Advice that the page shows beside the report.
     *
     * @param advice as its JSON has it
     * @param migrations by the identifier of the advice
     * @param withoutScripts what is shown of it where scripts do not run, as HTML
     */
    public record AdvicePart(Object advice, Object migrations, String withoutScripts) {}

    @JsonPropertyOrder({"report", "advice", "migrations"})
    private record Data(
            Report report,
            @Nullable Object advice,
            @Nullable Object migrations) {}

    /** Writes the page. */
    static void write(Report report, Writer page) throws IOException {
        write(report, new Data(report, null, null), "", page);
    }

    /** Writes a page that holds both. */
    public static void write(Report report, AdvicePart advice, Writer page) throws IOException {
        write(report, new Data(report, advice.advice(), advice.migrations()), advice.withoutScripts(), page);
    }

    private static void write(Report report, Data data, String adviceWithoutScripts, Writer page) throws IOException {
        HtmlPage.write(
                page,
                title(report),
                text -> JsonReport.writeInScript(data, text),
                withoutScripts(report, adviceWithoutScripts),
                SCRIPTS);
    }

    private static String title(Report report) {
        List<String> services = report.session().services();
        return "Sonde report" + (services.isEmpty() ? "" : ": " + String.join(", ", services));
    }

    private static String withoutScripts(Report report, String advice) {
        StringBuilder html = new StringBuilder("<main id=\"without-scripts\">\n");
        html.append("<h1>").append(HtmlText.of(title(report))).append("</h1>\n");
        html.append("<p>This browser runs no scripts here, so this is the summary. All of it is in ")
                .append("the formats <code>text</code>, <code>md</code> and <code>json</code>.</p>\n");
        html.append("<dl class=\"facts\">\n");
        for (Overview.Fact fact : Overview.of(report)) {
            fact(html, fact.name(), fact.text());
        }
        html.append("</dl>\n");
        findings(html, report);
        statements(html, report);
        html.append(advice);
        if (!report.notChecked().isEmpty()) {
            html.append("<h2>").append(Overview.NOT_CHECKED).append("</h2>\n<ul>\n");
            report.notChecked()
                    .forEach(text ->
                            html.append("<li>").append(HtmlText.of(text)).append("</li>\n"));
            html.append("</ul>\n");
        }
        return html.append("</main>").toString();
    }

    private static void findings(StringBuilder html, Report report) {
        html.append("<h2>")
                .append(HtmlText.of(
                        report.findings().isEmpty() ? Overview.noFindings(report) : Overview.findings(report)))
                .append("</h2>\n");
        for (Finding finding : report.findings()) {
            html.append("<h3>")
                    .append(finding.severity().name().toLowerCase(Locale.ROOT))
                    .append(": ")
                    .append(HtmlText.of(finding.message()))
                    .append("</h3>\n<dl class=\"facts\">\n");
            fact(html, "rule", finding.rule() + " " + finding.kind() + ", " + finding.verdict());
            fact(html, "route", finding.route());
            if (finding.loopFrame() != null) {
                fact(html, "loop", finding.loopFrame());
            } else if (finding.location() != null) {
                fact(html, "at", Overview.place(finding.location()));
            }
            fact(html, "cost", finding.fingerprint().isEmpty() ? "" : Overview.cost(finding));
            fact(html, "fix", finding.fix());
            html.append("</dl>\n");
        }
    }

    private static void fact(StringBuilder html, String name, String text) {
        if (!text.isEmpty()) {
            html.append("<dt>")
                    .append(name)
                    .append("</dt><dd>")
                    .append(HtmlText.of(text))
                    .append("</dd>\n");
        }
    }

    private static void statements(StringBuilder html, Report report) {
        if (report.statements().isEmpty()) {
            return;
        }
        html.append("<h2>")
                .append(HtmlText.of(Overview.statementsHeading(report, TextReport.STATEMENTS)))
                .append("</h2>\n<table>\n<thead><tr>");
        for (String heading : HEADINGS) {
            html.append("<th scope=\"col\">").append(heading).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (StatementTimes times :
                report.statements().stream().limit(TextReport.STATEMENTS).toList()) {
            html.append("<tr>");
            for (String cell : Overview.cells(report, times, times.sql())) {
                html.append("<td>").append(HtmlText.of(cell)).append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</tbody>\n</table>\n");
    }
}
