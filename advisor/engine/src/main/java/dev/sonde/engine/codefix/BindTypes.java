package dev.sonde.engine.codefix;

import dev.sonde.analysis.fix.KeyType;
import dev.sonde.engine.bind.PlannedWorkload;
import dev.sonde.engine.bind.Target;
import dev.sonde.engine.plan.Expression;
import dev.sonde.engine.plan.Expression.Cast;
import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.plan.ExpressionParser;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.plan.Planner.NotPlannableException;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds parameters whose declared type makes the server convert the column instead of the value, so that no index on the
 * column can be used: {@code bigint_column = $1::numeric} is {@code bigint_column::numeric = $1}. Which types these are
 * is not kept in a table: the statement is planned with the types that pgjdbc declares, and the server's own condition
 * is read. A pair of types that the server refuses was never declared, or the statement had failed.
 */
final class BindTypes {

    private static final Set<String> TEXTS = Set.of("text", "character varying", "varchar");

    private BindTypes() {}

    static List<CodeFix> of(Planner planner, CatalogSnapshot snapshot, List<PlannedWorkload.General> statements) {
        List<CodeFix> fixes = new ArrayList<>();
        for (PlannedWorkload.General general : statements) {
            WorkloadStatement statement = general.statement();
            Map<Integer, Target> targets = Target.of(snapshot, general.plan());
            targets.forEach((position, target) -> {
                String declared = declared(statement, position, target);
                if (declared != null) {
                    CodeFix fix = declared(planner, general, position, target, declared);
                    if (fix != null) {
                        fixes.add(fix);
                    }
                }
                String cast = castOfColumn(general.plan(), position);
                if (cast != null && !statement.literalPositions().contains(position) && changes(target, cast)) {
                    fixes.add(written(general, position, target, cast));
                }
            });
        }
        return fixes;
    }

    /** The type that pgjdbc declares, if it is another than the column's; null if it leaves that to the server. */
    private static @Nullable String declared(WorkloadStatement statement, int position, Target target) {
        if (statement.literalPositions().contains(position)) {
            return null;
        }
        String declared = KeyType.of(statement.bindTypes(), position);
        if (declared == null || declared.endsWith("]")) {
            return null;
        }
        return bare(target.type().type()).equals(bare(declared)) ? null : declared;
    }

    private static @Nullable CodeFix declared(
            Planner planner, PlannedWorkload.General general, int position, Target target, String declared) {
        PlanNode plan;
        try {
            String sql = StatementText.substitute(
                    general.statement().sql(), Map.of(position, "$" + position + "::" + declared));
            plan = planner.explain(List.of(sql), List.of()).get(0);
        } catch (NotPlannableException e) {
            return null; // stringtype=unspecified, or an object of the driver's own
        }
        String cast = castOfColumn(plan, position);
        if (cast == null || !changes(target, cast) || cast.equals(castOfColumn(general.plan(), position))) {
            return null;
        }
        String type = target.type().type();
        return fix(
                general,
                position,
                target,
                plan.totalCost(),
                "$" + position + " is bound as " + declared + ", so the server converts "
                        + target.column().name() + " (" + type + ") to " + cast
                        + " for every row and no index on it can be used",
                "bind it as " + type + ": " + setter(type));
    }

    private static CodeFix written(PlannedWorkload.General general, int position, Target target, String cast) {
        return fix(
                general,
                position,
                target,
                general.plan().totalCost(),
                "the statement converts " + target.column().name() + " ("
                        + target.type().type() + ") to " + cast + " for every row to compare it with $" + position
                        + ", so no index on it can be used",
                "convert the value instead of the column: " + target.column().name() + " = cast(? as "
                        + target.type().type() + ")");
    }

    private static CodeFix fix(
            PlannedWorkload.General general,
            int position,
            Target target,
            double costBefore,
            String message,
            String fix) {
        WorkloadStatement statement = general.statement();
        return new CodeFix(
                CodeFix.BIND_TYPE,
                statement.fingerprint(),
                statement.sql(),
                position,
                target.table() + "." + target.column().name(),
                statement.calls(),
                costBefore,
                general.plan().totalCost(),
                message,
                fix,
                statement.callSites());
    }

    /** The setter that declares the type, in the words of JDBC. */
    private static String setter(String type) {
        return switch (bare(type)) {
            case "bigint" -> "setLong, or a Long property";
            case "integer" -> "setInt, or an Integer property";
            case "smallint" -> "setShort, or a Short property";
            case "numeric" -> "setBigDecimal, or a BigDecimal property";
            case "real" -> "setFloat, or a Float property";
            case "double precision" -> "setDouble, or a Double property";
            case "boolean" -> "setBoolean, or a Boolean property";
            case "uuid" -> "setObject with a java.util.UUID";
            case "timestamp with time zone" -> "setObject with an OffsetDateTime";
            case "timestamp without time zone" -> "setObject with a LocalDateTime";
            case "date" -> "setObject with a LocalDate";
            default -> "write cast(? as " + type + "), or setObject with Types.OTHER";
        };
    }

    /** The type that the column is converted to where it is compared with the parameter; null if it is not. */
    private static @Nullable String castOfColumn(PlanNode plan, int position) {
        Set<String> casts = new TreeSet<>();
        plan.forEach(node -> node.conditions()
                .forEach(condition -> ExpressionParser.parse(condition).forEach(part -> {
                    if (part instanceof Expression.Operation operation) {
                        cast(operation.left(), operation.right(), position, casts);
                        cast(operation.right(), operation.left(), position, casts);
                    }
                })));
        return casts.isEmpty() ? null : casts.iterator().next();
    }

    private static void cast(Expression side, Expression other, int position, Set<String> casts) {
        if (side instanceof Cast cast
                && cast.operand().withoutCasts() instanceof Column
                && other.parameters().contains(position)) {
            casts.add(cast.type());
        }
    }

    /** Not so for text and its variants, which are one to an index. */
    private static boolean changes(Target target, String cast) {
        return !(TEXTS.contains(bare(target.type().type())) && TEXTS.contains(bare(cast)));
    }

    /** The name without its modifier: {@code numeric(10,2)} is {@code numeric}. */
    private static String bare(String type) {
        String bare = type.replaceAll("\\(.*?\\)", "");
        return bare.equals("varchar") ? "character varying" : bare;
    }
}
