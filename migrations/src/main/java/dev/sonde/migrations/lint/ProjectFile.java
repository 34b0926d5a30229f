package dev.sonde.migrations.lint;

import dev.sonde.migrations.script.MigrationScript;
import java.util.Optional;

/**
 * A file below the migration folder, on the branch or its base.
 *
 * @param path relative to the repository, with forward slashes
 * @param name what the name says to Flyway
 * @param state how it stands to the base branch
 * @param script its statements, empty for files that hold no SQL or no text
 * @param base its text on the base branch, empty if it is not there
 * @param baseConf text of its {@code .sql.conf} on the base branch, empty if it is not there
 */
public record ProjectFile(
        String path,
        FileName name,
        State state,
        Optional<MigrationScript> script,
        Optional<String> base,
        Optional<String> baseConf) {

    /** How a file stands to the base branch. */
    public enum State {
        /** Not on the base branch. */
        ADDED,
        /** On both. */
        KEPT,
        /** Taken away on this branch. */
        DELETED,
        /** Added on the base branch since this one left it. */
        BASE_ONLY
    }

    /** A file that is not on the base branch. */
    public static ProjectFile added(String path, MigrationScript script, ProjectSettings settings) {
        return new ProjectFile(
                path,
                FileName.of(path, settings),
                State.ADDED,
                Optional.of(script),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether it is checked. */
    public boolean added() {
        return state == State.ADDED;
    }
}
