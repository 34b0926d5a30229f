package dev.sonde.migrations.plans;

import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.finding.Severity;
import dev.sonde.migrations.script.ScriptStatement;
import java.util.Optional;

/**
 * Where a change comes from.
 *
 * @param statement empty if it is the file as a whole
 */
record Place(String file, Optional<ScriptStatement> statement) {

    MigrationFinding finding(MigrationRule rule, Severity severity, String message) {
        MigrationFinding finding =
                MigrationFinding.of(rule, file, 1, message, rule.remedy()).withSeverity(severity);
        return statement
                .map(cause -> finding.at(cause.normalised(), cause.line(), cause.endLine()))
                .orElse(finding);
    }
}
