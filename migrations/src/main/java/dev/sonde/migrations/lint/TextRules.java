package dev.sonde.migrations.lint;

import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.script.MigrationScript;
import dev.sonde.migrations.script.ScriptStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rules about placeholders, the file's own settings and repeatable files. */
final class TextRules {

    private final ProjectSettings settings;

    TextRules(ProjectSettings settings) {
        this.settings = settings;
    }

    List<MigrationFinding> check(ProjectFile file) {
        List<MigrationFinding> findings = new ArrayList<>();
        if (file.name().kind() == FileName.Kind.SETTINGS && file.script().isEmpty()) {
            findings.add(MigrationFinding.of(
                    MigrationRule.FW_CONF_PROBLEMS,
                    file.path(),
                    1,
                    "there is no migration of that name beside it: the file does nothing",
                    "Name it as the migration, with .conf added."));
        }
        file.script().ifPresent(script -> {
            conf(script, findings);
            placeholders(script, findings);
            if (file.name().kind() == FileName.Kind.REPEATABLE) {
                repeatable(script, findings);
            }
        });
        return findings;
    }

    private static void conf(MigrationScript script, List<MigrationFinding> findings) {
        Map<String, Integer> lines = script.settings().lines();
        String file = script.file() + ".conf";
        for (String key : script.settings().unknownKeys()) {
            findings.add(MigrationFinding.of(
                    MigrationRule.FW_CONF_PROBLEMS,
                    file,
                    lines.getOrDefault(key, 1),
                    "unknown key " + key + ": Flyway fails",
                    "Keys are executeInTransaction, placeholderReplacement and encoding."));
        }
        for (String key : List.of("executeInTransaction", "placeholderReplacement")) {
            String value = script.settings().values().getOrDefault(key, "true");
            if (!value.equals("true") && !value.equals("false")) {
                findings.add(MigrationFinding.of(
                        MigrationRule.FW_CONF_PROBLEMS,
                        file,
                        lines.getOrDefault(key, 1),
                        key + " is neither true nor false: " + value,
                        "Write true or false."));
            }
        }
        if (lines.containsKey("shouldExecute")) {
            findings.add(MigrationFinding.of(
                    MigrationRule.FW_TEAMS_ONLY_KEY,
                    file,
                    lines.getOrDefault("shouldExecute", 1),
                    "shouldExecute belongs to paid editions: the open-source one refuses the file",
                    "Leave it out."));
        }
    }

    private void placeholders(MigrationScript script, List<MigrationFinding> findings) {
        if (!script.settings().placeholderReplacement().orElse(settings.placeholderReplacement())) {
            return;
        }
        String text = script.text();
        String prefix = settings.placeholderPrefix();
        String suffix = settings.placeholderSuffix();
        for (int at = text.indexOf(prefix); at >= 0; at = text.indexOf(prefix, at + prefix.length())) {
            int end = text.indexOf(suffix, at + prefix.length());
            if (end < 0) {
                return;
            }
            String name = text.substring(at + prefix.length(), end);
            if (settings.placeholders().contains(name) || name.startsWith("flyway:")) {
                continue;
            }
            int line = 1
                    + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
            findings.add(MigrationFinding.of(
                    MigrationRule.FW_PLACEHOLDER_IN_TEXT,
                    script.file(),
                    line,
                    "Flyway takes this for the placeholder " + name + ", in strings and comments too, and has no"
                            + " value for it",
                    MigrationRule.FW_PLACEHOLDER_IN_TEXT.remedy()));
        }
    }

    private static void repeatable(MigrationScript script, List<MigrationFinding> findings) {
        for (ScriptStatement statement : script.statements()) {
            boolean guarded = statement.contains("if", "not", "exists")
                    || statement.contains("or", "replace")
                    || statement.contains("on", "conflict");
            boolean creates = statement.startsWith("create")
                    || statement.startsWith("insert")
                    || (statement.startsWith("alter", "table") && statement.contains("add"));
            boolean dropped = droppedBefore(script, statement);
            if (creates && !guarded && !dropped) {
                findings.add(MigrationFinding.of(
                                MigrationRule.FW_REPEATABLE_HAZARDS,
                                script.file(),
                                statement.line(),
                                "the file runs again after every edit, and then this statement fails or repeats its effect",
                                MigrationRule.FW_REPEATABLE_HAZARDS.remedy())
                        .at(statement.normalised(), statement.line(), statement.endLine()));
            }
        }
    }

    /** DROP … IF EXISTS or DELETE before it makes it repeatable, whatever its object. */
    private static boolean droppedBefore(MigrationScript script, ScriptStatement statement) {
        for (ScriptStatement earlier : script.statements()) {
            if (earlier == statement) {
                return false;
            }
            boolean clears =
                    earlier.startsWith("drop") || earlier.startsWith("delete") || earlier.startsWith("truncate");
            if (clears) {
                return true;
            }
        }
        return false;
    }
}
