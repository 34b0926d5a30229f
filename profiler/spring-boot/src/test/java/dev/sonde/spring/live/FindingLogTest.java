package dev.sonde.spring.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Severity;
import dev.sonde.analysis.finding.Finding.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FindingLogTest {

    private final List<String> said = new ArrayList<>();
    private final FindingCounts counts = new FindingCounts();
    private long now;
    private final FindingLog log = new FindingLog(2, counts, () -> now, said::add);

    private static Finding finding(String identity, Verdict verdict, Severity severity) {
        return new Finding(
                "n-plus-one",
                "keyed-loop",
                verdict,
                severity,
                identity,
                "shop",
                "GET /\u001b[2J",
                "f",
                null,
                null,
                10,
                1,
                9,
                "n-plus-one: 10 × " + identity,
                "fix it",
                null,
                Map.of());
    }

    private static List<Finding> confirmed(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> finding("id" + i, Verdict.CONFIRMED, Severity.ERROR))
                .toList();
    }

    private Map<String, Long> counted() {
        Map<String, Long> counted = new TreeMap<>();
        counts.forEachNowAndLater((key, count) -> counted.put(key.rule() + "/" + key.kind(), count.get()));
        return counted;
    }

    @Test
    void saysAFindingAtTheSecondLookAndNeverAgain() {
        log.look(confirmed(1));
        assertThat(said).isEmpty();

        log.look(confirmed(1));
        log.look(confirmed(1));

        assertThat(said).singleElement().asString().contains("10 × id0");
        assertThat(counted()).containsExactly(Map.entry("n-plus-one/keyed-loop", 1L));
    }

    @Test
    void whatIsTooMuchForAMinuteFollowsInTheNext() {
        log.look(confirmed(5));
        log.look(confirmed(5));
        log.look(confirmed(5));
        assertThat(said).hasSize(3);
        assertThat(said.get(2)).startsWith("Sonde: 3 more findings were held back");

        now += 60_000_000_000L;
        log.look(confirmed(5));

        assertThat(said).hasSize(6);
        assertThat(said.get(5)).startsWith("Sonde: 1 more finding was held back");
        assertThat(counted()).containsExactly(Map.entry("n-plus-one/keyed-loop", 5L));
    }

    @Test
    void whatIsNotConfirmedIsNotSaid() {
        List<Finding> likely = List.of(finding("id", Verdict.LIKELY, Severity.WARNING));

        log.look(likely);

        assertThat(log.look(likely)).isFalse();
        assertThat(said).isEmpty();
        assertThat(counted()).isEmpty();
    }

    @Test
    void whatOnlyInformsIsCountedAndNotSaid() {
        List<Finding> informative = List.of(finding("id", Verdict.CONFIRMED, Severity.INFO));

        log.look(informative);
        log.look(informative);

        assertThat(said).isEmpty();
        assertThat(counted()).containsExactly(Map.entry("n-plus-one/keyed-loop", 1L));
    }

    @Test
    void aHostileRouteStaysVisible() {
        log.look(confirmed(1));
        log.look(confirmed(1));

        assertThat(said.get(0)).startsWith("Sonde found in GET /<U+001B>[2J\n").doesNotContain("\u001b");
    }

    @Test
    void noMoreKindsAreCountedThanAllowed() {
        for (int i = 0; i < 200; i++) {
            counts.add("rule", "kind" + i);
        }

        assertThat(counted()).hasSize(FindingCounts.MAX_KINDS + 1).containsEntry("other/other", 150L);
    }
}
