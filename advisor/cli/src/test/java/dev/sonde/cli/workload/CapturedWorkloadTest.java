package dev.sonde.cli.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.cli.CaptureFixture;
import dev.sonde.cli.command.Console;
import dev.sonde.engine.workload.Workload;
import dev.sonde.engine.workload.WorkloadStatement;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CapturedWorkloadTest {
    private final StringWriter err = new StringWriter();

    @Test
    void ofTooManyStatementsThoseThatTookMostTimeArePlanned() {
        Reduction.Builder builder = Reduction.withoutCaches().add(CaptureFixture.SESSION);
        for (int i = 1; i <= 9; i++) {
            execute(builder, i, 1_000_000 * (i % 5));
        }

        Workload workload = most(3, builder.build());

        assertThat(workload.statements())
                .extracting(WorkloadStatement::sql)
                .containsExactlyInAnyOrder("select a from t9", "select a from t4", "select a from t8");
        assertThat(workload.notes())
                .containsExactly(
                        "9 different statements: looked at are the 3 that took most time, 55 % of the time of all;"
                                + " --max-statements takes more; bind values instead of writing literals or generated names into"
                                + " the SQL");
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "sonde: warning: " + workload.notes().get(0) + "\n");
    }

    @Test
    void withoutTimesThoseThatWereExecutedMostOftenArePlanned() {
        Reduction.Builder builder = Reduction.withoutCaches().add(CaptureFixture.SESSION);
        for (int i = 1; i <= 4; i++) {
            execute(builder, i, 0);
        }

        Workload workload = most(2, builder.build());

        assertThat(workload.statements())
                .extracting(WorkloadStatement::sql)
                .containsExactlyInAnyOrder("select a from t3", "select a from t4");
        assertThat(workload.notes().get(0))
                .startsWith("4 different statements: looked at are the 2 executed most often, 70 % of all executions;");
    }

    @Test
    void statementsThatWereOnlySummedAreNoTextsThatWereTooLong() {
        Reduction.Builder builder =
                Reduction.withoutCaches(StatementLimit.of(2)).add(CaptureFixture.SESSION);
        for (int i = 1; i <= 5; i++) {
            execute(builder, i, 1_000_000L << i);
        }
        Reduction reduction = builder.build();

        Workload workload = most(10, reduction);

        int kept = workload.statements().size();
        assertThat(kept).isBetween(2, 4);
        assertThat(workload.notes().get(0))
                .matches(kept + " different statements and others that are only summed: looked at are the " + kept
                        + " that took most time, [0-9.]+ % of the time of all; bind values .*");
        assertThat(err.toString()).doesNotContain("too long").hasLineCount(1);
    }

    private Workload most(int statements, Reduction reduction) {
        Console console = new Console(new PrintWriter(err), new PrintWriter(err), Map.of(), Clock.systemUTC());
        Workload workload = CapturedWorkload.of(
                reduction.summary(),
                new CapturedBinds(reduction),
                Optional.empty(),
                same -> same.get(0).calls(),
                statements,
                console);
        console.err().flush();
        return workload;
    }

    /** As often as its number says. */
    private static void execute(Reduction.Builder builder, int number, long nanos) {
        builder.add(CaptureFixture.statement(number, "select a from t" + number));
        builder.add(new Aggregate(1, number, "", 0, 1, number, 0, number, nanos, 1, number, List.of(), List.of()));
    }
}
