package dev.sonde.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sonde.cli.output.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What indexes did not mend: the findings that are left, with the change of code that each needs. */
final class CodeFixes {

    private CodeFixes() {}

    static void print(JsonNode report, Consumer<String> line) {
        List<JsonNode> left = new ArrayList<>();
        report.path("findings").forEach(finding -> {
            if (finding.path("rule").asText().equals("n-plus-one")) {
                left.add(finding);
            }
        });
        if (left.isEmpty()) {
            return;
        }
        line.accept("");
        line.accept("No index mends these; they are fixes of code:");
        for (JsonNode finding : left) {
            line.accept("  " + finding.path("verdict").asText() + " "
                    + VisibleText.line(finding.path("message").asText()));
            line.accept("    at  " + VisibleText.line(finding.path("loopFrame").asText("unknown")));
            line.accept("    fix " + VisibleText.line(finding.path("fix").asText()));
        }
    }
}
