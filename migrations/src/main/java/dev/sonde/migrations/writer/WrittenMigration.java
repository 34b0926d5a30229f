package dev.sonde.migrations.writer;

import java.nio.file.Path;

/**
 * What became of one change; one that needs several migrations has as many of these.
 *
 * @param file the migration that makes it
 */
public record WrittenMigration(IndexChange migration, Path file, Status status) {

    /** Whether there was anything to do. */
    public enum Status {
        WRITTEN,
        /** A migration in the folder builds the same index already. */
        ALREADY_THERE
    }
}
