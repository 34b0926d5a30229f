package dev.sonde.profiler.session;

import dev.sonde.capture.file.ExecutionFields;
import java.util.ArrayList;
import java.util.List;

/**
 * How one text of the service maps to its statement: for each position of the normalised text the JDBC parameter, or
 * the hash of the literal that stood there.
 */
final class StatementText {

    private final ResolvedStatement statement;
    private final int[] parameters;
    private final int[] literals;
    private final int[] literalTypes;

    /**
     * @param parameters index of the JDBC parameter per position, -1 for a literal
     * @param literals hash per position, 0 where a parameter stands
     * @param literalTypes {@code java.sql.Types} code per position, 0 where a parameter stands
     */
    StatementText(ResolvedStatement statement, int[] parameters, int[] literals, int[] literalTypes) {
        this.statement = statement;
        this.parameters = parameters;
        this.literals = literals;
        this.literalTypes = literalTypes;
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
