package dev.sonde.migrations.trace;

import dev.sonde.migrations.script.ScriptStatement;
import java.util.List;
import java.util.Optional;

/**
 * What one statement did. Only relations that were there before the first file count, but for {@code messages}.
 *
 * @param locks new ones, by relation, then mode
 * @param locksBefore those that earlier statements of the file still hold
 * @param rewritten tables whose file was written anew
 * @param rebuilt indexes whose file was written anew
 * @param scanned tables that were read from end to end
 * @param built tables that a new index was built on
 * @param newIndexes those that it made on these tables
 * @param phases at what points it waits for others, if it runs outside of a transaction; in their order
 * @param messages what the server said at level DEBUG1
 * @param millis time on the empty server: says nothing of the time on a full one
 * @param inTransaction whether its locks are held until the end of the file
 */
public record StatementTrace(
        ScriptStatement statement,
        List<HeldLock> locks,
        List<HeldLock> locksBefore,
        List<Relation> rewritten,
        List<Relation> rebuilt,
        List<Relation> scanned,
        List<Relation> built,
        List<Relation> newIndexes,
        List<Phase> phases,
        List<String> messages,
        long millis,
        boolean inTransaction) {

    public StatementTrace {
        locks = List.copyOf(locks);
        locksBefore = List.copyOf(locksBefore);
        rewritten = List.copyOf(rewritten);
        rebuilt = List.copyOf(rebuilt);
        scanned = List.copyOf(scanned);
        built = List.copyOf(built);
        newIndexes = List.copyOf(newIndexes);
        phases = List.copyOf(phases);
        messages = List.copyOf(messages);
    }

    /** The strongest lock that it or an earlier statement holds on a relation. */
    public Optional<LockMode> lockOn(Relation relation) {
        LockMode strongest = null;
        for (List<HeldLock> held : List.of(locks, locksBefore)) {
            for (HeldLock lock : held) {
                if (lock.relation().oid() == relation.oid()
                        && (strongest == null || lock.mode().compareTo(strongest) > 0)) {
                    strongest = lock.mode();
                }
            }
        }
        return Optional.ofNullable(strongest);
    }

    /** Whether the server said something that begins like this. */
    public boolean said(String beginning) {
        return messages.stream().anyMatch(message -> message.startsWith(beginning));
    }
}
