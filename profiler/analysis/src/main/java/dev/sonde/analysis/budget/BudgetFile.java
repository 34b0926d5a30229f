package dev.sonde.analysis.budget;

import dev.sonde.analysis.text.VisibleLine;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The file of a budget: TOML of one simple form, sorted by route, so that a changed limit is one changed line.
 *
 * <pre>{@code
 * format = 1
 * service = "shop"
 *
 * [route."GET /orders"]
 * round-trips = 3
 * statements = 2
 * }</pre>
 *
 * It is read here, line by line, and not by a library for TOML: {@code sonde-junit} reads it within the tests of others, and
 * brings them no library. Whatever is not of this form is refused.
 */
public final class BudgetFile {
    /** As it is called where nothing else is said. */
    public static final String NAME = "sonde-budget.toml";

    static final long FORMAT = 1;

    private static final String HEAD = """
            # What one unit of work of a route may ask of the database: written by sonde budget, checked by
            # sonde compare --budget and @WithinBudget. To raise a limit on purpose, edit it here.
            """;

    private BudgetFile() {}

    /**
     * Reads a file.
     *
     * @throws BudgetFormatException if it is no budget
     */
    public static Budget read(Path file) throws IOException {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (CharacterCodingException e) {
            throw new BudgetFormatException(file + " is no budget: it is not text in UTF-8");
        }
    }

    /**
     * Reads a text.
     *
     * @param name of the file, for messages
     * @throws BudgetFormatException if it is no budget
     */
    public static Budget parse(String text, String name) {
        BudgetParser parser = new BudgetParser(name);
        List<String> lines = text.lines().toList();
        for (String line : lines) {
            parser.add(line);
        }
        return parser.budget();
    }

    /** The text of a budget, with a line break at its end. */
    public static String text(Budget budget) {
        StringBuilder text =
                new StringBuilder(HEAD).append("format = ").append(FORMAT).append('\n');
        if (!budget.service().isEmpty()) {
            text.append("service = ").append(quoted(budget.service())).append('\n');
        }
        budget.routes().forEach((route, limit) -> {
            text.append("\n[route.").append(quoted(route)).append("]\n");
            line(text, "round-trips", limit.roundTrips());
            line(text, "statements", limit.statements());
        });
        return text.toString();
    }

    private static void line(StringBuilder text, String key, long limit) {
        if (limit != Limit.NONE) {
            text.append(key).append(" = ").append(limit).append('\n');
        }
    }

    /** As a basic string; routes come from services and may hold anything. */
    private static String quoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c >= 0xD800 && c <= 0xDFFF) {
                text.append("\\uFFFD"); // half a character, which UTF-8 cannot hold
            } else if (!VisibleLine.of("x" + Character.toString(c) + "x").equals("x" + Character.toString(c) + "x")) {
                text.append(c > 0xFFFF ? String.format("\\U%08X", c) : String.format("\\u%04X", c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.append('"').toString();
    }
}
