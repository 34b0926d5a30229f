package dev.sonde.engine.plan;

import dev.sonde.engine.index.SqlIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A condition or key of a plan, resolved by the server: columns carry the alias of their table. */
public sealed interface Expression {

    /** A column; {@code table} is an alias of the plan, empty if the server left it out. */
    record Column(String table, String name) implements Expression {}

    /** A parameter {@code $n}. */
    record Parameter(int number) implements Expression {}

    /** A constant, with its quotes. */
    record Literal(String text) implements Expression {}

    /** {@code operand::type}. */
    record Cast(Expression operand, String type) implements Expression {}

    /**
     * An infix operator.
     *
     * @param any whether the right side is an array of which any element may match
     */
    record Operation(Expression left, String operator, Expression right, boolean any) implements Expression {}

    /** {@code operand IS NULL}, or {@code IS NOT NULL}. */
    record NullTest(Expression operand, boolean negated) implements Expression {}

    /** All of the terms hold. */
    record And(List<Expression> terms) implements Expression {
        public And {
            terms = List.copyOf(terms);
        }
    }

    /** The opposite. */
    record Not(Expression operand) implements Expression {}

    /** At least one of the terms holds. */
    record Or(List<Expression> terms) implements Expression {
        public Or {
            terms = List.copyOf(terms);
        }
    }

    /**
     * A function call, or what the server prints with words of its own: {@code EXTRACT}, {@code AT TIME ZONE}.
     *
     * @param function SQL text, quoted and qualified as the server does
     */
    record Call(String function, List<Expression> arguments) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code ROW(…)}. */
    record Row(List<Expression> fields) implements Expression {
        public Row {
            fields = List.copyOf(fields);
        }
    }

    /** Anything else; its parts are known, its meaning is not. */
    record Other(List<Expression> parts) implements Expression {
        public Other {
            parts = List.copyOf(parts);
        }
    }

    /** The terms that must all hold. */
    default List<Expression> conjuncts() {
        if (this instanceof And and) {
            List<Expression> all = new ArrayList<>();
            and.terms().forEach(term -> all.addAll(term.conjuncts()));
            return all;
        }
        return List.of(this);
    }

    /** The expression without casts around it. */
    default Expression withoutCasts() {
        return this instanceof Cast cast ? cast.operand().withoutCasts() : this;
    }

    /** Visits this expression and all parts of it. */
    default void forEach(Consumer<Expression> visitor) {
        visitor.accept(this);
        if (this instanceof Cast cast) {
            cast.operand().forEach(visitor);
        } else if (this instanceof Operation operation) {
            operation.left().forEach(visitor);
            operation.right().forEach(visitor);
        } else if (this instanceof NullTest test) {
            test.operand().forEach(visitor);
        } else if (this instanceof And and) {
            and.terms().forEach(term -> term.forEach(visitor));
        } else if (this instanceof Not not) {
            not.operand().forEach(visitor);
        } else if (this instanceof Or or) {
            or.terms().forEach(term -> term.forEach(visitor));
        } else if (this instanceof Call call) {
            call.arguments().forEach(argument -> argument.forEach(visitor));
        } else if (this instanceof Row row) {
            row.fields().forEach(field -> field.forEach(visitor));
        } else if (this instanceof Other other) {
            other.parts().forEach(part -> part.forEach(visitor));
        }
    }

    /** The columns it refers to, in order of appearance. */
    default List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        forEach(part -> {
            if (part instanceof Column column && !columns.contains(column)) {
                columns.add(column);
            }
        });
        return columns;
    }

    /** The parameters it refers to. */
    default List<Integer> parameters() {
        List<Integer> numbers = new ArrayList<>();
        forEach(part -> {
            if (part instanceof Parameter parameter) {
                numbers.add(parameter.number());
            }
        });
        return numbers;
    }

    /** Whether {@link #sql()} can print it: it is made only of kinds that an index key or predicate may have. */
    default boolean printable() {
        boolean[] printable = {true};
        forEach(part -> printable[0] &= part instanceof Column
                || part instanceof Literal
                || part instanceof Cast
                || part instanceof Operation
                || part instanceof NullTest
                || part instanceof Not
                || part instanceof Call);
        return printable[0];
    }

    /** SQL over one table, columns without their alias. Only for the kinds that an index key or predicate is made of. */
    default String sql() {
        if (this instanceof Column column) {
            return SqlIdentifier.quoted(column.name());
        } else if (this instanceof Literal literal) {
            return literal.text();
        } else if (this instanceof Cast cast) {
            String operand = cast.operand().sql();
            return (cast.operand() instanceof Literal ? operand : "(" + operand + ")") + "::" + cast.type();
        } else if (this instanceof Operation operation) {
            String right = operation.any()
                    ? "any (" + operation.right().sql() + ")"
                    : operation.right().operandSql();
            return operation.left().operandSql() + " " + operation.operator() + " " + right;
        } else if (this instanceof NullTest test) {
            return test.operand().operandSql() + " is " + (test.negated() ? "not null" : "null");
        } else if (this instanceof Not not) {
            return "not " + not.operand().operandSql();
        } else if (this instanceof Call call) {
            return call.function()
                    + call.arguments().stream().map(Expression::sql).collect(Collectors.joining(", ", "(", ")"));
        }
        throw new IllegalStateException("not part of an index: " + this);
    }

    private String operandSql() {
        boolean compound = this instanceof Operation || this instanceof NullTest || this instanceof Not;
        return compound ? "(" + sql() + ")" : sql();
    }
}
