package dev.sonde.migrations.writer;

import java.nio.file.Path;

/**
 * What became of one index.
 *
 * @param file the migration that builds it
 */
public record WrittenMigration(IndexMigration migration, Path file, Status status) {

    /** Whether there was anything to do. */
    public enum Status {
        WRITTEN,
        /** A migration in the folder builds the same index already. */
        ALREADY_THERE
    }
}
