package dev.sonde.migrations.lint;

import dev.sonde.migrations.convention.MigrationVersion;
import dev.sonde.migrations.finding.MigrationFinding;
import dev.sonde.migrations.finding.MigrationRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules about names and versions. */
final class NameRules {

    private static final int ENOUGH_FOR_A_SCHEME = 3;
    private static final int DIGITS_OF_A_DATE = 8;

    private final ProjectSettings settings;
    private final List<ProjectFile> files;
    private final Optional<ProjectFile> highestOnBase;
    private final Optional<String> schemeOnBase;

    NameRules(List<ProjectFile> files, ProjectSettings settings) {
        this.files = files;
        this.settings = settings;
        this.highestOnBase = highest(files);
        this.schemeOnBase = scheme(files);
    }

    List<MigrationFinding> check(ProjectFile file) {
        List<MigrationFinding> findings = new ArrayList<>();
        switch (file.name().kind()) {
            case MISNAMED -> findings.add(misnamed(file));
            case UNDO -> findings.add(undo(file));
            case VERSIONED, CODE -> file.name().occupied().ifPresent(version -> versions(file, version, findings));
            case BASELINE, REPEATABLE, CALLBACK, SETTINGS, OTHER -> {
                return findings;
            }
        }
        return findings;
    }

    private MigrationFinding misnamed(ProjectFile file) {
        return finding(
                MigrationRule.FW_MISNAMED_IGNORED,
                file,
                settings.validateMigrationNaming()
                        ? "the name is no migration's, and the project sets validateMigrationNaming=true: the run fails"
                        : "the name is no migration's: Flyway skips the file",
                "Name it " + settings.versionedPrefix() + "<version>" + settings.separator() + "<description>"
                        + settings.suffixes().get(0) + ".");
    }

    private MigrationFinding undo(ProjectFile file) {
        return finding(
                MigrationRule.FW_UNDO_FILE_IN_OSS,
                file,
                settings.validateMigrationNaming()
                        ? "the open-source edition knows no undo files, and with validateMigrationNaming=true the run fails"
                        : "the open-source edition knows no undo files and skips this one",
                MigrationRule.FW_UNDO_FILE_IN_OSS.remedy());
    }

    private void versions(ProjectFile file, MigrationVersion version, List<MigrationFinding> findings) {
        for (ProjectFile other : files) {
            boolean same = other.state() != ProjectFile.State.DELETED
                    && !other.path().equals(file.path())
                    && other.name().occupied().filter(version::equals).isPresent();
            if (same) {
                findings.add(finding(
                        MigrationRule.FW_VERSION_COLLISION,
                        file,
                        "version " + version + " is taken by " + other.path() + ": Flyway refuses the whole set",
                        "Give the file the next free version."));
                break;
            }
        }
        highestOnBase.ifPresent(highest -> {
            MigrationVersion limit = highest.name().occupied().orElseThrow();
            if (version.compareTo(limit) < 0 && !settings.outOfOrder()) {
                findings.add(finding(
                        MigrationRule.FW_LATE_VERSION,
                        file,
                        "version " + version + " is below " + limit + " of " + highest.path()
                                + ", which is on the base branch: validation fails where that is applied",
                        "Give the file a version above " + limit + "."));
            }
        });
        schemeOnBase.ifPresent(scheme -> {
            String own = scheme(file);
            if (!own.equals(scheme)) {
                findings.add(finding(
                        MigrationRule.FW_MIXED_SCHEMES,
                        file,
                        "the version is " + own + ", those of the project are " + scheme,
                        "Number the file as the project's other migrations are."));
            }
        });
    }

    private static Optional<ProjectFile> highest(List<ProjectFile> files) {
        ProjectFile highest = null;
        for (ProjectFile file : files) {
            if (onBase(file) && file.name().occupied().isPresent()) {
                MigrationVersion version = file.name().occupied().get();
                if (highest == null
                        || version.compareTo(highest.name().occupied().orElseThrow()) > 0) {
                    highest = file;
                }
            }
        }
        return Optional.ofNullable(highest);
    }

    /** The one scheme that all versions of the base branch follow, empty if there are few or several. */
    private static Optional<String> scheme(List<ProjectFile> files) {
        Set<String> schemes = new HashSet<>();
        int count = 0;
        for (ProjectFile file : files) {
            if (onBase(file) && file.name().occupied().isPresent()) {
                schemes.add(scheme(file));
                count++;
            }
        }
        return count >= ENOUGH_FOR_A_SCHEME && schemes.size() == 1
                ? Optional.of(schemes.iterator().next())
                : Optional.empty();
    }

    private static String scheme(ProjectFile file) {
        String version = file.name().version().orElseThrow();
        String first = version.split("[._]")[0];
        boolean dated = version.split("[._]").length > 2 && first.matches("(?:19|20)\\d\\d");
        if (first.length() >= DIGITS_OF_A_DATE) {
            return "a time stamp of " + first.length() + " digits";
        }
        return dated ? "a date in parts" : "a count";
    }

    private static boolean onBase(ProjectFile file) {
        return file.state() == ProjectFile.State.KEPT || file.state() == ProjectFile.State.BASE_ONLY;
    }

    private static MigrationFinding finding(MigrationRule rule, ProjectFile file, String message, String fix) {
        return MigrationFinding.of(rule, file.path(), 1, message, fix);
    }
}
