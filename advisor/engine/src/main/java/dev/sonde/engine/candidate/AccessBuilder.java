package dev.sonde.engine.candidate;

import dev.sonde.engine.candidate.Condition.Kind;
import dev.sonde.engine.candidate.TableAccess.Filter;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is found about one alias of a plan, while it is found. */
final class AccessBuilder {

    final TableSnapshot table;
    final Set<String> needed = new TreeSet<>();
    boolean wholeRow;
    List<Key> order = List.of();
    private final List<Condition> conditions = new ArrayList<>();
    private final List<List<Subject>> keysets = new ArrayList<>();
    private final List<Filter> filters = new ArrayList<>();

    AccessBuilder(TableSnapshot table) {
        this.table = table;
    }

    void add(Kind kind, Subject subject, String operator, String text) {
        Condition condition = new Condition(kind, subject, operator, text);
        if (!conditions.contains(condition)) {
            conditions.add(condition);
        }
    }

    void add(Filter filter) {
        // The same condition is read once per partition, under another alias each time.
        String text = filter.condition().sql();
        if (filters.stream().noneMatch(known -> known.condition().sql().equals(text))) {
            filters.add(filter);
        }
    }

    void addKeyset(List<Subject> keyset) {
        if (!keysets.contains(keyset)) {
            keysets.add(List.copyOf(keyset));
        }
    }

    boolean hasConditions() {
        return !conditions.isEmpty();
    }

    TableAccess access(String fingerprint, double weight, double rows) {
        return new TableAccess(
                fingerprint,
                table.name(),
                conditions,
                keysets,
                filters,
                order,
                wholeRow ? Set.of() : needed,
                weight,
                rows);
    }
}
