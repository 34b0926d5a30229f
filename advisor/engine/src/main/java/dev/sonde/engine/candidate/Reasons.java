package dev.sonde.engine.candidate;

import dev.sonde.engine.candidate.TableAccess.Filter;
import dev.sonde.engine.index.IndexDefinition.Key;
import java.util.List;

/** Says in words what asks for an index. */
final class Reasons {

    private Reasons() {}

    static String btree(List<Key> keys, List<String> include, List<Filter> filters) {
        String text = "reads by "
                + String.join(", ", keys.stream().map(Key::expression).toList());
        if (!filters.isEmpty()) {
            text += ", only rows where "
                    + String.join(
                            " and ",
                            filters.stream()
                                    .map(filter -> filter.condition().sql())
                                    .toList());
        }
        return include.isEmpty() ? text : text + ", and needs no more than " + String.join(", ", include);
    }

    static String of(Condition condition) {
        return "reads by " + condition.text();
    }
}
