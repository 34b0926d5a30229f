package dev.sonde.migrations.review;

import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.Severity;
import dev.sonde.migrations.impact.StatementImpact;
import dev.sonde.migrations.plans.WorkloadResult;
import java.util.List;
import java.util.Optional;

/**
 * What a review found.
 *
 * @param findings worst first, suppressed ones among them
 * @param files paths of the files that were checked
 * @param impacts of the statements that were run, by file and line
 * @param workload what becomes of captured statements, empty without captures or new files
 * @param notes what was not looked into, and why; what got better
 */
public record ReviewResult(
        List<MigrationFinding> findings,
        List<String> files,
        List<StatementImpact> impacts,
        Optional<WorkloadResult> workload,
        List<String> notes) {
    public ReviewResult {
        findings = List.copyOf(findings);
        impacts = List.copyOf(impacts);
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
