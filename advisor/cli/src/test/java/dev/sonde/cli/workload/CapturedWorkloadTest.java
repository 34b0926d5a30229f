package dev.sonde.cli.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.analysis.reduction.Reduction;
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

    @Test
    void ofTooManyStatementsThoseThatTookMostTimeArePlanned() {
        Reduction.Builder builder = Reduction.withoutCaches().add(CaptureFixture.SESSION);
        for (int i = 1; i <= 9; i++) {
            builder.add(CaptureFixture.statement(i, "select a from t" + i));
            builder.add(new Aggregate(1, i, "", 0, 1, i, 0, i, 1_000_000 * (i % 5), 1, i, List.of(), List.of()));
        }
        Reduction reduction = builder.build();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(err), new PrintWriter(err), Map.of(), Clock.systemUTC());

        Workload workload = CapturedWorkload.of(
                reduction.summary(),
                new CapturedBinds(reduction),
                Optional.empty(),
                same -> same.get(0).calls(),
                3,
                console);

        console.err().flush();
        assertThat(workload.statements())
                .extracting(WorkloadStatement::sql)
                .containsExactlyInAnyOrder("select a from t9", "select a from t4", "select a from t8");
        assertThat(err.toString())
                .startsWith("sonde: warning: 9 different statements: indexes are chosen for the 3 that took most time")
                .hasLineCount(1);
    }
}
