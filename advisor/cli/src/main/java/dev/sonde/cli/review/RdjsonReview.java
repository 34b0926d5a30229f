package dev.sonde.cli.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sonde.cli.output.Json;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.review.ReviewResult;
import java.util.Locale;

/** A review in reviewdog's diagnostic format. */
final class RdjsonReview {

    private RdjsonReview() {}

    static String of(ReviewResult result) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putObject("source").put("name", "sonde");
        ArrayNode diagnostics = document.putArray("diagnostics");
        for (MigrationFinding finding : result.open()) {
            ObjectNode diagnostic = diagnostics.addObject();
            diagnostic.put("message", finding.message() + ". " + finding.fix());
            diagnostic.put("severity", finding.severity().name().toUpperCase(Locale.ROOT));
            ObjectNode location = diagnostic.putObject("location");
            location.put("path", finding.file());
            lines(location.putObject("range"), finding);
            diagnostic.putObject("code").put("value", finding.rule().id());
            finding.suggestion().ifPresent(text -> {
                ObjectNode suggestion = diagnostic.putArray("suggestions").addObject();
                // Without columns a range stands for whole lines.
                lines(suggestion.putObject("range"), finding);
                suggestion.put("text", text + ";");
            });
        }
        return Json.text(document);
    }

    private static void lines(ObjectNode range, MigrationFinding finding) {
        range.putObject("start").put("line", finding.line());
        range.putObject("end").put("line", finding.endLine());
    }
}
