package dev.sonde.analysis;

import static dev.sonde.analysis.Readings.bytes;
import static dev.sonde.analysis.Readings.first;
import static dev.sonde.analysis.Readings.once;
import static dev.sonde.analysis.Readings.sum;
import static dev.sonde.analysis.Readings.totalNanos;
import static dev.sonde.analysis.Readings.twice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.analysis.summary.StatementSummary;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.hash.ContentHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** More statements than are kept one by one: which are kept, and what stays exact. */
class StatementLimitTest {
    private static final int KEPT = 40;
    private static final String OTHERS = "other statements";

    private static final StatementLimit LIMIT = StatementLimit.of(KEPT);

    /** As a file has them: texts before they are used; the statements that most time goes into take little at first. */
    private static List<CaptureRecord> flood(Random random, int from, int to, int heavy) {
        Recording recording = new Recording();
        for (int i = from; i < to; i++) {
            recording.unit("GET /" + i % 3);
            recording.run(sql(i), 1, site(i), i);
            recording.aggregate(sql(i), "GET /" + i % 3, 1, 0, 700, random.nextInt(1_000_000));
        }
        for (int i = to - heavy; i < to; i++) {
            recording.aggregate(sql(i), "GET /x", 100, 0, 900, 50_000_000L + i);
        }
        return recording.records;
    }

    /** A few places for all of them. */
    private static String site(int number) {
        return "A.a" + number % 10 + "(A.java:1)";
    }

    private static String sql(int number) {
        return "select a from t" + number + " where id = ?";
    }

    @Test
    void whoReadsTwiceKeepsThoseThatTookMostTimeInWhateverOrderTheyCame() {
        Random random = new Random(1);
        for (int round = 0; round < 10; round++) {
            int statements = 2 * KEPT + 1 + random.nextInt(300);
            List<CaptureRecord> records = flood(random, 0, statements, KEPT);
            byte[][] before = bytes(twice(LIMIT, records));

            Collections.shuffle(records, random);

            assertThat(Arrays.deepEquals(bytes(twice(LIMIT, records)), before)).isTrue();
            Map<String, Long> nanos = nanos(twice(LIMIT, records));
            assertThat(nanos)
                    .hasSize(KEPT + 1)
                    .containsEntry(OTHERS, totalNanos(records) - sum(longest(records, KEPT)));
            nanos.remove(OTHERS);
            assertThat(nanos).isEqualTo(longest(records, KEPT));
        }
    }

    @Test
    void callSitesOfKeptStatementsStayThoughTheirRecordsComeLongBefore() {
        List<CaptureRecord> records = new ArrayList<>();
        List<CaptureRecord> executed = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            for (CaptureRecord entry : flood(new Random(i), 1_000 * i, 1_000 * i + 20, 2)) {
                boolean isName = entry instanceof CaptureRecord.Statement || entry instanceof CaptureRecord.CallSite;
                (isName ? records : executed).add(entry);
            }
        }
        Recording apart = new Recording();
        for (int i = 0; i < 20; i++) { // each in a place of its own
            apart.run(sql(1_000 * i + 19), 1, "C.c" + i + "(C.java:1)", i);
        }
        records.addAll(apart.records);
        records.addAll(executed);

        List<StatementSummary> kept = twice(LIMIT, records).summary().statements();

        for (int i = 0; i < 20; i++) {
            String site = "C.c" + i + "(C.java:1)";
            assertThat(kept).anyMatch(statement -> statement.leafFrames().contains(site));
        }
    }

    @Test
    void asManyAsMayBeKeptAreReadOnce() {
        List<CaptureRecord> records = flood(new Random(2), 0, 2 * KEPT, 0);
        Reduction.Builder once = first(LIMIT, records);

        assertThat(once.again()).isEmpty();
        assertThat(nanos(once.build())).hasSize(2 * KEPT).doesNotContainKey(OTHERS);
    }

    /** What a statement lacks is at most its share of what was summed when it was let go, for each time that any were. */
    @Test
    void mergesInAnyOrderKeepTheTotalsAndAllThatTakeMoreThanTheirShare() {
        Random random = new Random(3);
        for (int round = 0; round < 20; round++) {
            List<CaptureRecord> records = new ArrayList<>();
            List<Reduction> parts = new ArrayList<>();
            int cuts = 0;
            for (int part = 0; part < 3; part++) {
                int from = random.nextInt(100);
                int to = from + 1 + random.nextInt(300);
                List<CaptureRecord> of = flood(random, from, to, 3);
                parts.add(once(LIMIT, of));
                records.addAll(of);
                cuts += (to - from) / KEPT + 1;
            }
            Collections.shuffle(parts, random);
            Reduction.Builder all = Reduction.withoutCaches(LIMIT);
            parts.forEach(all::add);

            Map<String, Long> merged = nanos(all.build());

            long total = totalNanos(records);
            long most = cuts * total / KEPT;
            assertThat(sum(merged)).isEqualTo(total);
            assertThat(merged).hasSizeLessThanOrEqualTo(2 * KEPT + 1);
            longest(records, Integer.MAX_VALUE)
                    .forEach((text, nanos) ->
                            assertThat(nanos - merged.getOrDefault(text, 0L)).isBetween(0L, most));
        }
    }

    @Test
    void callSitesBeyondTheLimitCountAsUnknown() {
        List<CaptureRecord> records = flood(new Random(4), 0, 2 * KEPT, 0);
        List<CaptureRecord> sites = new ArrayList<>();
        Recording one = new Recording();
        for (int i = 0; i < 50 * KEPT; i++) {
            one.run("select a from t7 where id = ?", 1, "C.c" + i + "(C.java:1)", i);
        }
        sites.addAll(records);
        sites.addAll(one.records);

        Reduction reduction = once(LIMIT, sites);

        StatementSummary looped = reduction.summary().statements().stream()
                .filter(statement -> statement.statement().sql().contains("from t7 "))
                .findFirst()
                .orElseThrow();
        assertThat(reduction.summary().areCallSitesCut()).isTrue();
        assertThat(looped.callSites()).hasSizeLessThanOrEqualTo(2 * KEPT + 1);
        assertThat(looped.callSites().stream()
                        .mapToLong(StatementSummary.SiteCount::count)
                        .sum())
                .isEqualTo(50 * KEPT + 1);
        assertThat(once(LIMIT, records).summary().areCallSitesCut()).isFalse();
    }

    private static Map<String, Long> nanos(Reduction reduction) {
        Map<String, Long> nanos = new TreeMap<>();
        reduction.summary().statements().forEach(statement -> {
            if (statement.calls() > 0) {
                nanos.merge(statement.statement().sql(), statement.totalNanos(), Long::sum);
            }
        });
        return nanos;
    }

    /** Of exact sums, by the rule: time and a nanosecond for each execution, then the lower identifier. */
    private static Map<String, Long> longest(List<CaptureRecord> records, int most) {
        Map<Long, String> texts = new HashMap<>();
        Map<Long, Long> nanos = new HashMap<>();
        Map<Long, Long> calls = new HashMap<>();
        for (CaptureRecord entry : records) {
            if (entry instanceof CaptureRecord.Statement statement) {
                texts.put(statement.id(), statement.sql());
            } else if (entry instanceof CaptureRecord.Aggregate aggregate) {
                nanos.merge(aggregate.statement(), aggregate.totalNanos(), Long::sum);
                calls.merge(aggregate.statement(), aggregate.count(), Long::sum);
            }
        }
        Comparator<Long> mostFirst = Comparator.comparingLong(
                        (Long id) -> nanos.getOrDefault(id, 0L) + calls.getOrDefault(id, 0L))
                .reversed()
                .thenComparing(Comparator.naturalOrder());
        Set<Long> kept = nanos.keySet().stream().sorted(mostFirst).limit(most).collect(Collectors.toSet());
        Map<String, Long> longest = new TreeMap<>();
        kept.forEach(id -> longest.put(texts.getOrDefault(id, ContentHash.hex(id)), nanos.getOrDefault(id, 0L)));
        return longest;
    }
}
