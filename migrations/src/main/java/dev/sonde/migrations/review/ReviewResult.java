package dev.sonde.migrations.review;

import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.Severity;
import java.util.List;

/**
 * What a review found.
 *
 * @param findings worst first, suppressed ones among them
 * @param files paths of the files that were checked
 * @param notes what was not looked into, and why
 */
public record ReviewResult(List<MigrationFinding> findings, List<String> files, List<String> notes) {
    public ReviewResult {
        findings = List.copyOf(findings);
        files = List.copyOf(files);
        notes = List.copyOf(notes);
    }

    /** Findings that nobody has suppressed. */
    public List<MigrationFinding> open() {
        return findings.stream()
                .filter(finding -> finding.suppressed().isEmpty())
                .toList();
    }

    /** Open findings of a severity. */
    public long count(Severity severity) {
        return open().stream().filter(finding -> finding.severity() == severity).count();
    }
}
