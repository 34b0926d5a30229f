package dev.sonde.cli.html;

import dev.sonde.cli.output.VisibleText;

/** Text from captures and catalogs as HTML that shows just these characters. */
public final class HtmlText {

    private HtmlText() {}

    /** The text on one line, for the content of an element or a quoted attribute; invisible characters are spelled out. */
    public static String of(String text) {
        StringBuilder escaped = new StringBuilder();
        String line = VisibleText.line(text);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
