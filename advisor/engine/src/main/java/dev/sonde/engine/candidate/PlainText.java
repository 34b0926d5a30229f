package dev.sonde.engine.candidate;

import dev.sonde.engine.plan.Expression;
import java.util.stream.Collectors;

/** Expressions for a reader: without aliases, values left out where they are long or not printable. */
final class PlainText {

    private PlainText() {}

    static String of(Expression expression) {
        if (expression instanceof Expression.Operation operation) {
            String right = of(operation.right());
            return of(operation.left()) + " " + operation.operator() + " "
                    + (operation.any() ? "any (" + right + ")" : right);
        } else if (expression instanceof Expression.Parameter parameter) {
            return "$" + parameter.number();
        } else if (expression instanceof Expression.Row row) {
            return row.fields().stream().map(PlainText::of).collect(Collectors.joining(", ", "(", ")"));
        } else if (expression instanceof Expression.Literal literal) {
            return literal.text().length() > 40 ? "…" : literal.text();
        } else if (expression instanceof Expression.Cast cast && cast.operand() instanceof Expression.Literal) {
            return of(cast.operand());
        }
        return expression.printable() ? expression.sql() : "…";
    }
}
