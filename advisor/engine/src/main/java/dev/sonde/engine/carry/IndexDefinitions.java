package dev.sonde.engine.carry;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.index.IndexDefinition.Order;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.IndexSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An index of a catalog as the size model takes it. */
final class IndexDefinitions {

    private static final Pattern OPERATOR_CLASS = Pattern.compile("\\b(\\w+_ops)\\b");
    private static final Pattern PARAMETER = Pattern.compile("([a-z_]+)=([a-z0-9.]+)");

    private IndexDefinitions() {}

    static IndexDefinition of(QualifiedName table, IndexSnapshot index) {
        Matcher classes = OPERATOR_CLASS.matcher(index.definition());
        List<Key> keys = new ArrayList<>();
        for (IndexSnapshot.Key key : index.keys()) {
            String column = key.column();
            // Only classes that are not the default are written, in the order of the keys.
            String operatorClass = !key.defaultOperatorClass() && classes.find() ? classes.group(1) : "";
            keys.add(new Key(
                    column == null ? key.expression() : column,
                    column != null,
                    operatorClass,
                    index.method().equals("btree") ? key.order() : Order.ASC_NULLS_LAST));
        }
        SortedMap<String, String> parameters = new TreeMap<>();
        for (String parameter : index.storageParameters()) {
            Matcher parts = PARAMETER.matcher(parameter);
            if (parts.matches()) {
                parameters.put(parts.group(1), parts.group(2));
            }
        }
        return new IndexDefinition(
                table, index.method(), keys, index.include(), index.unique(), index.predicate(), parameters);
    }
}
