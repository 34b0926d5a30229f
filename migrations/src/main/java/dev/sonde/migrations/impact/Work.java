package dev.sonde.migrations.impact;

import dev.sonde.engine.index.QualifiedName;
import java.util.Optional;

/**
 * A piece of work of a statement.
 *
 * @param index that is built, empty for other tasks
 * @param certain whether all of the table is worked through; else as much as that
 */
public record Work(Task task, QualifiedName table, Optional<QualifiedName> index, boolean certain) {

    /** For example {@code builds an index on public.orders: public.orders_at}. */
    public String words() {
        return task.words() + " " + table + index.map(name -> ": " + name).orElse("");
    }
}
