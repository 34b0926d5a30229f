package dev.sonde.cli.review;

import dev.sonde.migrations.impact.Blocked;
import dev.sonde.migrations.impact.Forecast;
import dev.sonde.migrations.impact.LockImpact;
import dev.sonde.migrations.impact.Seconds;
import dev.sonde.migrations.impact.StatementImpact;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What one statement means for the source, in the JSON of a review. */
record JsonImpact(
        String file,
        int line,
        int endLine,
        String statement,
        List<Lock> locks,
        List<Task> work,
        List<Phase> phases,
        Duration forecast) {

    /** A lock on a table that everybody reads would repeat all of the capture. */
    private static final int STATEMENTS = 20;

    private record Lock(
            String relation,
            String mode,
            List<String> blocks,
            Range held,
            boolean heldCompletely,
            @Nullable Traffic captured) {}

    private record Range(double lowSeconds, double highSeconds) {
        static Range of(Seconds seconds) {
            return new Range(seconds.low(), seconds.high());
        }
    }

    private record Traffic(
            @Nullable Double executionsPerSecond,
            @Nullable Long busiestSeconds,
            int statementCount,
            List<Statement> statements) {}

    private record Statement(
            String fingerprint,
            String sql,
            List<String> services,
            @Nullable Double executionsPerSecond) {}

    private record Task(String kind, String table, @Nullable String index) {}

    private record Phase(
            String name,
            @Nullable String relation,
            @Nullable String mode) {}

    private record Duration(String kind, @Nullable Range estimated, String basis) {}

    static JsonImpact of(StatementImpact impact) {
        return new JsonImpact(
                impact.file(),
                impact.statement().line(),
                impact.statement().endLine(),
                impact.statement().normalised(),
                impact.locks().stream().map(JsonImpact::lock).toList(),
                impact.works().stream()
                        .map(work -> new Task(
                                word(work.task()),
                                work.table().toString(),
                                work.index().map(Object::toString).orElse(null)))
                        .toList(),
                impact.phases().stream()
                        .map(phase -> new Phase(
                                phase.name(),
                                phase.strongest()
                                        .map(lock -> lock.relation().name().toString())
                                        .orElse(null),
                                phase.strongest()
                                        .map(lock -> lock.mode().words())
                                        .orElse(null)))
                        .toList(),
                forecast(impact.forecast()));
    }

    private static Lock lock(LockImpact lock) {
        return new Lock(
                lock.relation().name().toString(),
                lock.mode().words(),
                lock.mode().blocks(),
                Range.of(lock.held()),
                lock.complete(),
                lock.blocked().map(JsonImpact::traffic).orElse(null));
    }

    private static Traffic traffic(Blocked blocked) {
        return new Traffic(
                known(blocked.perSecond()),
                blocked.windowSeconds() == 0 ? null : blocked.windowSeconds(),
                blocked.statements().size(),
                blocked.statements().stream()
                        .limit(STATEMENTS)
                        .map(statement -> new Statement(
                                statement.fingerprint(),
                                statement.sql(),
                                statement.services(),
                                known(statement.perSecond())))
                        .toList());
    }

    private static Duration forecast(Forecast forecast) {
        boolean estimated = forecast.kind() == Forecast.Kind.ESTIMATED;
        return new Duration(word(forecast.kind()), estimated ? Range.of(forecast.seconds()) : null, forecast.basis());
    }

    private static @Nullable Double known(double number) {
        return Double.isNaN(number) ? null : number;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
