package dev.sonde.engine.candidate;

import dev.sonde.engine.candidate.Condition.Kind;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.plan.ExpressionTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Indexes on what values are made of: GIN over the keys of documents, the elements of arrays and the words of texts,
 * GiST over ranges, networks and shapes, and GiST for the nearest.
 */
final class PartsCandidates implements CandidateFamily {

    private static final Set<String> OF_KEYS = Set.of("?", "?|", "?&");
    private static final Set<String> OF_PATHS = Set.of("@>", "@?", "@@");
    private static final Set<String> OF_ARRAYS = Set.of("@>", "<@", "&&");
    private static final Set<String> SHAPES = Set.of("point", "box", "polygon", "circle");

    @Override
    public void propose(TableReads reads, TableAccess access, Proposals proposals) {
        for (Condition condition : access.conditions()) {
            if (condition.kind() == Kind.PARTS) {
                parts(reads, access, condition, proposals);
            } else if (condition.kind() == Kind.NEAREST) {
                nearest(reads, access, condition, proposals);
            }
        }
    }

    private static void parts(TableReads reads, TableAccess access, Condition condition, Proposals proposals) {
        Subject subject = condition.subject();
        String operator = condition.operator();
        String type = subject.type();
        if (type.equals("jsonb") && OF_KEYS.contains(operator)) {
            gin(subject, "", access, condition, proposals);
        } else if (type.equals("jsonb") && OF_PATHS.contains(operator)) {
            gin(subject, "jsonb_path_ops", access, condition, proposals);
            boolean keysToo = reads.accesses().stream()
                    .flatMap(other -> other.conditions().stream())
                    .anyMatch(other -> other.subject().equals(subject) && OF_KEYS.contains(other.operator()));
            if (keysToo) {
                gin(subject, "", access, condition, proposals); // serves both, and one is less than two
            }
        } else if ((type.endsWith("[]") && OF_ARRAYS.contains(operator))
                || (type.equals("tsvector") && operator.equals("@@"))) {
            gin(subject, "", access, condition, proposals);
        } else if (type.endsWith("range") || SHAPES.contains(type)) {
            gist(reads, subject, "", access, condition, proposals);
        } else if (type.equals("inet") || type.equals("cidr")) {
            gist(reads, subject, "inet_ops", access, condition, proposals);
        } else {
            proposals.reject(
                    access,
                    condition.text(),
                    "no index for operator " + operator + " of type " + type + " is known",
                    "");
        }
    }

    private static void gin(
            Subject subject, String operatorClass, TableAccess access, Condition condition, Proposals proposals) {
        proposals.add("gin", List.of(subject.key(operatorClass)), Reasons.of(condition), access);
    }

    private static void gist(
            TableReads reads,
            Subject subject,
            String operatorClass,
            TableAccess access,
            Condition condition,
            Proposals proposals) {
        proposals.add("gist", List.of(subject.key(operatorClass)), Reasons.of(condition), access);
        List<Subject> equal = reads.sorted(access.subjects(Kind.EQUAL));
        if (!equal.isEmpty() && reads.extension("btree_gist").isPresent()) {
            List<Key> keys = new ArrayList<>(equal.stream().map(Subject::key).toList());
            keys.add(subject.key(operatorClass));
            proposals.add("gist", keys, Reasons.of(condition), access);
        }
    }

    private static void nearest(TableReads reads, TableAccess access, Condition condition, Proposals proposals) {
        Subject subject = condition.subject();
        if (SHAPES.contains(subject.type())) {
            proposals.add("gist", List.of(subject.key()), Reasons.of(condition), access);
        } else if (ExpressionTypes.text(subject.type())) {
            reads.extension("pg_trgm")
                    .ifPresent(schema -> proposals.add(
                            "gist",
                            List.of(subject.key(TextCandidates.operatorClass(schema, "gist_trgm_ops"))),
                            Reasons.of(condition),
                            access));
        } else {
            proposals.reject(access, condition.text(), "no index gives the nearest of type " + subject.type(), "");
        }
    }
}
