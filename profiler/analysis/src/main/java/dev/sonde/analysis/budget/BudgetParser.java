package dev.sonde.analysis.budget;

import dev.sonde.analysis.text.VisibleLine;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a budget. */
final class BudgetParser {
    private static final String STRING = "\"((?:[^\"\\\\]|\\\\.)*+)\"";
    private static final String END = "\\s*(?:#.*)?";
    private static final Pattern NOTHING = Pattern.compile(END);
    private static final Pattern ROUTE = Pattern.compile("\\s*\\[\\s*route\\s*\\.\\s*" + STRING + "\\s*]" + END);
    private static final Pattern NUMBER = Pattern.compile("\\s*([a-z-]+)\\s*=\\s*([0-9]{1,18})" + END);
    private static final Pattern TEXT = Pattern.compile("\\s*([a-z-]+)\\s*=\\s*" + STRING + END);
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))");
    private static final int SHOWN_CHARS = 60;

    private final String name;
    private final SortedMap<String, Limit> routes = new TreeMap<>();
    private int line;
    private @Nullable Long format;
    private @Nullable String service;
    private @Nullable String route;
    private @Nullable Long roundTrips;
    private @Nullable Long statements;

    BudgetParser(String name) {
        this.name = name;
    }

    void add(String text) {
        line++;
        Matcher header = ROUTE.matcher(text);
        Matcher number = NUMBER.matcher(text);
        Matcher string = TEXT.matcher(text);
        if (NOTHING.matcher(text).matches()) {
            return;
        }
        if (header.matches()) {
            begin(unescaped(header.group(1)));
        } else if (number.matches()) {
            number(number.group(1), Long.parseLong(number.group(2)));
        } else if (string.matches() && string.group(1).equals("service") && route == null) {
            service = once(service, unescaped(string.group(2)), "service");
        } else {
            throw failure("neither [route.\"…\"] nor a limit such as round-trips = 3: "
                    + VisibleLine.shortened(text.strip(), SHOWN_CHARS));
        }
    }

    private void begin(String next) {
        end();
        if (routes.containsKey(next)) {
            throw failure("the route has limits already: " + VisibleLine.shortened(next, SHOWN_CHARS));
        }
        route = next;
        roundTrips = null;
        statements = null;
    }

    private void number(String key, long value) {
        if (route == null && key.equals("format")) {
            format = once(format, value, key);
            if (value != BudgetFile.FORMAT) {
                throw failure("format " + value + " is not known, only " + BudgetFile.FORMAT
                        + ": it was written by another version of sonde");
            }
        } else if (route != null && key.equals("round-trips")) {
            roundTrips = once(roundTrips, value, key);
        } else if (route != null && key.equals("statements")) {
            statements = once(statements, value, key);
        } else {
            throw failure("unknown key " + key
                    + (route == null
                            ? ": format and service stand before the first route"
                            : ": a route has round-trips and statements"));
        }
    }

    private <T> T once(@Nullable T before, T value, String key) {
        if (before != null) {
            throw failure(key + " is given twice");
        }
        return value;
    }

    private void end() {
        if (route != null) {
            routes.put(
                    route,
                    new Limit(
                            roundTrips == null ? Limit.NONE : roundTrips,
                            statements == null ? Limit.NONE : statements));
        }
    }

    Budget budget() {
        end();
        if (format == null) {
            line = 1;
            throw failure("\"format = 1\" is missing: this is no budget of sonde");
        }
        return new Budget(service == null ? "" : service, routes);
    }

    private String unescaped(String text) {
        Matcher escape = ESCAPE.matcher(text);
        StringBuilder plain = new StringBuilder();
        int from = 0;
        while (escape.find()) {
            plain.append(text, from, escape.start());
            from = escape.end();
            String digits = escape.group(1) != null ? escape.group(1) : escape.group(2);
            if (digits == null) {
                plain.append(escaped(escape.group(3).charAt(0)));
            } else {
                long code = Long.parseLong(digits, 16);
                if (code > Character.MAX_CODE_POINT) {
                    throw failure("no such character: " + escape.group());
                }
                plain.appendCodePoint((int) code);
            }
        }
        return plain.append(text.substring(from)).toString();
    }

    private char escaped(char c) {
        return switch (c) {
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case '"', '\\' -> c;
            default -> throw failure("no such escape: \\" + c);
        };
    }

    private BudgetFormatException failure(String why) {
        return new BudgetFormatException(name + ":" + line + ": " + why);
    }
}
