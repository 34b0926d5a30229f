package dev.sonde.engine.bind;

import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.Set;

/**
 * A statement as it is planned: values put in where they are known.
 *
 * @param sql to be planned
 * @param calls how many executions it stands for
 * @param timeShare share of the statement's measured time that these executions took, NaN if not known
 * @param boundColumns columns compared with a bound value; a partial index must not rely on such a value, since a
 *     generic plan does not know it
 */
public record PlannedStatement(
        WorkloadStatement statement,
        String sql,
        PlanKind kind,
        double calls,
        double timeShare,
        Set<Column> boundColumns) {

    /** What the planner knows of the bound values. */
    public enum PlanKind {
        /** The values: planned anew for each execution. */
        CUSTOM,
        /** Nothing: planned once for all executions on a connection. */
        GENERIC
    }

    public PlannedStatement {
        boundColumns = Set.copyOf(boundColumns);
    }

    /** A statement that is planned for the values of each execution. */
    public PlannedStatement(WorkloadStatement statement, String sql, double calls, Set<Column> boundColumns) {
        this(statement, sql, PlanKind.CUSTOM, calls, Double.NaN, boundColumns);
    }

    /** The same for another number of executions. */
    PlannedStatement withCalls(double otherCalls) {
        return new PlannedStatement(statement, sql, kind, otherCalls, timeShare, boundColumns);
    }
}
