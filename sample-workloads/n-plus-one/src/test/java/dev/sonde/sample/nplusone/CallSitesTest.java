package dev.sonde.sample.nplusone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord.CallSite;
import dev.sonde.sample.nplusone.record.RecordedRun;
import dev.sonde.sample.nplusone.scenario.Framework;
import java.util.List;
import java.util.Map;
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
                assertThat(run.all(CallSite.class))
                        .as(run.name())
                        .isNotEmpty()
                        .allSatisfy(site -> assertThat(site.hints()).contains(hint));
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
