package dev.sonde.sample.nplusone.scenario;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is true of a program, as its author knows it.
 *
 * @param child words of the repeated statement's SQL; several if several statements are repeated by one loop
 * @param parent words of the SQL of the statement whose rows drive the repetition, null if no statement does
 * @param loop {@code package.Class.method} that holds the loop, or for a loop inside a framework the method that calls
 *     it; null if there is none, or if it is on no stack of the children
 * @param faults how many findings are right: 0 or 1, or more where a program has several loops
 * @param from smallest N at which it is the fault that the label says; below, nothing is wrong
 */
public record Truth(
        Label label,
        List<String> child,
        @Nullable String parent,
        @Nullable String loop,
        int faults,
        int from) {
    public Truth {
        child = List.copyOf(child);
    }

    /** Whether the statement is one that is repeated. */
    public boolean isChild(String sql) {
        return child.stream().anyMatch(words -> contains(sql, words));
    }

    /** Whether the statement's rows drive the repetition. */
    public boolean isParent(String sql) {
        return parent != null && contains(sql, parent);
    }

    /** The label at this N. */
    public Label at(int n) {
        return n < from ? Label.NEGATIVE : label;
    }

    private static boolean contains(String sql, String words) {
        return sql.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").contains(words);
    }
}
