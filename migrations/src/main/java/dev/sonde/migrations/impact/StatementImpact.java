package dev.sonde.migrations.impact;

import dev.sonde.migrations.script.ScriptStatement;
import dev.sonde.migrations.trace.Phase;
import dev.sonde.migrations.trace.Relation;
import java.util.List;
import java.util.Optional;

/**
 * What one statement of a migration means for the source.
 *
 * @param file path relative to the repository
 * @param locks the strongest that it takes on each relation that was there before, from ROW SHARE on; strongest first
 * @param phases at what points it waits for others, if it runs outside of a transaction
 */
public record StatementImpact(
        String file,
        ScriptStatement statement,
        List<LockImpact> locks,
        List<Work> works,
        List<Phase> phases,
        Forecast forecast) {

    public StatementImpact {
        locks = List.copyOf(locks);
        works = List.copyOf(works);
        phases = List.copyOf(phases);
    }

    /** The lock that it takes on a relation, if it is told. */
    public Optional<LockImpact> lockOn(Relation relation) {
        return locks.stream()
                .filter(lock -> lock.relation().oid() == relation.oid())
                .findFirst();
    }
}
