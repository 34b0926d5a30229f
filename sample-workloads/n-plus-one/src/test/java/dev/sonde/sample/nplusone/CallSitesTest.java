package dev.sonde.sample.nplusone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.sample.nplusone.record.RecordedRun;
import dev.sonde.sample.nplusone.scenario.Framework;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A call site holds the service's own frames and names the framework between them and the driver. */
class CallSitesTest {
    private static final Map<Framework, String> HINTS = Map.of(
            Framework.MYBATIS, "mybatis",
            Framework.JOOQ, "jooq",
            Framework.ECLIPSELINK, "eclipselink",
            Framework.SPRING_DATA_JDBC, "spring-data-jdbc");

    @Test
    void namesTheFrameworkOfEachStatement() throws Exception {
        for (RecordedRun run : Recordings.runs()) {
            String hint = HINTS.get(run.framework());
            if (hint != null) {
                // where a connection was asked for is a call site too, and a transaction manager's own
                Set<Long> ofStatements =
                        run.executions().stream().map(Execution::callSite).collect(Collectors.toSet());
                for (CallSite site : run.all(CallSite.class)) {
                    if (ofStatements.contains(site.id())) {
                        assertThat(site.hints()).as(run.name()).contains(hint);
                    }
                }
            }
        }
    }

    @Test
    void holdsNoFrameOfAFramework() throws Exception {
        for (RecordedRun run : Recordings.runs()) {
            List<CallSite> sites = run.all(CallSite.class);

            assertThat(sites)
                    .as(run.name())
                    .allSatisfy(site -> assertThat(site.frames())
                            .isNotEmpty()
                            .allSatisfy(frame -> assertThat(frame).startsWith("dev.sonde.sample.nplusone.")));
        }
    }
}
