package dev.sonde.cli.importing;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The server's {@code log_line_prefix} as a pattern; escapes as the manual has them, with and without padding. */
final class LogLinePrefix {

    /** The server's own default. */
    static final String DEFAULT = "%m [%p] ";

    private static final int MATCHED = 1_000;
    private static final String SEVERITY =
            "(?<severity>DEBUG\\d?|INFO|NOTICE|WARNING|LOG|ERROR|FATAL|PANIC|DETAIL|HINT|QUERY|CONTEXT|STATEMENT|LOCATION"
                    + "|BACKTRACE):  ";

    private final Pattern pattern;
    private final Set<Character> escapes;

    private LogLinePrefix(Pattern pattern, Set<Character> escapes) {
        this.pattern = pattern;
        this.escapes = escapes;
    }

    /**
     * Reads a prefix as {@code show log_line_prefix} prints it.
     *
     * @throws IllegalArgumentException for an escape that no version of the server has
     */
    static LogLinePrefix of(String prefix) {
        StringBuilder regex = new StringBuilder("(?s)");
        Set<Character> escapes = new HashSet<>();
        boolean optional = false;
        for (int i = 0; i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            if (c != '%') {
                regex.append(Pattern.quote(String.valueOf(c)));
                continue;
            }
            int start = i++;
            while (i < prefix.length() && (prefix.charAt(i) == '-' || Character.isDigit(prefix.charAt(i)))) {
                i++;
            }
            char escape = i < prefix.length() ? prefix.charAt(i) : '%';
            if (escape == 'q') {
                optional = true;
                regex.append("(?:");
            } else if (escape == '%') {
                regex.append('%');
            } else {
                boolean padded = i > start + 1;
                regex.append(padded ? " *" : "").append(group(escape, escapes)).append(padded ? " *" : "");
            }
        }
        regex.append(optional ? ")?" : "").append(SEVERITY);
        return new LogLinePrefix(Pattern.compile(regex.toString()), escapes);
    }

    private static String group(char escape, Set<Character> escapes) {
        String value = switch (escape) {
            case 'a', 'u', 'd', 'r', 'h', 'L', 'b', 'i', 'v' -> ".{0,64}?";
            case 'p', 'l', 'x' -> "\\d+";
            case 'P' -> "\\d*";
            case 'Q' -> "-?\\d+";
            case 't', 's' -> "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [A-Za-z0-9+:-]{1,20}";
            case 'm' -> "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} [A-Za-z0-9+:-]{1,20}";
            case 'n' -> "\\d+\\.\\d{3}";
            case 'e' -> "[0-9A-Z]{5}";
            case 'c' -> "[0-9a-f]+\\.[0-9a-f]+";
            default -> throw new IllegalArgumentException("unknown escape %" + escape);
        };
        return escapes.add(escape) ? "(?<" + name(escape) + ">" + value + ")" : value;
    }

    /** Names of groups are letters only, and ignore no case. */
    private static String name(char escape) {
        return Character.isUpperCase(escape) ? "upper" + Character.toLowerCase(escape) : "lower" + escape;
    }

    /** The beginning of an entry or of a part of one; null if the line begins neither. */
    @Nullable
    Match match(String line) {
        Matcher matcher = pattern.matcher(line).region(0, Math.min(MATCHED, line.length()));
        return matcher.lookingAt() ? new Match(matcher, line.substring(matcher.end())) : null;
    }

    /** A line that begins with the prefix. */
    final class Match {
        private final Matcher matcher;
        private final String text;

        private Match(Matcher matcher, String text) {
            this.matcher = matcher;
            this.text = text;
        }

        String severity() {
            return matcher.group("severity").toUpperCase(Locale.ROOT);
        }

        String text() {
            return text;
        }

        /** What stood for an escape; empty if the prefix has none such. */
        String value(char escape) {
            String value = escapes.contains(escape) ? matcher.group(name(escape)) : null;
            return value == null ? "" : value.strip();
        }
    }
}
