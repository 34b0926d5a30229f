package dev.sonde.migrations.review;

import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.migrations.lint.ProjectFile;
import dev.sonde.migrations.lint.ProjectSettings;
import java.util.List;
import java.util.Optional;

/**
 * What is reviewed.
 *
 * @param files all below the migration folder, on the branch and its base
 * @param snapshot of the database the files will be applied to: its schema stands for the base branch's, and its sizes
 *     say how bad a lock is
 */
public record ReviewInput(List<ProjectFile> files, ProjectSettings settings, Optional<CatalogSnapshot> snapshot) {
    public ReviewInput {
        files = List.copyOf(files);
    }
}
