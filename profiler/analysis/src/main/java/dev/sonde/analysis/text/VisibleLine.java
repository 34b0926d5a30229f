package dev.sonde.analysis.text;

/** Text that may hold anything, terminal escapes included, on one line. */
public final class VisibleLine {

    private VisibleLine() {}

    /** The text on one line; control and other invisible characters are spelled out. */
    public static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean space = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            if (codePoint == ' ' || codePoint == '\n' || codePoint == '\r' || codePoint == '\t') {
                space = !line.isEmpty();
                continue;
            }
            if (space) {
                line.append(' ');
                space = false;
            }
            if (isInvisible(codePoint)) {
                line.append(String.format("<U+%04X>", codePoint));
            } else {
                line.appendCodePoint(codePoint);
            }
        }
        return line.toString();
    }

    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> Character.isSpaceChar(codePoint);
        };
    }

    /** The text on one line of at most so many characters. */
    public static String shortened(String text, int length) {
        String line = of(text);
        int characters = line.codePointCount(0, line.length());
        return characters <= length ? line : line.substring(0, line.offsetByCodePoints(0, length - 1)) + "…";
    }
}
