package dev.sonde.engine.plan;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which columns an UPDATE assigns; EXPLAIN does not say so. */
public final class AssignedColumns {

    private static final Pattern SET =
            Pattern.compile("(?is)\\bset\\b(.*?)(?:\\bwhere\\b|\\bfrom\\b|\\breturning\\b|$)");
    private static final Pattern ASSIGNED =
            Pattern.compile("(?:\"((?:[^\"]|\"\")+)\"|([\\p{L}_][\\p{L}\\p{N}_$]*))\\s*=");
    private static final Pattern ROW = Pattern.compile("\\(([^()]*)\\)\\s*=");

    private AssignedColumns() {}

    /** The text with blanks for what is quoted or in parentheses, where FROM and WHERE end no list. */
    private static String masked(String sql) {
        StringBuilder text = new StringBuilder(sql);
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            boolean inside = depth > 0 || quote != 0;
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth = Math.max(0, depth - 1);
            }
            if (inside) {
                text.setCharAt(i, ' ');
            }
        }
        return text.toString();
    }

    /** Unquoted names, among them perhaps some that are only compared: too many rather than too few. */
    public static Set<String> of(String sql) {
        Set<String> columns = new TreeSet<>();
        Matcher set = SET.matcher(masked(sql));
        while (set.find()) {
            String list = sql.substring(set.start(1), set.end(1));
            Matcher assigned = ASSIGNED.matcher(list);
            while (assigned.find()) {
                String quoted = assigned.group(1);
                columns.add(
                        quoted != null
                                ? quoted.replace("\"\"", "\"")
                                : assigned.group(2).toLowerCase(Locale.ROOT));
            }
            Matcher row = ROW.matcher(list);
            while (row.find()) {
                for (String name : row.group(1).split(",")) {
                    String plain = name.strip();
                    columns.add(
                            plain.startsWith("\"") && plain.endsWith("\"") && plain.length() > 2
                                    ? plain.substring(1, plain.length() - 1).replace("\"\"", "\"")
                                    : plain.toLowerCase(Locale.ROOT));
                }
            }
        }
        return columns;
    }
}
