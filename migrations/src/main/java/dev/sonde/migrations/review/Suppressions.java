package dev.sonde.migrations.review;

import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.finding.Suppressed;
import dev.sonde.migrations.lint.ProjectFile;
import dev.sonde.migrations.script.MigrationScript;
import dev.sonde.migrations.script.ScriptStatement;
import dev.sonde.migrations.script.Suppression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Applies the comments that suppress findings; one without a reason, or without a finding, is a finding itself. */
final class Suppressions {

    /** A suppression at its place. */
    private record Placed(Suppression suppression, int from, int to, boolean wholeFile) {
        boolean covers(MigrationFinding finding) {
            boolean there = finding.statement().isEmpty() ? wholeFile : from <= finding.line() && finding.line() <= to;
            return there && finding.rule().id().equals(suppression.ruleId());
        }
    }

    private Suppressions() {}

    static List<MigrationFinding> applied(List<MigrationFinding> findings, List<ProjectFile> files) {
        Map<String, List<Placed>> placed = new TreeMap<>();
        for (ProjectFile file : files) {
            if (file.added() && file.script().isPresent()) {
                placed.put(file.path(), placed(file.script().get()));
            }
        }
        List<Placed> used = new ArrayList<>();
        List<MigrationFinding> result = new ArrayList<>();
        for (MigrationFinding finding : findings) {
            MigrationFinding left = finding;
            for (Placed suppression : placed.getOrDefault(finding.file(), List.of())) {
                if (suppression.covers(finding)) {
                    used.add(suppression);
                    if (!suppression.suppression().reason().isEmpty()) {
                        left = finding.suppressedBy(
                                new Suppressed(suppression.suppression().reason(), true));
                    }
                }
            }
            result.add(left);
        }
        placed.forEach((file, suppressions) -> {
            for (Placed suppression : suppressions) {
                String fault = fault(suppression, used);
                if (!fault.isEmpty()) {
                    result.add(MigrationFinding.of(
                            MigrationRule.BAD_SUPPRESSION,
                            file,
                            suppression.from(),
                            fault,
                            MigrationRule.BAD_SUPPRESSION.remedy()));
                }
            }
        });
        return result;
    }

    private static String fault(Placed placed, List<Placed> used) {
        String id = placed.suppression().ruleId();
        if (MigrationRule.of(id).isEmpty()) {
            return "there is no rule " + id;
        }
        if (placed.suppression().reason().isEmpty()) {
            return "no reason is given for suppressing " + id + ", so it is not suppressed";
        }
        return used.contains(placed) ? "" : "nothing to suppress: " + id + " finds nothing here";
    }

    private static List<Placed> placed(MigrationScript script) {
        List<Placed> placed = new ArrayList<>();
        for (ScriptStatement statement : script.statements()) {
            boolean first = statement == script.statements().get(0);
            for (Suppression suppression : script.suppressions(statement)) {
                placed.add(new Placed(suppression, statement.line(), statement.endLine(), first));
            }
        }
        return placed;
    }
}
