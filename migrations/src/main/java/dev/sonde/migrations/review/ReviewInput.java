package dev.sonde.migrations.review;

import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.migrations.lint.ProjectFile;
import dev.sonde.migrations.lint.ProjectSettings;
import dev.sonde.migrations.workload.CapturedTraffic;
import java.util.List;
import java.util.Optional;

/**
 * What is reviewed.
 *
 * @param files all below the migration folder, on the branch and its base
 * @param snapshot of the database the files will be applied to: its schema stands for the base branch's, and its sizes
 *     say how bad a lock is
 * @param traffic what services ask of that database, empty without captures
 */
public record ReviewInput(
        List<ProjectFile> files,
        ProjectSettings settings,
        Optional<CatalogSnapshot> snapshot,
        Optional<CapturedTraffic> traffic) {
    public ReviewInput {
        files = List.copyOf(files);
    }

    /** A review without captures. */
    public ReviewInput(List<ProjectFile> files, ProjectSettings settings, Optional<CatalogSnapshot> snapshot) {
        this(files, settings, snapshot, Optional.empty());
    }
}
