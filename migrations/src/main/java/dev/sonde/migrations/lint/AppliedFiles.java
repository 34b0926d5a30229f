package dev.sonde.migrations.lint;

import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.script.ScriptSettings;
import java.util.ArrayList;
import java.util.List;

/** Changes to what servers have applied already. */
final class AppliedFiles {

    private AppliedFiles() {}

    static List<MigrationFinding> check(ProjectFile file) {
        if (file.state() == ProjectFile.State.DELETED && file.name().kind() == FileName.Kind.VERSIONED) {
            return List.of(MigrationFinding.of(
                    MigrationRule.FW_EDITED_APPLIED,
                    file.path(),
                    1,
                    "the migration is on the base branch and was taken away: servers that applied it fail validation",
                    "Put the file back; undo its effect by a new migration."));
        }
        if (file.state() != ProjectFile.State.KEPT || file.script().isEmpty()) {
            return List.of();
        }
        List<String> now = file.script().get().text().lines().toList();
        List<String> before = file.base().orElse("").lines().toList();
        // An edit of a repeatable migration is how it is meant to be used.
        if (file.name().kind() == FileName.Kind.VERSIONED && !withoutMark(now).equals(withoutMark(before))) {
            return List.of(MigrationFinding.of(
                    MigrationRule.FW_EDITED_APPLIED,
                    file.path(),
                    firstDifference(now, before),
                    "the migration is on the base branch and was changed: its checksum differs wherever it is applied",
                    "Undo the change and write a new migration."));
        }
        String conf = file.script().get().settings().values().toString();
        boolean confChanged = !conf.equals(
                ScriptSettings.parse(file.baseConf().orElse("")).values().toString());
        if (confChanged) {
            return List.of(MigrationFinding.of(
                    MigrationRule.FW_CONF_PROBLEMS,
                    file.path() + ".conf",
                    1,
                    "settings of a migration that is on the base branch were changed: no checksum tells, and servers"
                            + " that applied it ran it otherwise",
                    "Undo the change, unless no server has applied the migration."));
        }
        return List.of();
    }

    // Flyway's checksum leaves a byte order mark out.
    private static List<String> withoutMark(List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).startsWith("\uFEFF")) {
            return lines;
        }
        List<String> plain = new ArrayList<>(lines);
        plain.set(0, lines.get(0).substring(1));
        return plain;
    }

    private static int firstDifference(List<String> now, List<String> before) {
        int line = 0;
        while (line < now.size() && line < before.size() && now.get(line).equals(before.get(line))) {
            line++;
        }
        return Math.max(1, Math.min(line + 1, now.size()));
    }
}
