package dev.sonde.migrations.plans;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.migrations.script.ScriptStatement;
import dev.sonde.migrations.sql.SqlToken;
import dev.sonde.migrations.trace.FileTrace;
import dev.sonde.migrations.trace.HeldLock;
import dev.sonde.migrations.trace.LockMode;
import dev.sonde.migrations.trace.Relation;
import dev.sonde.migrations.trace.StatementTrace;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the statement of a migration that a change comes from, by the locks that it took: nothing that statements are
 * planned by changes without one. Where several took them, the last counts that names what has changed.
 */
final class Causes {

    /** {@code column "status"}, {@code column o.status}, {@code function f(bigint)} in the server's words. */
    private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"|\\b(?:\\w+\\.)?(\\w+)(?=\\(| does not exist)");

    private final List<FileTrace> traces;

    /** @param traces in the order in which the files ran */
    Causes(List<FileTrace> traces) {
        this.traces = traces;
    }

    /** What dropped an index. */
    Place ofDropped(QualifiedName index) {
        return last(trace -> takes(trace, lock -> lock.relation().name().equals(index) && isExclusive(lock)))
                .or(() -> last(trace -> names(trace, Set.of(index.name()))))
                .orElseGet(this::end);
    }

    /** What made an index. */
    Place ofNew(QualifiedName index, QualifiedName table) {
        return last(trace -> names(trace, Set.of(index.name())))
                .or(() -> last(trace -> trace.statement().contains("index") && names(trace, Set.of(table.name()))))
                .orElseGet(this::end);
    }

    /** What changed one of these relations. */
    Place ofChange(List<Relation> relations) {
        Set<String> names = relations.stream()
                .map(relation -> relation.name().name())
                .collect(Collectors.toCollection(TreeSet::new));
        return last(trace -> holds(trace, exclusiveOn(relations)) && names(trace, names))
                .or(() -> last(trace -> takes(trace, exclusiveOn(relations))))
                .or(() -> last(trace -> takes(trace, lock -> isOn(lock, relations) && isStrong(lock))))
                .orElseGet(this::end);
    }

    /** What gave one of these tables a foreign key. */
    Place ofForeignKey(Set<QualifiedName> tables) {
        Set<String> names = tables.stream().map(QualifiedName::name).collect(Collectors.toCollection(TreeSet::new));
        return last(trace -> trace.statement().contains("references") && names(trace, names))
                .orElseGet(this::end);
    }

    /** What made the server refuse a statement that used these relations. */
    Place ofRefusal(List<Relation> relations, String reason) {
        Set<String> named = new TreeSet<>();
        Matcher name = NAME.matcher(reason);
        while (name.find()) {
            named.add(name.group(1) == null ? name.group(2) : name.group(1));
        }
        return last(trace -> holds(trace, exclusiveOn(relations)) && names(trace, named))
                .or(() -> last(trace -> takes(trace, exclusiveOn(relations))))
                .or(() -> last(trace -> names(trace, named)))
                .orElseGet(this::end);
    }

    /** The same causes in one of the files. */
    Causes in(String file) {
        return new Causes(
                traces.stream().filter(trace -> trace.file().equals(file)).toList());
    }

    private Optional<Place> last(Predicate<StatementTrace> condition) {
        for (int i = traces.size() - 1; i >= 0; i--) {
            List<StatementTrace> statements = traces.get(i).statements();
            for (int j = statements.size() - 1; j >= 0; j--) {
                if (condition.test(statements.get(j))) {
                    return Optional.of(new Place(
                            traces.get(i).file(), Optional.of(statements.get(j).statement())));
                }
            }
        }
        return Optional.empty();
    }

    /** The last file, if no statement is known to have done it. */
    private Place end() {
        FileTrace last = traces.get(traces.size() - 1);
        List<StatementTrace> statements = last.statements();
        return new Place(
                last.file(),
                statements.size() == 1 ? Optional.of(statements.get(0).statement()) : Optional.empty());
    }

    private static Predicate<HeldLock> exclusiveOn(List<Relation> relations) {
        return lock -> isOn(lock, relations) && isExclusive(lock);
    }

    private static boolean isOn(HeldLock lock, List<Relation> relations) {
        return relations.stream()
                .anyMatch(relation -> relation.oid() == lock.relation().oid());
    }

    private static boolean isExclusive(HeldLock lock) {
        return lock.mode() == LockMode.ACCESS_EXCLUSIVE;
    }

    private static boolean isStrong(HeldLock lock) {
        return lock.mode().compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) >= 0;
    }

    private static boolean takes(StatementTrace trace, Predicate<HeldLock> condition) {
        return trace.locks().stream().anyMatch(condition);
    }

    /** A second statement of a transaction does not take what the first one holds. */
    private static boolean holds(StatementTrace trace, Predicate<HeldLock> condition) {
        return takes(trace, condition) || trace.locksBefore().stream().anyMatch(condition);
    }

    private static boolean names(StatementTrace trace, Set<String> names) {
        ScriptStatement statement = trace.statement();
        for (SqlToken token : statement.tokens()) {
            boolean quoted = token.kind() == SqlToken.Kind.QUOTED_IDENTIFIER;
            boolean word = token.kind() == SqlToken.Kind.WORD;
            if ((quoted && names.contains(token.value()))
                    || (word && names.contains(token.text().toLowerCase(Locale.ROOT)))) {
                return true;
            }
        }
        return false;
    }
}
