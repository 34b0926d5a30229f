package dev.sonde.benchmarks.stubbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.benchmarks.competitor.Competitor;
import dev.sonde.benchmarks.competitor.Seen;
import dev.sonde.benchmarks.report.Section;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One instant of the stub benchmark: nothing is said about its times, all about who really took part. */
class StubHarnessTest {

    private static final StubPlan INSTANT = new StubPlan(
            StubPlan.everyone(Preparation.ONCE, 1, false), 1, 1, 1, Duration.ofMillis(100), Duration.ofNanos(1_000));

    private static Map<StubCase, List<StubFigures>> figures = Map.of();

    @BeforeAll
    static void run() throws IOException {
        // Another benchmark may be running on this machine.
        System.setProperty("jmh.ignoreLock", "true");
        figures = new StubRunner(INSTANT, line -> {}).run();
    }

    @Test
    void measuresEveryCompetitor() {
        assertThat(figures.keySet().stream().map(StubCase::competitor)).contains(Competitor.values());
        assertThat(figures.values()).allSatisfy(rounds -> {
            assertThat(rounds).hasSize(1);
            assertThat(rounds.get(0).nanos()).isPositive();
        });
    }

    @Test
    void everyCompetitorThatKeepsSomethingSawTheQueries() {
        for (Competitor competitor : Competitor.values()) {
            if (competitor == Competitor.RAW || competitor == Competitor.P6SPY_EMPTY) {
                assertThat(seen(competitor).executions()).as(competitor.label()).isEqualTo(-1);
            } else {
                assertThat(seen(competitor).executions()).as(competitor.label()).isPositive();
            }
        }
    }

    @Test
    void onlySondeAndTheFileLogWriteFiles() {
        for (Competitor competitor : Competitor.values()) {
            boolean writes = competitor.isOurs() || competitor == Competitor.P6SPY_FILE_LOG;

            assertThat(seen(competitor).bytes() > 0).as(competitor.label()).isEqualTo(writes);
        }
    }

    @Test
    void countsTheAllocationOfTheCaller() {
        StubFigures proxied = only(Competitor.DATASOURCE_PROXY);

        assertThat(proxied.callerBytes()).isPositive();
    }

    @Test
    void reportNamesEachCaseAndJudgesTheTargets() {
        Section section = new StubPart(INSTANT, figures).section();

        assertThat(section.markdown("provenance"))
                .contains(INSTANT.cases().stream().map(StubCase::label).toList());
        assertThat(section.verdicts()).hasSize(3);
    }

    private static Seen seen(Competitor competitor) {
        return only(competitor).seen();
    }

    private static StubFigures only(Competitor competitor) {
        return figures.getOrDefault(new StubCase(competitor, Preparation.ONCE, false, 1, false), List.of())
                .get(0);
    }
}
