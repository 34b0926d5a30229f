package dev.sonde.migrations.lint;

import dev.sonde.migrations.finding.MigrationFinding;
import java.util.ArrayList;
import java.util.List;

/** Applies all rules about Flyway to a set of files. */
public final class Lint {

    private Lint() {}

    /** What is wrong with the files that are not on the base branch, and with those that were changed there. */
    public static List<MigrationFinding> findings(List<ProjectFile> files, ProjectSettings settings) {
        List<MigrationFinding> findings = new ArrayList<>();
        TransactionRules transactions = new TransactionRules(files, settings);
        NameRules names = new NameRules(files, settings);
        TextRules texts = new TextRules(settings);
        for (ProjectFile file : files) {
            if (file.added()) {
                findings.addAll(transactions.check(file));
                findings.addAll(names.check(file));
                findings.addAll(texts.check(file));
            }
            findings.addAll(AppliedFiles.check(file));
        }
        return findings;
    }
}
