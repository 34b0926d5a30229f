package dev.sonde.capture.sql;

import java.math.BigDecimal;

/** The values of literals, as far as they can be told without a type. */
final class Literals {
    // Beyond this, reading a number's digits takes quadratic time and nobody means a number
    private static final int MAX_DIGITS = 100;

    private Literals() {}

    static Object number(String text, int start, int end, boolean negative) {
        String digits = (negative ? "-" : "") + text.substring(start, end).replace("_", "");
        if (digits.length() > MAX_DIGITS) {
            return digits;
        }
        try {
            int prefix = negative ? 1 : 0;
            if (digits.length() > prefix + 2 && digits.charAt(prefix) == '0') {
                switch (digits.charAt(prefix + 1) | 0x20) {
                    case 'x':
                        return radix(digits, prefix, 16);
                    case 'o':
                        return radix(digits, prefix, 8);
                    case 'b':
                        return radix(digits, prefix, 2);
                    default:
                        break;
                }
            }
            BigDecimal value = new BigDecimal(digits);
            boolean integer = digits.indexOf('.') < 0 && digits.indexOf('e') < 0 && digits.indexOf('E') < 0;
            return integer && value.toBigInteger().bitLength() < 64 ? (Object) value.longValue() : value;
        } catch (NumberFormatException notANumber) { // 0b12: the server will say so
            return digits;
        }
    }

    private static Object radix(String digits, int prefix, int radix) {
        long value = Long.parseLong(digits.substring(prefix + 2), radix);
        return prefix == 1 ? -value : value;
    }

    /** The content of a string constant of any kind; adjoining constants are joined. */
    static String string(String text, int start, int end) {
        char c = text.charAt(start);
        if (c == '$') {
            int tag = text.indexOf('$', start + 1) + 1 - start;
            boolean closed = end - tag >= start + tag && text.startsWith(text.substring(start, start + tag), end - tag);
            return text.substring(start + tag, closed ? end - tag : end);
        }
        boolean unicode = c == 'u' || c == 'U';
        boolean backslashes = c == 'e' || c == 'E';
        StringBuilder value = new StringBuilder(end - start);
        boolean inside = false;
        for (int i = start; i < end; i++) {
            char unit = text.charAt(i);
            char following = i + 1 < end ? text.charAt(i + 1) : 0;
            if (!inside) {
                if (unit == '\'') {
                    inside = true;
                } else if (unit == '-' && following == '-') { // a comment between adjoining constants
                    while (i < end && text.charAt(i) != '\n') {
                        i++;
                    }
                }
            } else if (unit == '\'' && following == '\'') {
                value.append(unit);
                i++;
            } else if (unit == '\'') {
                inside = false;
                if (unicode) { // what follows is UESCAPE, not content
                    break;
                }
            } else if (unit == '\\' && backslashes && i + 1 < end) {
                i = escape(text, i + 1, end, value);
            } else if (unit == '\\' && unicode && i + 4 < end && following != '\\') {
                i = codePoint(text, following == '+' ? i + 2 : i + 1, following == '+' ? 6 : 4, end, value);
            } else {
                value.append(unit);
            }
        }
        return value.toString();
    }

    private static int escape(String text, int at, int end, StringBuilder value) {
        char c = text.charAt(at);
        switch (c) {
            case 'n':
                value.append('\n');
                return at;
            case 't':
                value.append('\t');
                return at;
            case 'r':
                value.append('\r');
                return at;
            case 'b':
                value.append('\b');
                return at;
            case 'f':
                value.append('\f');
                return at;
            case 'u':
                return codePoint(text, at + 1, 4, end, value);
            case 'U':
                return codePoint(text, at + 1, 8, end, value);
            default:
                value.append(c);
                return at;
        }
    }

    private static int codePoint(String text, int from, int digits, int end, StringBuilder value) {
        if (from + digits <= end) {
            try {
                int point = Integer.parseUnsignedInt(text, from, from + digits, 16);
                if (Character.isValidCodePoint(point)) {
                    value.appendCodePoint(point);
                    return from + digits - 1;
                }
            } catch (NumberFormatException notHexadecimal) {
                value.append('\\');
            }
        }
        return from - 1;
    }
}
