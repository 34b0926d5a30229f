package dev.sonde.engine.candidate;

import dev.sonde.engine.bind.PlannedStatement;
import dev.sonde.engine.candidate.Condition.Kind;
import dev.sonde.engine.candidate.Subjects.Side;
import dev.sonde.engine.candidate.TableAccess.Filter;
import dev.sonde.engine.plan.Expression;
import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.Expression.Operation;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the terms of a plan's conditions: what each asks of an index, or why no index answers it. */
final class ConditionReader {

    /** What an operator is called when its sides change places. */
    private static final Map<String, String> MIRRORED = Map.ofEntries(
            Map.entry("<", ">"),
            Map.entry("<=", ">="),
            Map.entry(">", "<"),
            Map.entry(">=", "<="),
            Map.entry("@>", "<@"),
            Map.entry("<@", "@>"),
            Map.entry("&&", "&&"),
            Map.entry("@@", "@@"));

    private static final Set<String> RANGES = Set.of("<", "<=", ">", ">=");
    private static final Set<String> PATTERNS = Set.of("~~", "~~*", "~", "~*");
    private static final Set<String> PARTS =
            Set.of("@>", "<@", "&&", "?", "?|", "?&", "@@", "@?", "-|-", "<<", ">>", "&<", "&>", "<<=", ">>=");

    private final PlannedStatement statement;
    private final PlanTables tables;
    private final Subjects subjects;
    private final List<Rejection> rejections;
    private final Function<String, @Nullable AccessBuilder> builders;

    ConditionReader(
            PlannedStatement statement,
            PlanTables tables,
            Subjects subjects,
            List<Rejection> rejections,
            Function<String, @Nullable AccessBuilder> builders) {
        this.statement = statement;
        this.tables = tables;
        this.subjects = subjects;
        this.rejections = rejections;
        this.builders = builders;
    }

    /** Reads one term. */
    void term(Expression term) {
        if (term instanceof Expression.NullTest test && test.operand() instanceof Column column) {
            filter(column, term, nullShare(column, test.negated()));
        } else if (term instanceof Column column) {
            flag(column, term, "t");
        } else if (term instanceof Expression.Not not && not.operand() instanceof Column column) {
            flag(column, term, "f");
        } else if (term instanceof Operation operation) {
            operation(operation);
        }
    }

    private void flag(Column column, Expression term, String value) {
        Side side = subjects.of(column);
        AccessBuilder builder = builders.apply(side.alias());
        if (builder != null && side.subject() != null) {
            builder.add(Kind.EQUAL, side.subject(), "=", column.name());
            filter(column, term, commonShare(column, value));
        }
    }

    private void operation(Operation operation) {
        String operator = unqualified(operation.operator());
        if (operation.left() instanceof Expression.Row left && operation.right() instanceof Expression.Row right) {
            keyset(left, operator, right);
            return;
        }
        if (operation.any()) {
            anyOf(operation, operator);
            return;
        }
        compare(operation, operation.left(), operator, operation.right());
        compare(operation, operation.right(), MIRRORED.getOrDefault(operator, operator), operation.left());
    }

    private void anyOf(Operation operation, String operator) {
        Side list = subjects.of(operation.right());
        if (!list.alias().isEmpty()
                && list.subject() != null
                && operation.left().columns().isEmpty()) {
            reject(
                    list.alias(),
                    operation,
                    "= any(column) looks for a value within each row's array, which no index does",
                    "write " + list.subject().key().sql() + " @> array[…] instead: a GIN index finds that");
            return;
        }
        Side side = subjects.of(operation.left());
        AccessBuilder builder = builders.apply(side.alias());
        if (builder == null || !operation.right().columns().isEmpty()) {
            return;
        }
        if (side.subject() == null) {
            reject(side, operation);
        } else if (operator.equals("=")) {
            builder.add(Kind.ANY, side.subject(), operator, text(operation));
            if (operation.left().withoutCasts() instanceof Column column && operation.printable()) {
                filter(column, operation, listShare(column, operation.right()));
            }
        }
    }

    private void keyset(Expression.Row left, String operator, Expression.Row right) {
        Expression.Row row = left.columns().isEmpty() ? right : left;
        Expression.Row other = row == left ? right : left;
        List<Subject> keys = new ArrayList<>();
        String alias = "";
        for (Expression field : row.fields()) {
            Side side = subjects.of(field);
            if (side.subject() == null) {
                break;
            }
            alias = side.alias();
            keys.add(side.subject());
        }
        AccessBuilder builder = builders.apply(alias);
        if (builder != null && other.columns().isEmpty() && RANGES.contains(operator)) {
            builder.addKeyset(keys);
        }
    }

    private void compare(Operation operation, Expression expression, String operator, Expression other) {
        Side side = subjects.of(expression);
        AccessBuilder builder = builders.apply(side.alias());
        if (builder == null
                || other.columns().stream().anyMatch(c -> tables.aliasOf(c).equals(side.alias()))) {
            return;
        }
        Subject subject = side.subject();
        if (subject == null) {
            reject(side, operation);
            return;
        }
        boolean join = !other.columns().isEmpty();
        if (operator.equals("=")) {
            builder.add(join ? Kind.JOINED : Kind.EQUAL, subject, operator, text(operation));
            String constant = Subjects.constant(other);
            if (constant != null && expression.withoutCasts() instanceof Column column && operation.printable()) {
                filter(column, operation, commonShare(column, constant));
            }
        } else if (RANGES.contains(operator)) {
            builder.add(Kind.RANGE, subject, operator, text(operation));
        } else if (PATTERNS.contains(operator) && expression == operation.left() && !join) {
            pattern(builder, subject, operation, operator, other);
        } else if (operator.equals("^@") && expression == operation.left()) {
            builder.add(Kind.PREFIX, subject, operator, text(operation));
        } else if (PARTS.contains(operator) && (expression == operation.left() || MIRRORED.containsKey(operator))) {
            builder.add(Kind.PARTS, subject, operator, text(operation));
        } else if (operator.equals("<>") || operator.equals("!~~") || operator.equals("!~~*")) {
            reject(side.alias(), operation, "no index finds what differs", "a partial index serves it if it is rare");
        }
    }

    private void pattern(
            AccessBuilder builder, Subject subject, Operation operation, String operator, Expression other) {
        String constant = Subjects.constant(other);
        if (constant == null) {
            builder.add(Kind.PATTERN, subject, operator, text(operation));
            return;
        }
        boolean regular = operator.startsWith("~") && !operator.startsWith("~~");
        boolean caseSensitive = !operator.endsWith("*");
        LikePattern pattern = regular
                ? LikePattern.of(constant.replaceAll("^\\^", "").replaceAll("[\\[\\](){}.*+?|^$\\\\]", "%"))
                : LikePattern.of(constant);
        Kind kind = pattern.kind(caseSensitive && (!regular || constant.startsWith("^")));
        if (kind == null) {
            reject(
                    builder.table,
                    operation,
                    "a pattern needs a constant beginning, or three letters or digits in a row",
                    "ask for more letters before searching");
        } else {
            builder.add(kind, subject, operator, text(operation));
        }
    }

    private void filter(Column column, Expression term, double share) {
        AccessBuilder builder = builders.apply(tables.aliasOf(column));
        if (builder == null) {
            return;
        }
        Filter filter = new Filter(column.name(), term, share);
        if (!isBound(column, builder.table)) {
            builder.add(filter);
        } else if (filter.selective()) {
            reject(
                    builder.table,
                    PlainText.of(term),
                    "no partial index rests on a value that is bound: a generic plan does not know it and could not use"
                            + " the index",
                    "write the value into the statement if it is always the same");
        }
    }

    /** A partition's alias depends on which others are scanned, so that of a partitioned table the column's name decides. */
    private boolean isBound(Column column, TableSnapshot table) {
        return table.partitioned()
                ? statement.boundColumns().stream()
                        .anyMatch(bound -> bound.name().equals(column.name()))
                : statement.boundColumns().contains(column);
    }

    private void reject(Side side, Operation operation) {
        String reason = side.reason();
        if (reason != null) {
            reject(side.alias(), operation, reason, side.hint());
        }
    }

    private void reject(String alias, Operation operation, String reason, String hint) {
        TableSnapshot table = tables.table(alias);
        if (table != null) {
            reject(table, operation, reason, hint);
        }
    }

    private void reject(TableSnapshot table, Operation operation, String reason, String hint) {
        reject(table, text(operation), reason, hint);
    }

    private void reject(TableSnapshot table, String condition, String reason, String hint) {
        rejections.add(new Rejection(
                table.name(), condition, reason, hint, statement.statement().fingerprint()));
    }

    private static String text(Operation operation) {
        return PlainText.of(operation);
    }

    private static String unqualified(String operator) {
        return operator.startsWith("OPERATOR(") || operator.startsWith("operator(")
                ? operator.substring(operator.lastIndexOf('.') + 1, operator.length() - 1)
                : operator;
    }

    private double nullShare(Column column, boolean negated) {
        ColumnStatistics statistics = statistics(column);
        double nulls = statistics == null ? 0.5 : statistics.nullFraction();
        return negated ? 1 - nulls : nulls;
    }

    private double listShare(Column column, Expression list) {
        String constant = Subjects.constant(list);
        if (constant == null || !constant.matches("\\{[^\"{}]*}")) {
            return 1;
        }
        double share = 0;
        for (String value : constant.substring(1, constant.length() - 1).split(",")) {
            share += commonShare(column, value);
        }
        return Math.min(1, share);
    }

    private double commonShare(Column column, String value) {
        ColumnStatistics statistics = statistics(column);
        if (statistics == null) {
            return 1;
        }
        List<String> values = statistics.commonValueList();
        List<Double> shares = statistics.commonFrequencyList();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).equals(value)) {
                return shares.get(i);
            }
        }
        return 1; // an index for one of very many values serves nobody else
    }

    private @Nullable ColumnStatistics statistics(Column column) {
        TableSnapshot table = tables.table(tables.aliasOf(column));
        return table == null ? null : table.statisticsOf(column.name()).orElse(null);
    }
}
