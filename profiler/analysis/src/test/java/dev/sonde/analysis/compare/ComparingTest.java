package dev.sonde.analysis.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.sonde.analysis.compare.StatementChange.Outcome;
import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.work.Window;
import dev.sonde.capture.CaptureRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparingTest {

    private static Comparison compare(Workload base, Workload head) {
        return Comparing.of(base, head, CompareOptions.ofDefaults());
    }

    @Test
    void newAndGoneStatementsAreToldByRoute() {
        Comparison comparison = compare(
                new SimulatedRun(1).size(9, 12).workload(),
                new SimulatedRun(2).size(10, 12).workload());
        Comparison backwards = compare(
                new SimulatedRun(2).size(10, 12).workload(),
                new SimulatedRun(1).size(9, 12).workload());

        assertThat(comparison.statements(Outcome.NEW))
                .extracting(StatementChange::route, StatementChange::sql)
                .containsExactly(tuple("GET /2", SimulatedRun.sql(9)));
        assertThat(backwards.statements(Outcome.GONE))
                .extracting(StatementChange::sql)
                .containsExactly(SimulatedRun.sql(9));
        assertThat(comparison.regressions()).isEqualTo(1); // one more round trip in each unit of the route
    }

    @Test
    void moreRoundTripsAreARegressionAndFewerAreNot() {
        Workload few = new SimulatedRun(1).repeated(2, 1).workload();
        Workload many = new SimulatedRun(2).repeated(2, 18).workload();

        assertThat(compare(few, many).routes(RouteChange.Outcome.MORE))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.route()).isEqualTo("GET /0");
                    assertThat(change.base()).isNotNull();
                    assertThat(change.head()).isNotNull();
                    assertThat(change.probability()).isLessThan(1e-12);
                });
        assertThat(compare(few, many).statements())
                .filteredOn(change -> change.differs().contains("per-unit"))
                .extracting(StatementChange::sql)
                .containsExactly(SimulatedRun.sql(2));
        assertThat(compare(many, few).routes(RouteChange.Outcome.FEWER)).hasSize(1);
        assertThat(compare(many, few).regressions()).isZero();
    }

    @Test
    void aLoopIsTheSameUnlessItIsKnownToBeElsewhere() {
        Finding loop = loop("0000000000000001", "shop.Orders.print", Verdict.CONFIRMED, 10);
        Finding ofAnotherKind = loop("0000000000000003", "shop.Orders.print", Verdict.CONFIRMED, 10);
        Finding withoutCallSite = loop("0000000000000004", null, Verdict.CONFIRMED, 10);
        Finding elsewhere = loop("0000000000000005", "shop.Orders.mail", Verdict.CONFIRMED, 10);

        assertThat(Loops.without(List.of(loop), List.of(ofAnotherKind))).isEmpty();
        assertThat(Loops.without(List.of(loop), List.of(withoutCallSite))).isEmpty();
        assertThat(Loops.without(List.of(loop), List.of(elsewhere))).containsExactly(loop);
    }

    @Test
    void aProvedLoopIsNewIfBaseWouldHaveShownIt() {
        assertThat(newLoop(Verdict.CONFIRMED, 10, 400)).matches(NewLoop::isRegression);
        assertThat(newLoop(Verdict.LIKELY, 10, 400)).matches(loop -> !loop.isRegression());
        assertThat(newLoop(Verdict.CONFIRMED, 10, 20))
                .as("base has a twentieth of head's units")
                .matches(loop -> !loop.isRegression());
        assertThat(newLoop(Verdict.CONFIRMED, 3, 400)).satisfies(loop -> {
            assertThat(loop.isRegression()).isFalse();
            assertThat(loop.probability()).isBetween(0.12, 0.13);
        });
    }

    private static NewLoop newLoop(Verdict verdict, long units, long unitsOfBase) {
        Finding loop = loop("0000000000000001", null, verdict, units);
        return Loops.added(ofUnits(unitsOfBase, List.of()), ofUnits(400, List.of(loop)))
                .get(0);
    }

    private static Finding loop(String identity, @Nullable String method, Verdict verdict, long units) {
        return new Finding(
                "n-plus-one",
                "keyed-loop",
                verdict,
                Finding.Severity.ERROR,
                identity,
                "shop",
                "GET /a",
                "0000000000000002",
                null,
                null,
                100,
                units,
                99,
                "",
                "",
                method == null ? null : new Finding.Location(method, "Orders.java", 1),
                Map.of());
    }

    private static Workload ofUnits(long units, List<Finding> loops) {
        RouteWork work =
                new RouteWork(new TreeMap<>(Map.of(1L, units)), new TreeMap<>(Map.of(1L, units)), 1, 1, List.of());
        return new Workload(
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeMap<>(Map.of(new RouteKey("shop", "GET /a"), work)),
                loops);
    }

    @Test
    void shortCapturesCannotTellTimesAndSaySo() {
        Comparison comparison = compare(
                new SimulatedRun(1).size(8, 1).workload(),
                new SimulatedRun(2).size(8, 1).slower(1, 100).workload());

        assertThat(comparison.statements()).allMatch(change -> change.outcome() == Outcome.CANNOT_TELL);
        assertThat(comparison.notes()).anyMatch(note -> note.contains("8 statements take longer cannot be told"));
        assertThat(comparison.regressions()).isZero();
    }

    @Test
    void theSameRecordsInAnyOrderAreTheSameWorkload() {
        List<CaptureRecord> records = new ArrayList<>(new SimulatedRun(1).records());
        Workload inOrder = SimulatedRun.workload(records);

        Collections.shuffle(records, new Random(5));

        assertThat(SimulatedRun.workload(records)).isEqualTo(inOrder);
        assertThat(compare(inOrder, SimulatedRun.workload(records)).notes())
                .containsExactly("1 run is in base and in head: what is compared with itself does not differ");
    }

    @Test
    void differentServicesCannotBeCompared() {
        Workload shop = new SimulatedRun("shop", 1).workload();
        Workload bank = new SimulatedRun("bank", 2).workload();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> compare(shop, bank))
                .withMessageContaining("base is a capture of shop and head of bank");
    }

    @Test
    void ofSeveralServicesThoseInBothAreCompared() {
        List<CaptureRecord> both = new ArrayList<>(new SimulatedRun("bank", 3).records());
        both.addAll(new SimulatedRun("shop", 4).version("2").records());
        both.addAll(new SimulatedRun("shop", 5).version("3").records());

        Comparison comparison = compare(new SimulatedRun("shop", 1).workload(), SimulatedRun.workload(both));

        assertThat(comparison.statements()).allMatch(change -> change.service().equals("shop"));
        assertThat(comparison.statements(Outcome.NEW)).isEmpty();
        assertThat(comparison.notes())
                .contains(
                        "only head holds bank, which is not compared",
                        "head holds 2 versions of shop (2, 3), which are taken for one");
    }

    @Test
    void emptyCapturesAreNamed() {
        Workload empty = SimulatedRun.workload(List.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> compare(empty, new SimulatedRun(1).workload()))
                .withMessageStartingWith("base holds no executions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compare(new SimulatedRun(1).workload(), empty))
                .withMessageStartingWith("head holds no executions");
    }

    @Test
    void windowsThatAreAllAtTheMarginAreNotAboveIt() {
        List<Window> low =
                LongStream.range(0, 8).mapToObj(i -> new Window(1, i, 1, 0, 2)).toList();
        List<Window> high =
                LongStream.range(0, 8).mapToObj(i -> new Window(2, i, 1, 0, 12)).toList();

        assertThat(RankTest.probability(low, high, Window::meanAmount, new RankTest.Margin(1.5, 10)))
                .isGreaterThan(0.4);
        assertThat(RankTest.probability(low, high, Window::meanAmount, new RankTest.Margin(1.5, 9)))
                .isLessThan(0.001);
    }

    @Test
    void falseDiscoveriesAreControlledOverAllTests() {
        // Ranks 1 to 5 of 5 may have 0.002, 0.004, 0.006, 0.008 and 0.01: the third lifts the second
        assertThat(RankTest.discoveries(new double[] {0.5, 0.001, 0.0059, 0.0055, 0.04}))
                .containsExactly(false, true, true, true, false);
        assertThat(RankTest.discoveries(new double[] {})).isEmpty();
        assertThat(RankTest.discoveries(new double[] {0.011})).containsExactly(false);
    }
}
