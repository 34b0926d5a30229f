package dev.sonde.engine.snapshot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An index as the server deparses it, cut into its parts: method, operator classes, collations and directions are compared as
 * the server writes them, so that nothing is taken for equal that is not.
 *
 * @param target what follows {@code USING}: two indexes of one table with the same target hold the same
 * @param keys text of each key
 * @param columns names of all columns that the index itself holds
 */
public record IndexText(String target, List<String> keys, Set<String> columns) {

    /** Cuts its definition. */
    public static IndexText of(IndexSnapshot index) {
        String definition = index.definition();
        String target = definition.substring(definition.indexOf(" USING ") + " USING ".length());
        Set<String> columns = new HashSet<>(index.include());
        for (IndexSnapshot.Key key : index.keys()) {
            if (key.column() != null) {
                columns.add(key.column());
            }
        }
        return new IndexText(target, keys(target), columns);
    }

    /** Whether these keys are the first of the other's. */
    public boolean leads(IndexText other) {
        return keys.size() <= other.keys.size()
                && other.keys.subList(0, keys.size()).equals(keys);
    }

    /**
     * What stands between a key's expression and its direction: collation and operator class, empty if both are the
     * defaults.
     *
     * @param number of the key, from 0
     */
    String operatorClass(IndexSnapshot.Key key, int number) {
        String text = keys.get(number);
        if (!text.startsWith(key.expression())) {
            return "";
        }
        String rest = text.substring(key.expression().length());
        for (String order : List.of(" NULLS FIRST", " NULLS LAST", " DESC")) {
            rest = rest.endsWith(order) ? rest.substring(0, rest.length() - order.length()) : rest;
        }
        return rest.strip();
    }

    private static List<String> keys(String target) {
        List<String> keys = new ArrayList<>();
        int start = target.indexOf('(') + 1;
        int depth = 1;
        for (int i = start; depth > 0 && i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '\'' || c == '"') {
                i = target.indexOf(c, i + 1); // a doubled quote begins the next quoted text
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
            if (depth == 0 || (depth == 1 && c == ',')) {
                keys.add(target.substring(start, i).strip());
                start = i + 1;
            }
        }
        return keys;
    }
}
