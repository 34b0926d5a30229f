package dev.sonde.engine.bind;

import dev.sonde.engine.plan.Expression.Column;
import dev.sonde.engine.workload.WorkloadStatement;
import java.util.Set;

/**
 * A statement as it is planned: values put in where they are known.
 *
 * @param sql to be planned
 * @param calls how many executions it stands for
 * @param boundColumns columns compared with a bound value; a partial index must not rely on such a value, since a
 *     generic plan does not know it
 */
public record PlannedStatement(WorkloadStatement statement, String sql, double calls, Set<Column> boundColumns) {
    public PlannedStatement {
        boundColumns = Set.copyOf(boundColumns);
    }
}
