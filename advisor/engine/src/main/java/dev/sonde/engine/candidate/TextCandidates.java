package dev.sonde.engine.candidate;

import dev.sonde.engine.candidate.Condition.Kind;
import dev.sonde.engine.index.SqlIdentifier;
import dev.sonde.engine.plan.ExpressionTypes;
import java.util.List;
import java.util.Optional;

/**
 * Trigram indexes for texts that hold a constant anywhere. They need the extension {@code pg_trgm}; where it is not
 * installed nothing is proposed, since a migration that creates an extension is a decision of its own.
 */
final class TextCandidates implements CandidateFamily {

    private static final String EXTENSION = "pg_trgm";

    @Override
    public void propose(TableReads reads, TableAccess access, Proposals proposals) {
        for (Condition condition : access.conditions()) {
            boolean anywhere = condition.kind() == Kind.INFIX || condition.kind() == Kind.PATTERN;
            if (!anywhere || !ExpressionTypes.text(condition.subject().type())) {
                continue;
            }
            Optional<String> schema = reads.extension(EXTENSION);
            if (schema.isPresent()) {
                String operatorClass = operatorClass(schema.get(), "gin_trgm_ops");
                proposals.add("gin", List.of(condition.subject().key(operatorClass)), Reasons.of(condition), access);
            } else {
                proposals.reject(
                        access,
                        condition.text(),
                        "only a trigram index finds text within text, and extension pg_trgm is not installed",
                        "CREATE EXTENSION pg_trgm, take a new snapshot, and advise again");
            }
        }
    }

    /** The class with its schema, which need not be in the search path of whoever builds the index. */
    static String operatorClass(String schema, String name) {
        return SqlIdentifier.quoted(schema) + "." + name;
    }
}
