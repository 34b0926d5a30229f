package dev.sonde.capture.sql;

import java.math.BigDecimal;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * Where the value at one position of a normalised statement comes from: from a bind, or from a literal of the text.
 *
 * @param bindIndex which bind, from 0; -1 for a literal
 * @param literal Long, BigDecimal or String; null for a bind, and for a literal that must not be kept in any form
 */
public record Slot(int bindIndex, @Nullable Object literal) {
    static Slot ofBind(int index) {
        return new Slot(index, null);
    }

    static Slot ofLiteral(@Nullable Object value) {
        return new Slot(-1, value);
    }

    public boolean isLiteral() {
        return bindIndex < 0;
    }

    /**
     * The {@code java.sql.Types} code that a parameter in place of the literal needs for the server to read the
     * statement as it read the literal; 0 for binds and for strings, which the server calls "unknown".
     */
    public int jdbcType() {
        if (literal instanceof Long number) {
            return number == number.intValue() ? Types.INTEGER : Types.BIGINT;
        }
        return literal instanceof BigDecimal ? Types.NUMERIC : 0;
    }
}
