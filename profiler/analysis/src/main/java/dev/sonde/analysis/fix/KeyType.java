package dev.sonde.analysis.fix;

import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's type of a key, where the driver's calls tell it. */
public final class KeyType {
    /** How the name of an array's type ends; on its own, an array of whatever. */
    static final String ARRAY = "[]";

    private KeyType() {}

    /**
     * The type that pgjdbc sends for a position, null where it leaves the type to the server (dates, times, UUIDs) or
     * the capture does not know.
     *
     * @param bindTypes {@code java.sql.Types} codes per position, as in a capture's statement
     */
    public static @Nullable String of(List<Integer> bindTypes, int position) {
        int type = position >= 1 && position <= bindTypes.size() ? bindTypes.get(position - 1) : 0;
        return switch (type) {
            case Types.BIGINT -> "bigint";
            case Types.INTEGER -> "integer";
            case Types.SMALLINT, Types.TINYINT -> "smallint";
            case Types.VARCHAR, Types.CHAR, Types.LONGVARCHAR -> "varchar";
            case Types.NUMERIC, Types.DECIMAL -> "numeric";
            case Types.DOUBLE, Types.FLOAT -> "double precision";
            case Types.REAL -> "real";
            case Types.BOOLEAN, Types.BIT -> "boolean";
            case Types.ARRAY -> ARRAY;
            default -> null;
        };
    }
}
