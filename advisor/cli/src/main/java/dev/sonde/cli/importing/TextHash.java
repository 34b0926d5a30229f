package dev.sonde.cli.importing;

import dev.sonde.capture.hash.ValueHasher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of values of which only the text is known. The profiler sees Java types, and the advisor hashes the statistics'
 * values by the column's type; here the text's form stands for the type, so that {@code 12.50}, a date or a time stamp have
 * the hash that the same value of a numeric, date or timestamp column has.
 */
final class TextHash {

    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,40}\\.\\d{1,40}");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern TIMESTAMP =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?([+-]\\d\\d(?::?\\d\\d)?|Z)?");
    private static final Pattern BYTES = Pattern.compile("\\\\x(?:[0-9a-f]{2})*");
    private static final String UNKNOWN = "\0unknown";

    private final ValueHasher hasher;

    TextHash(ValueHasher hasher) {
        this.hasher = hasher;
    }

    /** The hash of a literal as the normaliser reads it, or of the text of a bound value; 0 for null. */
    int of(@Nullable Object value) {
        return value instanceof String text ? hasher.hashText(text, type(text)) : hasher.hashObject(value);
    }

    /** A hash for a position whose value is not known: that of no value. */
    int unknown() {
        return hasher.hash(UNKNOWN);
    }

    private static String type(String text) {
        if (text.isEmpty() || text.length() > 90) {
            return "text";
        } else if (DECIMAL.matcher(text).matches()) {
            return "numeric";
        } else if (DATE.matcher(text).matches()) {
            return "date";
        } else if (TIMESTAMP.matcher(text).matches()) {
            return "timestamptz";
        }
        return BYTES.matcher(text).matches() ? "bytea" : "text";
    }
}
