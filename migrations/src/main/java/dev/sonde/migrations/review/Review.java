package dev.sonde.migrations.review;

import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.finding.Severity;
import dev.sonde.migrations.impact.Impacts;
import dev.sonde.migrations.impact.StatementImpact;
import dev.sonde.migrations.lint.FileName;
import dev.sonde.migrations.lint.Lint;
import dev.sonde.migrations.lint.ProjectFile;
import dev.sonde.migrations.lint.SessionSettings;
import dev.sonde.migrations.plans.WorkloadResult;
import dev.sonde.migrations.script.MigrationScript;
import dev.sonde.migrations.trace.FileTrace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A review: the files linted, run and judged. */
public final class Review {

    /** Rules that tell why Flyway or the server refuses a file; the others of Flyway's do not hold in the throw-away server. */
    private static final Set<MigrationRule> CAUSES_OF_FAILURE = EnumSet.of(
            MigrationRule.FW_MIXED_FILE,
            MigrationRule.FW_UNDETECTED_NONTRANSACTIONAL,
            MigrationRule.FW_GROUP_WITH_CIC,
            MigrationRule.FW_PLACEHOLDER_IN_TEXT,
            MigrationRule.FW_VERSION_COLLISION,
            MigrationRule.FW_MIXED_SCHEMES,
            MigrationRule.FW_CONF_PROBLEMS,
            MigrationRule.FW_TEAMS_ONLY_KEY,
            MigrationRule.FW_REPEATABLE_HAZARDS);

    private final ReviewInput input;
    private final List<StatementImpact> impacts = new ArrayList<>();
    private final ProjectSuppressions suppressions;
    private final List<String> notes = new ArrayList<>();
    private Optional<WorkloadResult> workload = Optional.empty();

    private Review(ReviewInput input, ProjectSuppressions suppressions) {
        this.input = input;
        this.suppressions = suppressions;
    }

    /** Reviews the files that are not on the base branch. Starts a PostgreSQL if one of them is SQL. */
    public static ReviewResult of(ReviewInput input) {
        return of(input, ProjectSuppressions.none());
    }

    /** The same with what the project's {@code sonde.toml} suppresses. */
    public static ReviewResult of(ReviewInput input, ProjectSuppressions suppressions) {
        return new Review(input, suppressions).run();
    }

    private ReviewResult run() {
        List<MigrationFinding> findings = new ArrayList<>(Lint.findings(input.files(), input.settings()));
        List<String> checked = new ArrayList<>();
        for (ProjectFile file : input.files()) {
            if (file.added()) {
                checked.add(file.path());
                notReviewed(file).ifPresent(findings::add);
            }
        }
        List<MigrationFinding> linted = List.copyOf(findings);
        for (MigrationFinding finding : traced()) {
            if (!explained(finding, linted)) {
                findings.add(finding);
            }
        }
        findings = suppressions.applied(Suppressions.applied(findings, input.files()), checked);
        findings.sort(MigrationFinding.ORDER);
        return new ReviewResult(numbered(findings), checked, impacts, workload, notes);
    }

    private static Optional<MigrationFinding> notReviewed(ProjectFile file) {
        FileName.Kind kind = file.name().kind();
        if (kind == FileName.Kind.CODE) {
            return Optional.of(MigrationFinding.of(
                    MigrationRule.NOT_REVIEWED,
                    file.path(),
                    1,
                    "a migration in code is not run by the review, nor seen by the files that follow it",
                    "Review it by eye."));
        }
        boolean sql = file.name().isSqlMigration() || kind == FileName.Kind.CALLBACK;
        if (sql && file.script().isEmpty()) {
            return Optional.of(MigrationFinding.of(
                            MigrationRule.NOT_REVIEWED,
                            file.path(),
                            1,
                            "the file is no UTF-8 text",
                            "Save it as UTF-8 without zero bytes.")
                    .withSeverity(Severity.ERROR));
        }
        return Optional.empty();
    }

    private List<MigrationFinding> traced() {
        List<MigrationScript> base = new ArrayList<>();
        List<MigrationScript> added = new ArrayList<>();
        List<MigrationScript> callbacks = new ArrayList<>();
        for (ProjectFile file : input.files()) {
            if (file.script().isEmpty()) {
                continue;
            }
            MigrationScript script = file.script().get();
            if (file.name().kind() == FileName.Kind.CALLBACK) {
                callbacks.add(script);
            } else if (file.name().isSqlMigration()) {
                sort(file, script, base, added);
            }
        }
        if (added.isEmpty()) {
            return List.of();
        }
        ReviewRun run = new ReviewRun(input, base, added, callbacks);
        List<FileTrace> traces = run.traces();
        notes.addAll(run.notes());
        workload = run.workload();
        List<MigrationFinding> findings = judged(traces, Impacts.of(input.snapshot(), run.demand()));
        traces.stream()
                .filter(trace -> trace.failure().isPresent() && traces.size() < added.size())
                .forEach(trace -> notes.add("files after " + trace.file() + " were not run, since it fails"));
        findings.addAll(run.findings());
        return findings;
    }

    private static void sort(
            ProjectFile file, MigrationScript script, List<MigrationScript> base, List<MigrationScript> added) {
        if (file.state() == ProjectFile.State.ADDED) {
            added.add(script);
        } else if (file.state() != ProjectFile.State.DELETED) {
            String before = file.base().orElse(script.text());
            base.add(MigrationScript.of(file.path(), before, Optional.empty()).withSettings(script));
            // Flyway runs an edited repeatable migration again.
            boolean again = file.name().kind() == FileName.Kind.REPEATABLE && !before.equals(script.text());
            if (again) {
                added.add(script);
            }
        }
    }

    private List<MigrationFinding> judged(List<FileTrace> traces, Impacts source) {
        TableSizes sizes = TableSizes.of(input.snapshot());
        WaitRules waits = new WaitRules(sizes, SessionSettings.lockTimeoutFrom(input.files(), input.settings()));
        List<MigrationFinding> findings = new ArrayList<>(CompatibilityRules.check(traces));
        for (FileTrace trace : traces) {
            List<StatementImpact> ofFile = source.of(trace);
            impacts.addAll(ofFile);
            List<MigrationFinding> outages = new OutageRules(sizes, ofFile).check(trace);
            findings.addAll(outages);
            findings.addAll(waits.check(trace, outages));
            trace.failure().ifPresent(failure -> findings.add(failed(trace.file(), failure)));
        }
        return findings;
    }

    private MigrationFinding failed(String file, FileTrace.Failure failure) {
        MigrationRule rule = ruleOf(failure);
        MigrationFinding finding =
                MigrationFinding.of(rule, file, failure.line(), firstLines(failure.message()), rule.remedy());
        for (ProjectFile project : input.files()) {
            if (failure.ofStatement()
                    && project.path().equals(file)
                    && project.script().isPresent()) {
                return project.script()
                        .get()
                        .statementAt(failure.line())
                        .map(statement -> finding.at(statement.normalised(), statement.line(), statement.endLine()))
                        .orElse(finding);
            }
        }
        return finding;
    }

    /** The rule that a failure is told as. */
    static MigrationRule ruleOf(FileTrace.Failure failure) {
        boolean partitioned = failure.message().contains("partitioned table")
                && failure.message().contains("concurrently");
        return partitioned ? MigrationRule.CIC_ON_PARTITIONED_PARENT : MigrationRule.MIGRATION_FAILS;
    }

    /** Whether a failure is what a rule about Flyway has told already, with its cause. */
    private static boolean explained(MigrationFinding finding, List<MigrationFinding> linted) {
        if (finding.rule() != MigrationRule.MIGRATION_FAILS) {
            return false;
        }
        for (MigrationFinding other : linted) {
            boolean same = other.file().equals(finding.file()) && other.line() == finding.line();
            boolean fileAsAWhole = finding.statement().isEmpty() && other.severity() == Severity.ERROR;
            if (CAUSES_OF_FAILURE.contains(other.rule()) && (same || fileAsAWhole)) {
                return true;
            }
        }
        return false;
    }

    private static List<MigrationFinding> numbered(List<MigrationFinding> findings) {
        Map<String, Integer> seen = new TreeMap<>();
        List<MigrationFinding> numbered = new ArrayList<>();
        for (MigrationFinding finding : findings) {
            int number = seen.merge(finding.fingerprint(), 1, Integer::sum) - 1;
            numbered.add(finding.withOrdinal(number));
        }
        return numbered;
    }

    /** A message of several lines on one. */
    static String firstLines(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ").strip();
    }
}
