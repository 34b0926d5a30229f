package dev.sonde.migrations.review;

import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import dev.sonde.migrations.finding.Suppressed;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The suppressions of a project's {@code sonde.toml}: for files that are applied somewhere, where a comment would change
 * the checksum. One without a reason, one that is over and one that finds nothing to suppress in a file that was checked
 * is a finding itself.
 */
public final class ProjectSuppressions {

    private final List<Entry> entries;
    private final LocalDate today;

    /** @param today when entries that expire are looked at */
    ProjectSuppressions(List<Entry> entries, LocalDate today) {
        this.entries = List.copyOf(entries);
        this.today = today;
    }

    /** No file. */
    public static ProjectSuppressions none() {
        return new ProjectSuppressions(List.of(), LocalDate.EPOCH);
    }

    /**
     * One suppression.
     *
     * @param file glob as the user wrote it; without a slash it is for names of files in any folder
     * @param matcher the same
     * @param reason empty if there is none, and then the finding stays
     * @param statement part of the statement in any case, empty for all
     * @param expires last day that it holds
     * @param line in the file, from 1
     */
    record Entry(
            String rule,
            String file,
            PathMatcher matcher,
            String reason,
            String statement,
            Optional<LocalDate> expires,
            int line) {

        boolean isFor(String path) {
            Path whole = Path.of(path);
            return matcher.matches(file.indexOf('/') < 0 ? whole.getFileName() : whole);
        }

        boolean covers(MigrationFinding finding) {
            return finding.rule().id().equals(rule)
                    && isFor(finding.file())
                    && normal(finding.statement()).contains(normal(statement));
        }

        private static String normal(String sql) {
            return sql.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The findings, with the reason at those that are suppressed, and with what is wrong with the suppressions.
     *
     * @param checked paths of the files that were checked: only there a suppression without a finding is one too many
     */
    List<MigrationFinding> applied(List<MigrationFinding> findings, List<String> checked) {
        Set<Entry> used = new HashSet<>();
        List<MigrationFinding> result = new ArrayList<>();
        for (MigrationFinding finding : findings) {
            MigrationFinding left = finding;
            for (Entry entry : entries) {
                if (entry.covers(finding)) {
                    used.add(entry);
                    boolean holds = !entry.reason().isEmpty() && !isOver(entry);
                    left = holds && left.suppressed().isEmpty()
                            ? left.suppressedBy(new Suppressed(entry.reason(), false))
                            : left;
                }
            }
            result.add(left);
        }
        for (Entry entry : entries) {
            String fault = fault(entry, used.contains(entry), checked);
            if (!fault.isEmpty()) {
                result.add(MigrationFinding.of(
                        MigrationRule.BAD_SUPPRESSION,
                        SondeToml.NAME,
                        entry.line(),
                        fault,
                        "Give rule, file and reason, or take the entry out."));
            }
        }
        return result;
    }

    private boolean isOver(Entry entry) {
        return entry.expires().filter(today::isAfter).isPresent();
    }

    private String fault(Entry entry, boolean used, List<String> checked) {
        String what = entry.rule() + " in " + entry.file();
        if (MigrationRule.of(entry.rule()).isEmpty()) {
            return "there is no rule " + entry.rule();
        }
        if (entry.reason().isEmpty()) {
            return "no reason is given for suppressing " + what + ", so it is not suppressed";
        }
        if (isOver(entry)) {
            return "the suppression of " + what + " expired on "
                    + entry.expires().orElseThrow() + (used ? ", so it is not suppressed" : "");
        }
        boolean looked = checked.stream().anyMatch(entry::isFor);
        return looked && !used ? "nothing to suppress: " + what + " finds nothing" : "";
    }
}
