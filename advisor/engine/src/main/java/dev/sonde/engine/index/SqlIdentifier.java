package dev.sonde.engine.index;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Quoting and length rules of PostgreSQL identifiers. */
public final class SqlIdentifier {

    /** PostgreSQL's NAMEDATALEN less the final zero byte. */
    public static final int MAX_BYTES = 63;

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    private SqlIdentifier() {}

    /** The identifier as SQL text: quoted unless it is lower-case letters, digits and underscores and no keyword. */
    public static String quoted(String identifier) {
        if (identifier.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("an identifier cannot hold a zero byte");
        }
        if (PLAIN.matcher(identifier).matches() && !ReservedWords.contains(identifier)) {
            return identifier;
        }
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Length as PostgreSQL counts it. */
    public static int bytes(String identifier) {
        return identifier.getBytes(StandardCharsets.UTF_8).length;
    }
}
