package dev.sonde.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Severity;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.finding.FindingOptions;
import dev.sonde.analysis.summary.OwnCost;
import dev.sonde.analysis.summary.PoolSummary;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolFindingsTest {
    private static final String SITE = "shop.Checkout.pay(Checkout.java:31) < shop.Api.post(Api.java:9)";

    private final Recording recording = new Recording();

    @Test
    void saysThatConnectionsAreWaitedForHowOftenHowLongAndWhere() {
        recording.unit("POST /pay");
        for (int i = 0; i < 40; i++) {
            recording.lease(i / 10, SITE, millis(80 + i), millis(60), millis(58));
        }
        recording.pool(2, 10, 10, 100, millis(1_000), millis(3_000), millis(2_500), 0);
        recording.pool(4, 10, 10, 200, millis(4_000), millis(6_000), millis(5_500), 0);

        Finding finding = finding("pool-wait");

        assertThat(finding.kind()).isEqualTo("wait");
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.verdict()).isEqualTo(Verdict.CONFIRMED);
        assertThat(finding.message())
                .isEqualTo("pool-wait: main: 40 of 200 leases waited 50 ms or longer, 20.0 ms on average, P95 109 ms;"
                        + " all 10 connections in use in 2 of 2 looks at it");
        assertThat(finding.fix()).contains("92 % of the time").contains("maximumPoolSize");
        assertThat(finding.route()).isEmpty();
        assertThat(finding.fingerprint()).isEmpty();
        assertThat(finding.evidence())
                .containsEntry("longWaits", 40L)
                .containsEntry("callSites", List.of("shop.Checkout.pay(Checkout.java:31)"));
    }

    @Test
    void saysThatRequestsGotNoConnectionAndThatAnIdleHolderIsWhy() {
        recording.unit("POST /pay");
        for (int i = 0; i < 6; i++) {
            recording.lease(i, SITE, millis(0), millis(2_000), millis(5));
        }
        recording.pool(5, 1, 1, 6, millis(30_000), millis(12_000), millis(30), 3);

        Finding wait = finding("pool-wait");
        Finding lease = finding("long-lease");

        assertThat(wait.kind()).isEqualTo("time-out");
        assertThat(wait.severity()).isEqualTo(Severity.ERROR);
        assertThat(wait.message()).startsWith("pool-wait: main: 3 requests got no connection; ");
        assertThat(wait.fix()).contains("in only 0 % of that time");
        assertThat(lease.severity()).isEqualTo(Severity.WARNING);
        assertThat(lease.message())
                .isEqualTo("long-lease: shop.Checkout.pay(Checkout.java:31) of main held 6 connections for 2000 ms on"
                        + " average, 2000 ms at most, and used them for 0 % of it");
        assertThat(lease.route()).isEqualTo("POST /pay");
        assertThat(lease.fix()).contains("remote call").contains("spring.jpa.open-in-view=false");
        assertThat(lease.location()).isEqualTo(new Finding.Location("shop.Checkout.pay", "Checkout.java", 31));
    }

    @Test
    void doesNotBlameThePoolWhenItWasNeverFull() {
        recording.pool(5, 1, 10, 60, millis(1), millis(1_000), millis(900), 2);

        Finding finding = finding("pool-wait");

        assertThat(finding.verdict()).isEqualTo(Verdict.LIKELY);
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.fix()).contains("whether the database could be reached");
    }

    @Test
    void namesAFrameworkThatKeepsConnectionsAfterTheServiceIsDone() {
        for (int i = 0; i < 20; i++) {
            recording.lease(i, "", millis(0), millis(400), millis(20));
        }
        recording.pool(5, 2, 10, 2_000, millis(2), millis(9_000), millis(900), 0);

        Finding finding = finding("long-lease");

        assertThat(finding.kind()).isEqualTo("framework");
        assertThat(finding.severity()).isEqualTo(Severity.INFO);
        assertThat(finding.verdict()).isEqualTo(Verdict.LIKELY);
        assertThat(finding.fix())
                .startsWith("No code of the service was on the stack")
                .contains("open-in-view=false");
    }

    @Test
    void isSilentAboutAHealthyPool() {
        for (int i = 0; i < 40; i++) { // while the pool is filled
            recording.lease(0, SITE, millis(90), millis(12), millis(10));
        }
        for (int i = 0; i < 300; i++) { // long statements, and a transaction with some pauses
            recording.lease(i, SITE, millis(1), millis(600), millis(590));
            recording.lease(i, "shop.Report.run(Report.java:2)", millis(0), millis(90), millis(50));
        }
        recording.lease(9, "shop.Lock.hold(Lock.java:1)", millis(0), Duration.ofHours(2), millis(3));
        recording.pool(1, 10, 10, 200, millis(3_600), millis(2_000), millis(1_900), 0);
        recording.pool(300, 3, 10, 20_000, millis(4_000), millis(900_000), millis(800_000), 0);

        assertThat(Findings.of(recording.summary(), FindingOptions.ofDefaults()))
                .isEmpty();
    }

    @Test
    void takesAServiceWithoutAProcessorForNoHolder() {
        for (int i = 0; i < 500; i++) { // as in the sample service when twelve threads share a processor
            recording.lease(i, SITE, millis(0), millis(250), millis(67));
        }
        recording.pool(300, 10, 10, 10_000, millis(40), millis(290_000), millis(125_000), 0);

        assertThat(Findings.of(recording.summary(), FindingOptions.ofDefaults()))
                .isEmpty();
    }

    @Test
    void leavesAHolderAloneThatThePoolHardlyNotices() {
        for (int i = 0; i < 30; i++) {
            recording.lease(i, SITE, millis(0), millis(300), millis(3));
        }
        recording.pool(300, 10, 10, 10_000, millis(40), millis(290_000), millis(125_000), 0);

        assertThat(Findings.of(recording.summary(), FindingOptions.ofDefaults()))
                .isEmpty();
    }

    @Test
    void isSilentWhenOneSecondWasBad() {
        for (int i = 0; i < 200; i++) { // a pause of the server
            recording.lease(7, SITE, millis(900), millis(12), millis(10));
        }
        recording.pool(300, 3, 10, 9_000, millis(180_100), millis(90_000), millis(80_000), 0);

        assertThat(Findings.of(recording.summary(), FindingOptions.ofDefaults()))
                .isEmpty();
    }

    @Test
    void takesTheSumsOfAPoolFromTheLastSampleOfEachInstance() {
        recording.pool(9, 1, 10, 70, millis(7), millis(70), millis(60), 0);
        recording.pool(3, 4, 10, 30, millis(3), millis(30), millis(20), 0);

        PoolSummary pool = recording.summary().pools().get(0);

        assertThat(pool.leases()).isEqualTo(70);
        assertThat(pool.maxActive()).isEqualTo(4);
        assertThat(pool.meanWaitMillis()).isEqualTo(0.1);
        assertThat(pool.p95WaitMillis()).isNaN();
        assertThat(pool.busyShare()).isCloseTo(6.0 / 7, within(1e-9));
    }

    @Test
    void addsUpWhatTheProfilerCost() {
        recording.cost("full", 1_000_000, 4_000);
        recording.cost("no-call-sites", 1_000_000, 16_000);

        OwnCost cost = recording.summary().ownCost();

        assertThat(cost.share()).isEqualTo(0.01);
        assertThat(cost.worstLevel()).isEqualTo("no-call-sites");
        assertThat(cost.microsByLevel()).containsEntry("full", 10_000_000L);
    }

    private Finding finding(String rule) {
        return Findings.of(recording.summary(), FindingOptions.ofDefaults()).stream()
                .filter(finding -> finding.rule().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
