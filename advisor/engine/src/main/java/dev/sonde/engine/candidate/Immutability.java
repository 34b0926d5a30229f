package dev.sonde.engine.candidate;

import dev.sonde.engine.plan.Expression;
import dev.sonde.engine.plan.ExpressionTypes;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether an index may hold an expression: PostgreSQL asks that it be immutable. The built-in functions are those that
 * {@code pg_proc} calls immutable from 13 to 18; functions of the user are looked up in the snapshot; what is not known
 * counts as not immutable.
 */
final class Immutability {

    private static final Set<String> FUNCTIONS =
            Set.of(("lower upper btrim ltrim rtrim replace substr substring left right split_part reverse md5 length "
                            + "char_length octet_length cardinality array_length coalesce nullif greatest least abs "
                            + "round floor ceil ceiling trunc mod sign timezone jsonb_extract_path_text "
                            + "jsonb_extract_path jsonb_array_length jsonb_typeof starts_with translate initcap "
                            + "date_trunc extract date_part to_tsvector")
                    .split(" "));

    private static final Set<String> OPERATORS =
            Set.of("->", "->>", "#>", "#>>", "||", "+", "-", "*", "/", "%", "=", "<", ">", "<=", ">=", "<>");

    private static final Set<String> DATES = Set.of("date", "timestamp without time zone", "time without time zone");
    private static final Set<String> WITH_ZONE = Set.of("timestamp with time zone", "time with time zone");

    private final PlanTables tables;
    private final ExpressionTypes types;

    Immutability(PlanTables tables, ExpressionTypes types) {
        this.tables = tables;
        this.types = types;
    }

    /** Why it is not immutable and what to do about it. */
    record Problem(String reason, String hint) {}

    /** Null if an index may hold the expression. */
    @Nullable
    Problem problem(Expression expression) {
        Problem[] found = {null};
        expression.forEach(part -> {
            Problem problem = ofPart(part);
            if (found[0] == null && problem != null) {
                found[0] = problem;
            }
        });
        return found[0];
    }

    private @Nullable Problem ofPart(Expression part) {
        if (part instanceof Expression.Call call) {
            return ofCall(call);
        } else if (part instanceof Expression.Cast cast) {
            return ofCast(cast);
        } else if (part instanceof Expression.Operation operation
                && (operation.any() || !OPERATORS.contains(operation.operator()))) {
            return new Problem("operator " + operation.operator() + " is not known to be immutable", "");
        } else if (part instanceof Expression.Operation operation
                && (operation.operator().equals("+") || operation.operator().equals("-"))
                && WITH_ZONE.contains(types.of(operation.left()))) {
            return new Problem(
                    "arithmetic with a time zone depends on the session's setting",
                    "move the interval to the other side of the comparison");
        }
        return null;
    }

    private @Nullable Problem ofCall(Expression.Call call) {
        String name = ExpressionTypes.unqualified(call.function());
        if (name.equals("to_tsvector") && call.arguments().size() < 2) {
            return new Problem(
                    "to_tsvector without a configuration depends on a setting",
                    "name it, as in to_tsvector('english', …), in the query and in the index");
        }
        boolean ofTime = Set.of("date_trunc", "extract", "date_part").contains(name);
        if (ofTime && call.arguments().stream().anyMatch(argument -> WITH_ZONE.contains(types.of(argument)))) {
            return new Problem(
                    name + " of a time with time zone depends on the session's setting",
                    "compare the column with two bounds, or take it AT TIME ZONE 'UTC' first");
        }
        if (FUNCTIONS.contains(name) || declaredImmutable(call.function())) {
            return null;
        }
        return new Problem(
                "function " + call.function() + " is not known to be immutable",
                "compare the bare column, or declare the function immutable if it is");
    }

    private boolean declaredImmutable(String function) {
        Pattern head = Pattern.compile("(?is)create or replace function (?:[^\\s(]+\\.)?"
                + Pattern.quote(ExpressionTypes.unqualified(function)) + "\\(");
        return tables.snapshot().functions().stream()
                .anyMatch(text -> head.matcher(text).lookingAt()
                        && text.toUpperCase(Locale.ROOT).contains(" IMMUTABLE"));
    }

    private @Nullable Problem ofCast(Expression.Cast cast) {
        if (cast.operand() instanceof Expression.Literal) {
            return null;
        }
        String from = types.of(cast.operand());
        String to = ExpressionTypes.base(cast.type());
        boolean fromTime = DATES.contains(from) || WITH_ZONE.contains(from);
        boolean toTime = DATES.contains(to) || WITH_ZONE.contains(to);
        boolean bothPlain = DATES.contains(from) && DATES.contains(to);
        if ((fromTime || toTime) && !bothPlain && !from.equals(to)) {
            return new Problem(
                    "the conversion from " + (from.isEmpty() ? "its type" : from) + " to " + to
                            + " depends on the session's settings",
                    WITH_ZONE.contains(from) && to.equals("date")
                            ? "compare the column with two bounds: column >= day and column < day + 1"
                            : "compare the column in its own type");
        }
        return null;
    }
}
