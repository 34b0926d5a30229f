package dev.sonde.analysis;

import static dev.sonde.analysis.Readings.bytes;
import static dev.sonde.analysis.Readings.first;
import static dev.sonde.analysis.Readings.once;
import static dev.sonde.analysis.Readings.sum;
import static dev.sonde.analysis.Readings.totalNanos;
import static dev.sonde.analysis.Readings.twice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.summary.DurationSummary;
import dev.sonde.analysis.summary.RouteLimit;
import dev.sonde.analysis.summary.RouteTotals;
import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.analysis.summary.StatementTimes;
import dev.sonde.analysis.summary.UnitSummary;
import dev.sonde.analysis.work.RunRoute;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.hash.ContentHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** More routes than are kept one by one: which are kept, and what stays exact. */
class RouteLimitTest {
    private static final int KEPT = 20;
    private static final String OTHERS = "other routes";
    private static final List<String> SQL =
            List.of("select a from t where id = ?", "select b from u where id = ?", "update t set a = ? where id = ?");

    private static final StatementLimit LIMIT = StatementLimit.ofDefaults().withRoutes(KEPT);

    /** Each route a unit of work, the statements shared by all, as with identifiers in addresses. */
    private static List<CaptureRecord> flood(Random random, int from, int to) {
        Recording recording = new Recording();
        for (int i = from; i < to; i++) {
            String route = "GET /orders/" + i;
            recording.unit(route);
            recording.durations(route, "request", 0, 700, 1_000, 2);
            for (String sql : SQL) {
                recording.run(sql, 1, "A.a(A.java:1)", i);
                recording.aggregate(sql, route, 1, 0, 700, 1 + random.nextInt(1_000_000));
            }
        }
        return recording.records;
    }

    @Test
    void whoReadsTwiceKeepsThoseThatTookMostTimeInWhateverOrderTheyCame() {
        Random random = new Random(1);
        for (int round = 0; round < 10; round++) {
            int routes = 2 * KEPT + 1 + random.nextInt(200);
            List<CaptureRecord> records = flood(random, 0, routes);
            byte[][] before = bytes(twice(LIMIT, records));

            Collections.shuffle(records, random);

            Reduction reduction = twice(LIMIT, records);
            assertThat(Arrays.deepEquals(bytes(reduction), before)).isTrue();
            Map<String, Long> nanos = nanos(reduction);
            assertThat(nanos.remove(OTHERS)).isEqualTo(totalNanos(records) - sum(longest(records)));
            assertThat(nanos).isEqualTo(longest(records));
            assertThat(reduction.summary().areRoutesCut()).isTrue();
            assertThat(reduction.summary().otherRoutes()).isEqualTo(routes - KEPT);
            // Of the statements all are kept: they are not too many
            assertThat(reduction.summary().areStatementsCut()).isFalse();
        }
    }

    @Test
    void unitsAndWhatTheyDidAreSummedWithThem() {
        Reduction reduction = twice(LIMIT, flood(new Random(2), 0, 100));

        List<UnitSummary> units = reduction.summary().units();
        assertThat(units).hasSize(KEPT + 1);
        assertThat(units.stream().mapToLong(UnitSummary::units).sum()).isEqualTo(100);
        assertThat(reduction.summary().durations()).hasSize(KEPT + 1);
        assertThat(reduction.summary().durations().stream()
                        .mapToLong(DurationSummary::units)
                        .sum())
                .isEqualTo(200);
        assertThat(reduction.summary().work())
                .filteredOn(of -> RouteLimit.isOthers(of.route()))
                .singleElement()
                .satisfies(of -> {
                    assertThat(of.roundTrips()).isEqualTo(Map.of(3L, 100L - KEPT));
                    assertThat(of.statements()).hasSize(SQL.size());
                });
    }

    @Test
    void asManyAsMayBeKeptAreReadOnce() {
        List<CaptureRecord> records = flood(new Random(3), 0, 2 * KEPT);
        Reduction.Builder once = first(LIMIT, records);

        assertThat(once.again()).isEmpty();
        Reduction reduction = once.build();
        assertThat(nanos(reduction)).hasSize(2 * KEPT).doesNotContainKey(OTHERS);
        assertThat(reduction.summary().areRoutesCut()).isFalse();
    }

    @Test
    void whoReadsOnceAndMergesKeepsTheTotals() {
        Random random = new Random(4);
        for (int round = 0; round < 10; round++) {
            List<CaptureRecord> records = new ArrayList<>();
            Reduction.Builder all = Reduction.withoutCaches(LIMIT);
            for (int part = 0; part < 3; part++) {
                int from = random.nextInt(100);
                List<CaptureRecord> of = flood(random, from, from + 1 + random.nextInt(150));
                Reduction.Builder once = Reduction.withoutCaches(LIMIT);
                of.forEach(once::add);
                all.add(once.endUnits().build());
                records.addAll(of);
            }

            Reduction merged = all.build();

            long units = records.stream()
                    .filter(CaptureRecord.Unit.class::isInstance)
                    .count();
            assertThat(sum(nanos(merged))).isEqualTo(totalNanos(records));
            assertThat(nanos(merged)).hasSizeLessThanOrEqualTo(2 * KEPT + 1);
            assertThat(merged.summary().units()).hasSizeLessThanOrEqualTo(2 * KEPT + 1);
            assertThat(merged.summary().units().stream()
                            .mapToLong(UnitSummary::units)
                            .sum())
                    .isEqualTo(units);
            assertThat(merged.summary().durations()).hasSizeLessThanOrEqualTo(2 * KEPT + 1);
            assertThat(merged.summary().durations().stream()
                            .mapToLong(DurationSummary::units)
                            .sum())
                    .isEqualTo(2 * units);
            assertThat(merged.summary().work().stream().map(RunRoute::route)).hasSizeLessThanOrEqualTo(2 * KEPT + 1);
        }
    }

    @Test
    void ofTwoSidesTheSameAreKept() {
        List<CaptureRecord> many = flood(new Random(5), 0, 100);
        List<CaptureRecord> few = flood(new Random(6), 90, 110);

        StatementLimit kept = StatementTimes.keptOfBoth(
                        first(LIMIT, many).times().condensed(),
                        first(LIMIT, few).times())
                .orElseThrow();

        Map<String, Long> wanted = longest(many);
        longest(few, few.size()).forEach((route, nanos) -> wanted.put(route, nanos));
        for (List<CaptureRecord> side : List.of(many, few)) {
            Map<String, Long> all = longest(side, side.size());
            all.keySet().retainAll(wanted.keySet());
            Map<String, Long> nanos = nanos(once(kept, side));
            nanos.remove(OTHERS);
            assertThat(nanos).isEqualTo(all);
        }
        assertThat(StatementTimes.keptOfBoth(
                        first(LIMIT, few).times().condensed(), first(LIMIT, few).times()))
                .isEmpty();
    }

    private static Map<String, Long> nanos(Reduction reduction) {
        return reduction.summary().routes().stream()
                .collect(Collectors.toMap(RouteTotals::route, RouteTotals::totalNanos, Long::sum, TreeMap::new));
    }

    private static Map<String, Long> longest(List<CaptureRecord> records) {
        return longest(records, KEPT);
    }

    /** Of exact sums, by the rule: time and a nanosecond for each execution, then the lower hash. */
    private static Map<String, Long> longest(List<CaptureRecord> records, int most) {
        Map<String, Long> nanos = new HashMap<>();
        Map<String, Long> rank = new HashMap<>();
        for (CaptureRecord entry : records) {
            if (entry instanceof Aggregate aggregate) {
                nanos.merge(aggregate.route(), aggregate.totalNanos(), Long::sum);
                rank.merge(aggregate.route(), aggregate.totalNanos() + aggregate.count(), Long::sum);
            }
        }
        Comparator<String> mostFirst = Comparator.comparing((String route) -> rank.getOrDefault(route, 0L))
                .reversed()
                .thenComparing(ContentHash::of);
        return nanos.keySet().stream()
                .sorted(mostFirst)
                .limit(most)
                .collect(Collectors.toMap(
                        route -> route, route -> nanos.getOrDefault(route, 0L), Long::sum, TreeMap::new));
    }
}
