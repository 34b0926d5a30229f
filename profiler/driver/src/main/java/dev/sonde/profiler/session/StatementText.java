package dev.sonde.profiler.session;

import dev.sonde.capture.file.ExecutionFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one text of the service maps to its statement: for each position of the normalised text the JDBC parameter, or
 * the hash of the literal that stood there.
 */
final class StatementText {

    private final ResolvedStatement statement;
    private final int[] parameters;
    private final int[] literals;
    private final int[] literalTypes;
    private final @Nullable Object[] literalValues;

    /**
     * @param parameters index of the JDBC parameter per position, -1 for a literal
     * @param literals hash per position, 0 where a parameter stands
     * @param literalTypes {@code java.sql.Types} code per position, 0 where a parameter stands
     * @param literalValues the literals of sessions that keep values, empty for others
     */
    StatementText(
            ResolvedStatement statement,
            int[] parameters,
            int[] literals,
            int[] literalTypes,
            @Nullable Object[] literalValues) {
        this.statement = statement;
        this.parameters = parameters;
        this.literals = literals;
        this.literalTypes = literalTypes;
        this.literalValues = literalValues;
    }

    ResolvedStatement statement() {
        return statement;
    }

    /** Puts binds and literals into the order of the normalised text. */
    void mergeBinds(int[] binds, int bindCount, ExecutionFields fields) {
        fields.ensureBinds(parameters.length);
        fields.bindCount = parameters.length;
        for (int i = 0; i < parameters.length; i++) {
            int parameter = parameters[i];
            fields.binds[i] = parameter < 0 ? literals[i] : parameter < bindCount ? binds[parameter] : 0;
        }
    }

    /** How many positions the normalised text has. */
    int positions() {
        return parameters.length;
    }

    /** The value at a position, from 0; null if it was not kept. */
    @Nullable
    Object value(int position, @Nullable Object[] binds) {
        int parameter = parameters[position];
        if (parameter < 0) {
            return position < literalValues.length ? literalValues[position] : null;
        }
        return parameter < binds.length ? binds[parameter] : null;
    }

    /** Types of the positions as far as binds showed them. */
    List<Integer> types(int[] bindTypes) {
        List<Integer> types = new ArrayList<>(parameters.length);
        for (int i = 0; i < parameters.length; i++) {
            int parameter = parameters[i];
            types.add(parameter < 0 ? literalTypes[i] : parameter < bindTypes.length ? bindTypes[parameter] : 0);
        }
        return types;
    }
}
