package dev.sonde.engine.bind;

import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A statement all of whose parameters were literals of its text, with their values in place again. As parameters without a type
 * the server refuses some of them: {@code $1 - $2} is no operator of known types, {@code 1 - 0.06} is.
 */
final class WrittenOut {

    private WrittenOut() {}

    /** Numbers as numbers first, then everything as strings; empty if not all values are known. */
    static List<WorkloadStatement> of(WorkloadStatement statement) {
        if (statement.samples().isEmpty()) {
            return List.of();
        }
        SortedMap<Integer, @Nullable String> values = statement.samples().get(0).values();
        List<WorkloadStatement> written = new ArrayList<>();
        for (boolean numbers : new boolean[] {true, false}) {
            Map<Integer, String> texts = new TreeMap<>();
            values.forEach((position, value) -> {
                if (statement.literalPositions().contains(position)) {
                    // The text of a typed literal, as in interval '1' year, may be a number and is none
                    boolean typed = statement.sql().contains("$" + position + "::");
                    texts.put(position, text(value, numbers && !typed));
                }
            });
            String sql = StatementText.substitute(statement.sql(), texts);
            if (!StatementText.hasParameters(sql)) {
                written.add(statement.written(sql));
            }
        }
        return written;
    }

    private static String text(@Nullable String value, boolean numbers) {
        if (value == null) {
            return "null";
        }
        // A minus sign before a number would run together with one before it
        return numbers && value.matches("\\d{1,30}(\\.\\d{1,30})?") ? value : StatementText.literal(value);
    }
}
