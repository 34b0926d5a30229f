package dev.sonde.engine.snapshot;

import java.util.ArrayList;
import java.util.List;

/** Reads the text form of a one-dimensional PostgreSQL array. */
final class ArrayText {

    private ArrayText() {}

    /** The elements; a null element is left out, since statistics hold none. */
    static List<String> elements(String array) {
        List<String> elements = new ArrayList<>();
        int start = array.indexOf('{');
        StringBuilder element = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        for (int i = start + 1; i < array.length(); i++) {
            char c = array.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                    element.append(array.charAt(i));
                } else if (c == '"') {
                    quoted = false;
                } else {
                    element.append(c);
                }
            } else if (c == '"') {
                quoted = true;
                wasQuoted = true;
            } else if (c == ',' || (c == '}' && i == array.length() - 1)) {
                boolean nullElement = !wasQuoted && element.toString().equals("NULL");
                if (!nullElement && (wasQuoted || !element.isEmpty())) {
                    elements.add(element.toString());
                }
                element.setLength(0);
                wasQuoted = false;
            } else {
                element.append(c);
            }
        }
        return elements;
    }
}
