package dev.sonde.sample.nplusone.peer;

import dev.sonde.capture.sql.Verb;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement the service sent, as a detector in its place would have seen it.
 *
 * @param statement identifier of the text, literals taken out
 * @param fingerprint of the text, lists collapsed as well
 * @param literals hashes of the values that were written into the text
 * @param parameters hashes of the values that were bound
 * @param stack the service's own frames, innermost first; empty if none was captured for this statement in its scope
 * @param nanos execution and fetch
 * @param batchSize rows of a JDBC batch, 0 if it was none
 */
public record Query(
        long sequence,
        int thread,
        long statement,
        long fingerprint,
        String sql,
        Verb verb,
        List<@Nullable Integer> literals,
        List<@Nullable Integer> parameters,
        List<String> stack,
        long nanos,
        int batchSize,
        boolean truncated) {
    public Query {
        literals = Collections.unmodifiableList(literals);
        parameters = Collections.unmodifiableList(parameters);
        stack = List.copyOf(stack);
    }

    public boolean isSelect() {
        return verb == Verb.SELECT;
    }

    /** What a peer that compares texts compares: the same if and only if the service's own text was the same. */
    Text text() {
        return new Text(statement, literals);
    }

    /** A text as the service wrote it. */
    record Text(long statement, List<@Nullable Integer> literals) {}
}
