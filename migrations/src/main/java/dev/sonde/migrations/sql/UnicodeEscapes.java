package dev.sonde.migrations.sql;

/** The escapes of {@code U&"…"}: they keep what a reader or Flyway would misread out of the file. */
public final class UnicodeEscapes {

    /** What Flyway takes for the start of a placeholder, in comments too. */
    public static final String PLACEHOLDER = "${";

    private UnicodeEscapes() {}

    /** Whether a text would break a line, hide itself from a reviewer or be taken for a Flyway placeholder. */
    public static boolean needed(String text) {
        return text.contains(PLACEHOLDER) || text.codePoints().anyMatch(UnicodeEscapes::invisible);
    }

    /** Control, format (such as the marks that reverse the reading direction) and other unprintable characters. */
    public static boolean invisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> codePoint != ' ' && Character.isSpaceChar(codePoint);
        };
    }

    /** The text between the quotes, escape character backslash; quotes are not doubled here. */
    public static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            if (codePoint == '\\') {
                encoded.append("\\\\");
            } else if (invisible(codePoint) || text.startsWith(PLACEHOLDER, i)) {
                encoded.append(
                        codePoint > 0xFFFF ? String.format("\\+%06X", codePoint) : String.format("\\%04X", codePoint));
            } else {
                encoded.appendCodePoint(codePoint);
            }
        }
        return encoded.toString();
    }

    /** What the text between the quotes of {@code U&"…"} stands for; an escape that is none stays as it is. */
    public static String decoded(String text) {
        StringBuilder decoded = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            int digits = text.startsWith("\\+", i) ? 6 : 4;
            int from = i + (digits == 6 ? 2 : 1);
            if (text.startsWith("\\\\", i)) {
                decoded.append('\\');
                i += 2;
            } else if (text.charAt(i) == '\\'
                    && from + digits <= text.length()
                    && text.substring(from, from + digits).matches("[0-9a-fA-F]+")) {
                int codePoint = Integer.parseInt(text.substring(from, from + digits), 16);
                decoded.append(Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : "\uFFFD");
                i = from + digits;
            } else {
                decoded.append(text.charAt(i++));
            }
        }
        return decoded.toString();
    }
}
