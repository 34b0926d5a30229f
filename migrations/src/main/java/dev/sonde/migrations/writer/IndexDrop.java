package dev.sonde.migrations.writer;

import dev.sonde.engine.index.QualifiedName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One index to be dropped by a migration of its own.
 *
 * @param qualifiedName of the index, unquoted
 * @param definition as {@code pg_get_indexdef} gave it when the index was examined
 * @param replacement index that must be valid before, empty if none takes its place
 */
public record IndexDrop(
        QualifiedName qualifiedName, String definition, Optional<QualifiedName> replacement, Evidence evidence)
        implements IndexChange {

    /**
     * Checks the definition.
     *
     * @throws IllegalArgumentException if it is not one statement that creates an index
     */
    public IndexDrop {
        List<SqlToken> tokens = SqlToken.of(definition);
        boolean create = tokens.size() > 3
                && tokens.get(0).is("create")
                && (tokens.get(1).is("index")
                        || (tokens.get(1).is("unique") && tokens.get(2).is("index")));
        boolean one = tokens.stream().noneMatch(token -> token.is(";") || token.kind() == SqlToken.Kind.COMMENT);
        if (!create || !one) {
            throw new IllegalArgumentException("not a definition of an index as PostgreSQL gives it: "
                    + SqlText.comment(definition).substring(2));
        }
    }

    /** Name of the index, unquoted. */
    public String name() {
        return qualifiedName.name();
    }

    /** The drop of an index once another one is valid. */
    public IndexDrop replacedBy(IndexMigration migration) {
        return new IndexDrop(qualifiedName, definition, Optional.of(migration.qualifiedName()), evidence);
    }

    @Override
    public List<Script> scripts() {
        return List.of(new DropScript(this).script());
    }

    /** The statement that builds the index again. */
    @Override
    public String undo() {
        int at = definition.toLowerCase(Locale.ROOT).indexOf("index ") + "index ".length();
        return SqlText.rewritten(definition.substring(0, at) + "concurrently " + definition.substring(at)) + ";";
    }
}
