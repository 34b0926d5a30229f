package dev.sonde.cli.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sonde.cli.output.Json;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.review.ReviewResult;

/** A review as GitLab's code quality report. */
final class GitLabReview {

    private GitLabReview() {}

    static String of(ReviewResult result) {
        ArrayNode issues = JsonNodeFactory.instance.arrayNode();
        for (MigrationFinding finding : result.open()) {
            ObjectNode issue = issues.addObject();
            issue.put("description", finding.message() + ". " + finding.fix());
            issue.put("check_name", finding.rule().id());
            issue.put("fingerprint", finding.fingerprint());
            issue.put(
                    "severity",
                    switch (finding.severity()) {
                        case ERROR -> "critical";
                        case WARNING -> "minor";
                        case INFO -> "info";
                    });
            ObjectNode location = issue.putObject("location");
            location.put("path", finding.file());
            location.putObject("lines").put("begin", finding.line()).put("end", finding.endLine());
        }
        return Json.text(issues);
    }
}
