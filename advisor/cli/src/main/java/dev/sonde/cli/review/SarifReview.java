package dev.sonde.cli.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sonde.cli.output.Json;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.finding.Severity;
import dev.sonde.migrations.review.ReviewResult;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A review as SARIF 2.1.0. */
final class SarifReview {

    private SarifReview() {}

    static String of(ReviewResult result) {
        ObjectNode log = JsonNodeFactory.instance.objectNode();
        log.put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "Sonde");
        List<MigrationRule> rules = new ArrayList<>(new TreeSet<>(
                result.findings().stream().map(MigrationFinding::rule).toList()));
        ArrayNode described = driver.putArray("rules");
        for (MigrationRule rule : rules) {
            ObjectNode node = described.addObject();
            node.put("id", rule.id());
            node.putObject("shortDescription").put("text", rule.title());
            node.putObject("fullDescription").put("text", rule.problem());
            node.putObject("help").put("text", rule.remedy());
            node.putObject("defaultConfiguration").put("level", level(rule.severity()));
        }
        ObjectNode invocation = run.putArray("invocations").addObject();
        invocation.put("executionSuccessful", true);
        ArrayNode notifications = invocation.putArray("toolExecutionNotifications");
        for (String note : result.notes()) {
            ObjectNode notification = notifications.addObject();
            notification.put("level", "note");
            notification.putObject("message").put("text", note);
        }
        ArrayNode results = run.putArray("results");
        for (MigrationFinding finding : result.findings()) {
            add(results.addObject(), finding, rules.indexOf(finding.rule()));
        }
        return Json.text(log);
    }

    private static void add(ObjectNode node, MigrationFinding finding, int ruleIndex) {
        node.put("ruleId", finding.rule().id());
        node.put("ruleIndex", ruleIndex);
        node.put("level", level(finding.severity()));
        node.putObject("message").put("text", finding.message() + ". " + finding.fix());
        ObjectNode place = node.putArray("locations").addObject().putObject("physicalLocation");
        place.putObject("artifactLocation").put("uri", Uris.relative(finding.file()));
        ObjectNode region = place.putObject("region");
        region.put("startLine", finding.line());
        region.put("endLine", finding.endLine());
        node.putObject("partialFingerprints").put("primary/v1", finding.fingerprint());
        finding.suppressed().ifPresent(why -> {
            ObjectNode suppression = node.putArray("suppressions").addObject();
            suppression.put("kind", why.inSource() ? "inSource" : "external");
            suppression.put("justification", why.reason());
        });
    }

    private static String level(Severity severity) {
        return severity == Severity.INFO ? "note" : severity.word();
    }
}
