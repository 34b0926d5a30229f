package dev.sonde.engine.candidate;

import dev.sonde.engine.plan.Expression;
import dev.sonde.engine.plan.Expression.Cast;
import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.ExpressionTypes;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells whether one side of a condition could be an index key. */
final class Subjects {

    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");
    private static final Set<String> WIDER = Set.of("numeric", "double precision", "real");

    private final PlanTables tables;
    private final ExpressionTypes types;
    private final Immutability immutability;

    Subjects(PlanTables tables) {
        this.tables = tables;
        this.types = new ExpressionTypes(tables::type);
        this.immutability = new Immutability(tables, types);
    }

    /**
     * A side as a key, or why it is none.
     *
     * @param alias of its table, empty if it is of none or of several
     */
    record Side(
            String alias,
            @Nullable Subject subject,
            @Nullable String reason,
            String hint) {
        static Side none() {
            return new Side("", null, null, "");
        }
    }

    /** Reads a side. */
    Side of(Expression expression) {
        List<Column> columns = expression.columns();
        List<String> aliases = columns.stream().map(tables::aliasOf).distinct().toList();
        if (aliases.size() != 1 || tables.table(aliases.get(0)) == null) {
            return Side.none();
        }
        String alias = aliases.get(0);
        Expression bare = withoutRelabelling(expression);
        if (bare instanceof Column column) {
            return ofColumn(alias, column);
        }
        if (!expression.parameters().isEmpty() || !expression.printable()) {
            return new Side(alias, null, "no index holds an expression like this", "");
        }
        if (bare instanceof Cast cast
                && cast.operand() instanceof Column column
                && INTEGERS.contains(types.of(column))
                && WIDER.contains(ExpressionTypes.base(cast.type()))) {
            return new Side(
                    alias,
                    null,
                    "the value's type makes the server convert the column",
                    "bind it as " + types.of(column) + ", not as " + cast.type());
        }
        Immutability.Problem problem = immutability.problem(bare);
        if (problem != null) {
            return new Side(alias, null, problem.reason(), problem.hint());
        }
        return new Side(alias, new Subject(bare.sql(), false, types.of(bare)), null, "");
    }

    private Side ofColumn(String alias, Column column) {
        TableSnapshot.Column definition = tables.column(column);
        if (definition == null) {
            return Side.none(); // a system column, or the whole row
        }
        if (definition.generated().equals("v")) {
            return new Side(
                    alias,
                    null,
                    "a virtual generated column cannot be indexed",
                    "make it stored, or index its expression and use that in the query");
        }
        return new Side(alias, new Subject(column.name(), true, types.of(column)), null, "");
    }

    /** Casts that change no bit are no obstacle: an index on the column serves them. */
    private Expression withoutRelabelling(Expression expression) {
        if (expression instanceof Cast cast) {
            Expression operand = withoutRelabelling(cast.operand());
            String from = types.of(operand);
            String to = ExpressionTypes.base(cast.type());
            boolean relabelled = from.equals(to)
                    || (ExpressionTypes.text(from) && ExpressionTypes.text(to))
                    || (from.equals("cidr") && to.equals("inet"))
                    || isDomain(from);
            return relabelled ? operand : new Cast(operand, cast.type());
        }
        return expression;
    }

    private boolean isDomain(String type) {
        return !type.isEmpty()
                && tables.snapshot().types().stream().anyMatch(sql -> sql.startsWith("create domain " + type + " as "));
    }

    /** The text of a literal without quotes, null if it is no literal. */
    static @Nullable String constant(Expression expression) {
        if (!(expression.withoutCasts() instanceof Expression.Literal literal)) {
            return null;
        }
        String text = literal.text();
        if (text.startsWith("'")) {
            return text.substring(1, text.length() - 1).replace("''", "'");
        }
        if (text.startsWith("E'")) {
            return text.substring(2, text.length() - 1).replace("''", "'").replace("\\\\", "\\");
        }
        return text;
    }
}
