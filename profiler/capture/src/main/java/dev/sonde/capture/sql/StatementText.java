package dev.sonde.capture.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The normalised text as it grows, with its slots; stops at the first token that would pass the limit. */
final class StatementText {
    // Comparing with every earlier literal would be quadratic in long texts
    private static final int MAX_SHARED = 64;

    private final Tokens tokens;
    private final int limit;
    private final StringBuilder text = new StringBuilder();
    private final List<Slot> slots = new ArrayList<>();
    private final Map<Integer, Integer> slotOfDollar = new HashMap<>();
    private int binds;
    private boolean cut;

    StatementText(Tokens tokens, int limit) {
        this.tokens = tokens;
        this.limit = limit;
    }

    String text() {
        return text.toString();
    }

    List<Slot> slots() {
        return slots;
    }

    boolean cut() {
        return cut;
    }

    void keep(int i) {
        if (fits(tokens.end(i) - tokens.start(i))) {
            int start = tokens.start(i);
            space(i, tokens.text.charAt(start));
            boolean jdbcEscape = tokens.kind(i) == SqlLexer.Kind.OPERATOR && tokens.jdbc;
            for (int at = start; at < tokens.end(i); at++) {
                char c = tokens.text.charAt(at);
                text.append(encodable(at, c) ? c : '\ufffd');
                if (jdbcEscape && c == '?') { // the second of "??"
                    at++;
                }
            }
        }
    }

    void literal(int spaceOf, @Nullable Object value, boolean share) {
        int shared = share && value != null ? indexOfLiteral(value) : -1;
        if (shared >= 0) {
            parameter(spaceOf, shared + 1);
        } else if (parameter(spaceOf, slots.size() + 1)) {
            slots.add(Slot.ofLiteral(value));
        }
    }

    void bind(int i) {
        if (parameter(i, slots.size() + 1)) {
            slots.add(Slot.ofBind(binds++));
        }
    }

    /** A native parameter; each number has one slot however often it occurs. */
    void dollar(int spaceOf, int i) {
        int number = number(i);
        Integer known = slotOfDollar.get(number);
        if (known != null) {
            parameter(spaceOf, known);
        } else if (parameter(spaceOf, slots.size() + 1)) {
            slots.add(Slot.ofBind(number - 1));
            slotOfDollar.put(number, slots.size());
        }
    }

    /** Casts the parameter just written to the type that tokens {@code from} to {@code to} name. */
    void castTo(int from, int to) {
        if (fits(2)) {
            text.append("::");
            for (int i = from; i < to; i++) {
                if (fits(tokens.end(i) - tokens.start(i))) {
                    if (i > from) {
                        space(i, tokens.text.charAt(tokens.start(i)));
                    }
                    text.append(tokens.text, tokens.start(i), tokens.end(i));
                }
            }
        }
    }

    private boolean parameter(int spaceOf, int number) {
        if (!fits(12)) {
            return false;
        }
        space(spaceOf, 'a');
        text.append('$').append(number);
        return true;
    }

    private boolean fits(int length) {
        cut |= text.length() + length + 1 > limit;
        return !cut;
    }

    private void space(int i, char first) {
        if (text.length() == 0) {
            return;
        }
        boolean wouldJoin = SqlLexer.isWordPart(first) && SqlLexer.isWordPart(text.charAt(text.length() - 1));
        if (tokens.spaceBefore(i) || wouldJoin) {
            text.append(' ');
        }
    }

    // The file is UTF-8, which has no lone surrogates
    private boolean encodable(int at, char c) {
        if (!Character.isSurrogate(c)) {
            return true;
        }
        return Character.isHighSurrogate(c)
                ? at + 1 < tokens.text.length() && Character.isLowSurrogate(tokens.text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(tokens.text.charAt(at - 1));
    }

    private int number(int i) {
        int length = tokens.end(i) - tokens.start(i);
        return length > 9 ? Integer.MAX_VALUE : Integer.parseInt(tokens.text, tokens.start(i) + 1, tokens.end(i), 10);
    }

    private int indexOfLiteral(Object value) {
        for (int i = 0; i < Math.min(slots.size(), MAX_SHARED); i++) {
            if (value.equals(slots.get(i).literal())) {
                return i;
            }
        }
        return -1;
    }
}
