package dev.sonde.engine.plan;

import dev.sonde.engine.plan.Expression.And;
import dev.sonde.engine.plan.Expression.Call;
import dev.sonde.engine.plan.Expression.Cast;
import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.Expression.Literal;
import dev.sonde.engine.plan.Expression.Not;
import dev.sonde.engine.plan.Expression.NullTest;
import dev.sonde.engine.plan.Expression.Operation;
import dev.sonde.engine.plan.Expression.Or;
import dev.sonde.engine.plan.Expression.Other;
import dev.sonde.engine.plan.Expression.Parameter;
import dev.sonde.engine.plan.Expression.Row;
import dev.sonde.engine.plan.ExpressionTokens.Kind;
import dev.sonde.engine.plan.ExpressionTokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads expressions as EXPLAIN prints them. That is not SQL: {@code (hashed SubPlan 1)} and {@code (InitPlan 1).col1}
 * occur, but every operator has its parentheses, so precedence is not in question. What is not understood becomes
 * {@link Other} and keeps its columns.
 */
public final class ExpressionParser {

    private static final Set<String> TYPE_WORDS =
            Set.of("varying", "precision", "without", "with", "time", "zone", "bit", "day", "second", "to");

    private final List<Token> tokens;
    private int position;

    private ExpressionParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** The expression; never fails. */
    public static Expression parse(String text) {
        List<Token> tokens = ExpressionTokens.of(text);
        ExpressionParser parser = new ExpressionParser(tokens);
        Expression result = parser.expression();
        List<Expression> rest = new ArrayList<>();
        while (!parser.at(Kind.END)) {
            int before = parser.position;
            rest.add(parser.expression());
            if (parser.position == before) {
                parser.position++;
            }
        }
        if (rest.isEmpty()) {
            return result;
        }
        rest.add(0, result);
        return new Other(rest);
    }

    private Expression expression() {
        Expression left = unary();
        while (true) {
            if (word("and")) {
                List<Expression> terms = new ArrayList<>(List.of(left));
                do {
                    position++;
                    terms.add(unaryWithOperators());
                } while (word("and"));
                left = new And(terms);
            } else if (word("or")) {
                List<Expression> terms = new ArrayList<>(List.of(left));
                do {
                    position++;
                    terms.add(unaryWithOperators());
                } while (word("or"));
                left = new Or(terms);
            } else {
                Expression next = operator(left);
                if (next == left) {
                    return left;
                }
                left = next;
            }
        }
    }

    private Expression unaryWithOperators() {
        Expression left = unary();
        while (true) {
            Expression next = operator(left);
            if (next == left) {
                return left;
            }
            left = next;
        }
    }

    /** The operand with the operator that follows, or the operand itself if none follows. */
    private Expression operator(Expression left) {
        if (word("is")) {
            return test(left);
        }
        if (at(Kind.OPERATOR) || (word("operator") && nextIsPunctuation("("))) {
            String operator = operatorName();
            if (word("any") || word("all")) {
                boolean any = word("any");
                position++;
                return new Operation(left, any ? operator : operator + " all", unary(), any);
            }
            return new Operation(left, operator, unary(), false);
        }
        if (word("at") && nextIsWord("time")) {
            position += 3; // AT TIME ZONE
            return new Call("timezone", List.of(unary(), left));
        }
        if (word("at") || word("collate") || word("from") || word("for")) {
            position++;
            while (word("time") || word("zone") || word("local")) {
                position++;
            }
            return at(Kind.END) || punctuation(")") ? new Other(List.of(left)) : new Other(List.of(left, unary()));
        }
        return left;
    }

    /** An operator, or {@code OPERATOR(schema.name)} where its schema is not in the search path. */
    private String operatorName() {
        if (at(Kind.OPERATOR)) {
            return tokens.get(position++).text();
        }
        StringBuilder text = new StringBuilder();
        while (!at(Kind.END) && !punctuation(")")) {
            text.append(token().sql());
            position++;
        }
        position++;
        return text.append(')').toString();
    }

    private Expression test(Expression left) {
        position++;
        boolean negated = word("not");
        if (negated) {
            position++;
        }
        if (word("null")) {
            position++;
            return new NullTest(left, negated);
        }
        if (word("distinct")) {
            position += 2;
            return new Other(List.of(left, unary()));
        }
        position++;
        return new Other(List.of(left));
    }

    private Expression unary() {
        if (word("not")) {
            position++;
            return new Not(unaryWithOperators());
        }
        if (at(Kind.OPERATOR)) {
            position++;
            return new Other(List.of(unary()));
        }
        Expression operand = primary();
        while (punctuation("::") || punctuation("[") || punctuation(".")) {
            if (punctuation("::")) {
                position++;
                operand = new Cast(operand, type());
            } else if (punctuation("[")) {
                position++;
                operand = new Other(concatenated(operand, list("]")));
            } else {
                position += 2;
                operand = new Other(List.of(operand));
            }
        }
        return operand;
    }

    private Expression primary() {
        Token token = token();
        return switch (token.kind()) {
            case END, OPERATOR -> new Other(List.of());
            case STRING, NUMBER -> {
                position++;
                yield new Literal(token.text());
            }
            case PARAMETER -> {
                position++;
                yield new Parameter(Integer.parseInt(token.text().substring(1)));
            }
            case WORD, QUOTED -> name();
            case PUNCTUATION -> parenthesised(token);
        };
    }

    private Expression parenthesised(Token token) {
        if (!token.text().equals("(")) {
            return new Other(List.of()); // whoever opened it closes it
        }
        position++;
        List<Expression> parts = list(")");
        return parts.size() == 1 ? parts.get(0) : new Other(parts);
    }

    private Expression name() {
        Token token = tokens.get(position);
        if (token.kind() == Kind.WORD) {
            if (token.text().equals("true")
                    || token.text().equals("false")
                    || token.text().equals("NULL")) {
                position++;
                return new Literal(token.text());
            }
            if (token.text().equals("CASE")) {
                return caseExpression();
            }
        }
        List<String> parts = new ArrayList<>(List.of(token.text()));
        StringBuilder function = new StringBuilder(token.sql());
        position++;
        while (punctuation(".") && (nextIs(Kind.WORD) || nextIs(Kind.QUOTED))) {
            parts.add(tokens.get(position + 1).text());
            function.append('.').append(tokens.get(position + 1).sql());
            position += 2;
        }
        if (punctuation("(")) {
            position++;
            return call(function.toString());
        }
        if (parts.size() == 1 && punctuation("[")) {
            position++;
            return new Other(list("]")); // ARRAY[…]
        }
        if (parts.size() == 1) {
            // EXPLAIN (VERBOSE) qualifies every column: a bare word belongs to a SubPlan, a special value or a CTE.
            return new Column("", parts.get(0));
        }
        return new Column(parts.get(parts.size() - 2), parts.get(parts.size() - 1));
    }

    private Expression call(String function) {
        if (function.equals("EXTRACT") && at(Kind.WORD) && nextIsWord("from")) {
            Literal field = new Literal("'" + token().text() + "'");
            position += 2;
            List<Expression> source = list(")");
            // The function behind the words; its name is a keyword, so it needs its schema.
            return new Call("pg_catalog.extract", concatenated(field, source));
        }
        boolean distinct = word("distinct");
        List<Expression> arguments = list(")");
        if (function.equals("ROW")) {
            return new Row(arguments);
        }
        return distinct ? new Other(arguments) : new Call(function, arguments);
    }

    private Expression caseExpression() {
        List<Expression> parts = new ArrayList<>();
        position++;
        while (!at(Kind.END) && !word("end")) {
            if (word("when") || word("then") || word("else")) {
                position++;
            } else {
                int before = position;
                parts.add(expression());
                if (position == before) {
                    position++;
                }
            }
        }
        position++;
        return new Other(parts);
    }

    private List<Expression> list(String end) {
        List<Expression> parts = new ArrayList<>();
        while (!at(Kind.END) && !punctuation(end)) {
            if (punctuation(",") || punctuation(":")) {
                position++;
                continue;
            }
            int before = position;
            parts.add(expression());
            if (position == before) {
                position++;
            }
        }
        position++;
        return parts;
    }

    private String type() {
        StringBuilder text = new StringBuilder();
        do {
            text.append(text.isEmpty() ? "" : " ").append(token().sql());
            position++;
            while (punctuation(".")) {
                position++;
                text.append('.').append(token().sql());
                position++;
            }
            if (punctuation("(")) {
                while (!at(Kind.END) && !punctuation(")")) {
                    text.append(token().sql());
                    position++;
                }
                text.append(')');
                position++;
            }
        } while (at(Kind.WORD) && TYPE_WORDS.contains(token().text()));
        while (punctuation("[")
                && position + 1 < tokens.size()
                && tokens.get(position + 1).text().equals("]")) {
            text.append("[]");
            position += 2;
        }
        return text.toString();
    }

    private static List<Expression> concatenated(Expression first, List<Expression> others) {
        List<Expression> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    private Token token() {
        return tokens.get(Math.min(position, tokens.size() - 1));
    }

    private boolean at(Kind kind) {
        return token().kind() == kind;
    }

    private boolean nextIs(Kind kind) {
        return position + 1 < tokens.size() && tokens.get(position + 1).kind() == kind;
    }

    private boolean word(String word) {
        return at(Kind.WORD) && token().text().equalsIgnoreCase(word);
    }

    private boolean nextIsWord(String word) {
        return nextIs(Kind.WORD) && tokens.get(position + 1).text().equalsIgnoreCase(word);
    }

    private boolean nextIsPunctuation(String text) {
        return nextIs(Kind.PUNCTUATION) && tokens.get(position + 1).text().equals(text);
    }

    private boolean punctuation(String text) {
        return at(Kind.PUNCTUATION) && token().text().equals(text);
    }
}
