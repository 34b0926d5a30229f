package dev.sonde.cli.importing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the values that a log has of an execution: {@code parameters: $1 = 'it''s', $2 = NULL}. */
final class LoggedParameters {

    private static final String LABEL = "parameters: ";
    private static final int MAX_NUMBER = 65_535;

    private LoggedParameters() {}

    /**
     * The values by number, null for SQL NULL.
     *
     * @param detail of the log entry; the label's first letter is a capital since PostgreSQL 16
     * @return null if there are none or not all can be read
     */
    static @Nullable List<@Nullable String> of(String detail) {
        int from = detail.regionMatches(true, 0, LABEL, 0, LABEL.length()) ? LABEL.length() : 0;
        return detail.startsWith("$", from) ? parse(detail, from) : null;
    }

    private static @Nullable List<@Nullable String> parse(String text, int from) {
        List<@Nullable String> values = new ArrayList<>();
        int i = from;
        while (i < text.length()) {
            int equals = text.indexOf(" = ", i);
            String number = equals < 0 || text.charAt(i) != '$' ? "" : text.substring(i + 1, equals);
            if (!number.matches("\\d{1,5}")
                    || Integer.parseInt(number) != values.size() + 1
                    || values.size() >= MAX_NUMBER) {
                return null;
            }
            i = equals + 3;
            if (text.startsWith("NULL", i)) {
                values.add(null);
                i += 4;
            } else {
                StringBuilder value = new StringBuilder();
                i = quoted(text, i, value);
                if (i < 0) {
                    return null;
                }
                values.add(value.toString());
            }
            if (i < text.length() && !text.startsWith(", ", i)) {
                return null;
            }
            i += 2;
        }
        return values;
    }

    /** The index behind the value in quotes, -1 if there is none. */
    static int quoted(String text, int start, StringBuilder value) {
        if (start >= text.length() || text.charAt(start) != '\'') {
            return -1;
        }
        for (int i = start + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\'') {
                value.append(c);
            } else if (i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                value.append(c);
                i++;
            } else {
                return i + 1;
            }
        }
        return -1;
    }
}
