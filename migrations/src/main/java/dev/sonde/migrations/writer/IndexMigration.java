package dev.sonde.migrations.writer;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.index.SqlIdentifier;
import java.util.List;

/**
 * One index to be built by a migration of its own.
 *
 * @param name of the index, unquoted; it will be in the table's schema
 */
public record IndexMigration(IndexDefinition index, String name, Evidence evidence, BuildMode mode)
        implements IndexChange {

    /**
     * Checks what would go wrong only when the migration runs.
     *
     * @throws IllegalArgumentException if PostgreSQL would cut the name, or a part is no expression
     */
    public IndexMigration {
        requireName(name);
        for (IndexDefinition.Key key : index.keys()) {
            if (!key.isColumn()) {
                SqlText.requireFragment(key.expression());
            }
            SqlText.requireFragment(key.operatorClass());
        }
        SqlText.requireFragment(index.predicate());
    }

    static void requireName(String name) {
        if (name.isEmpty() || SqlIdentifier.bytes(name) > SqlIdentifier.MAX_BYTES) {
            throw new IllegalArgumentException("an index name has 1 to " + SqlIdentifier.MAX_BYTES + " bytes, not "
                    + SqlIdentifier.bytes(name) + ": " + SqlText.comment(name).substring(2));
        }
    }

    @Override
    public QualifiedName qualifiedName() {
        return new QualifiedName(index.table().schema(), name);
    }

    @Override
    public List<Script> scripts() {
        return List.of(new IndexScript(this).script());
    }

    /** Text of the migration. */
    public String script() {
        return new IndexScript(this).script().text();
    }

    @Override
    public String undo() {
        return "drop index concurrently if exists "
                + SqlText.rewritten(qualifiedName().sql()) + ";";
    }
}
