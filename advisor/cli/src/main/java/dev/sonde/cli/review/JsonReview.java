package dev.sonde.cli.review;

import dev.sonde.cli.output.Json;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.Suppressed;
import dev.sonde.migrations.review.ReviewResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A review as JSON, {@code docs/schema/review.schema.json}. */
final class JsonReview {

    private record Document(
            int schemaVersion,
            List<String> files,
            List<Finding> findings,
            List<JsonImpact> statements,
            @Nullable JsonWorkload workload,
            List<String> notes) {}

    private record Finding(
            String rule,
            String severity,
            String file,
            int line,
            int endLine,
            String title,
            String message,
            String why,
            String fix,
            @Nullable String suggestion,
            @Nullable String statement,
            String fingerprint,
            @Nullable String suppressed) {}

    private JsonReview() {}

    static String of(ReviewResult result) {
        return Json.text(new Document(
                1,
                result.files(),
                result.findings().stream().map(JsonReview::finding).toList(),
                result.impacts().stream().map(JsonImpact::of).toList(),
                result.workload().map(JsonWorkload::of).orElse(null),
                result.notes()));
    }

    private static Finding finding(MigrationFinding finding) {
        return new Finding(
                finding.rule().id(),
                finding.severity().word(),
                finding.file(),
                finding.line(),
                finding.endLine(),
                finding.rule().title(),
                finding.message(),
                finding.rule().problem(),
                finding.fix(),
                finding.suggestion().orElse(null),
                finding.statement().isEmpty() ? null : finding.statement(),
                finding.fingerprint(),
                finding.suppressed().map(Suppressed::reason).orElse(null));
    }
}
