package dev.sonde.cli.review;

import dev.sonde.engine.workload.WorkloadStatement;
import dev.sonde.migrations.plans.JudgedStatement;
import dev.sonde.migrations.plans.WorkloadResult;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What becomes of captured statements, in the JSON of a review. */
record JsonWorkload(
        int statements,
        long executions,
        @Nullable Double costBefore,
        @Nullable Double costAfter,
        List<Query> queries) {

    private record Query(
            String fingerprint,
            String sql,
            List<String> services,
            List<String> callSites,
            long calls,
            String outcome,
            @Nullable Double costBefore,
            @Nullable Double costAfter,
            List<String> indexesBefore,
            List<String> indexesAfter,
            @Nullable String reason) {}

    static JsonWorkload of(WorkloadResult result) {
        return new JsonWorkload(
                result.statements(),
                result.executions(),
                known(result.costBefore()),
                known(result.costAfter()),
                result.changed().stream().map(JsonWorkload::query).toList());
    }

    private static Query query(JudgedStatement judged) {
        WorkloadStatement statement = judged.captured().statement();
        return new Query(
                statement.fingerprint(),
                statement.sql(),
                judged.captured().services(),
                statement.callSites(),
                statement.calls(),
                judged.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                known(judged.costBefore()),
                known(judged.costAfter()),
                judged.indexesBefore(),
                judged.indexesAfter(),
                judged.reason().orElse(null));
    }

    private static @Nullable Double known(double number) {
        return Double.isNaN(number) ? null : number;
    }
}
