package dev.sonde.engine.hygiene;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * Something to clear up.
 *
 * @param rule {@code invalid-index}, {@code duplicate-index}, {@code redundant-index}, {@code unused-index} or
 *     {@code foreign-key-without-index}
 * @param certainty {@code proved} by the catalog, or {@code counted} by counters of one server since their reset
 * @param index the one that the finding is about, or the foreign key
 * @param bytes that its file takes, 0 if there is none
 * @param reason with the figures that it rests on
 * @param statements that would mend it, to be looked at first
 */
@JsonPropertyOrder({"rule", "certainty", "table", "index", "bytes", "reason", "statements"})
public record HygieneFinding(
        String rule, String certainty, String table, String index, long bytes, String reason, List<String> statements) {
    public HygieneFinding {
        statements = List.copyOf(statements);
    }
}
