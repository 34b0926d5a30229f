package dev.sonde.analysis.cache;

import static dev.sonde.analysis.cache.Reads.ORDER;
import static dev.sonde.analysis.cache.Reads.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.analysis.finding.Finding;
import dev.sonde.analysis.finding.Finding.Severity;
import dev.sonde.analysis.finding.Finding.Verdict;
import dev.sonde.analysis.summary.WorkloadSummary;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheableReadsTest {

    private static List<Finding> findings(Reads reads, String... loops) {
        WorkloadSummary.Builder summary = WorkloadSummary.builder();
        reads.records().forEach(summary::add);
        return CacheableReads.detect(reads.simulate(), summary.build(), Set.of(loops));
    }

    /** Fifty keys, a read every 10 ms for 20 s. */
    private static Reads busy(Reads reads, String sql, Integer... more) {
        for (int i = 0; i < 2_000; i++) {
            if (more.length == 0) {
                reads.at(i * 10L, i + 1, sql, i % 50);
            } else {
                reads.at(i * 10L, i + 1, sql, i % 50, more[0]);
            }
        }
        return reads;
    }

    @Test
    void advisesTheSmallestCacheThatSavesNearlyTheMost() {
        Finding finding = findings(busy(Reads.ofShop(), ORDER)).get(0);

        assertThat(finding.rule()).isEqualTo("cacheable-read");
        assertThat(finding.severity()).isEqualTo(Severity.INFO);
        assertThat(finding.verdict()).isEqualTo(Verdict.LIKELY);
        assertThat(finding.message())
                .isEqualTo(
                        "cacheable-read: a cache of 100 entries kept for 10 s would have answered 1,900 of 2,000 reads"
                                + " (95.0 %) and saved 1.9 s; the capture holds no write of orders");
        assertThat(finding.savedRoundTrips()).isEqualTo(1_900);
        assertThat(finding.fix())
                .startsWith("Cache the result by its bind values, for example"
                        + " Caffeine.newBuilder().maximumSize(100).expireAfterWrite(Duration.ofSeconds(10)).");
        assertThat(finding.evidence())
                .containsEntry("hits", 1_900L)
                .containsEntry("keys", 50L)
                .containsEntry("staleWithoutEviction", 0L)
                .containsEntry("atLeast", false);
        assertThat((List<?>) finding.evidence().get("caches")).hasSize(16);
    }

    @Test
    void aFewWritesAreToldAndMoreOfThemNeedEviction() {
        Reads few = Reads.ofShop();
        Reads more = Reads.ofShop();
        for (int i = 0; i < 2_000; i++) {
            few.at(i * 10L, i + 1, ORDER, i % 50);
            more.at(i * 10L, i + 1, ORDER, i % 50);
            if (i == 990) {
                few.at(i * 10L + 5, 5_000, WRITE, 1, 1);
            }
            if (i == 890) {
                more.at(i * 10L + 5, 5_000 + i, WRITE, 1, 1);
            }
        }

        assertThat(findings(few).get(0).message()).contains("; 9 of its answers are older than a write of orders");
        Finding evicting = findings(more).get(0);
        assertThat(evicting.message()).contains(", evicted when orders is written, would have answered");
        assertThat(evicting.fix()).contains("evict after the commit of each write of orders");
        assertThat(evicting.evidence()).containsEntry("evictedOnWrite", true).containsEntry("writes", 1L);
    }

    @Test
    void whatIsMostlyStaleIsNotAdvised() {
        Reads reads = Reads.ofShop();
        for (int i = 0; i < 2_000; i++) {
            reads.at(i * 10L, i + 1, ORDER, i % 50);
            if (i % 20 == 0) {
                reads.at(i * 10L + 5, 5_000 + i, WRITE, 1, 1);
            }
        }

        assertThat(findings(reads)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from orders where id = ? for update",
                "select * from orders where id = ? and due < now()",
                "select *, random() from orders where id = ?",
                "select nextval('s'), ? from orders",
                "select * from orders where id = ? and at > current_date",
                "select app.discount(id) from orders where id = ?",
                "select next_number(?) from counters",
                "select pg_advisory_lock(?) from orders",
                "select ?",
                "select * from pg_class where oid = ?",
                "with d as (delete from orders where id = ? returning *) select * from d",
                "update orders set total = 1 where id = ?"
            })
    void whatMustNotBeKeptIsNotAdvised(String sql) {
        assertThat(findings(busy(Reads.ofShop(), sql))).isEmpty();
    }

    @Test
    void whatSavesLittleIsNotAdvised() {
        Reads reads = busy(Reads.ofShop(), ORDER);
        for (int i = 0; i < 10; i++) {
            reads.during(30_000 + i * 30_000L, 20_000, 9_000 + i, "select * from ledger where year = ?", i);
        }

        assertThat(findings(reads)).isEmpty();
    }

    @Test
    void whatOneUnitReadsAgainAndAgainIsNoMatterForACache() {
        Reads reads = Reads.ofShop();
        for (int unit = 1; unit <= 20; unit++) {
            for (int i = 0; i < 100; i++) {
                reads.at(unit * 1_000L + i, unit, ORDER, unit);
            }
        }

        assertThat(findings(reads)).isEmpty();
    }

    @Test
    void uncertainFiguresAreSaidToBe() {
        Finding finding = findings(busy(Reads.ofShop(), ORDER).dropped(5)).get(0);

        assertThat(finding.verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(finding.message()).contains("would have answered at least 1,900 of 2,000 reads");
        assertThat(String.valueOf(finding.evidence().get("limits"))).contains("executions are missing in the captures");
    }

    @Test
    void settingsOfConnectionsBelongToTheKey() {
        Reads reads = busy(Reads.ofShop().at(0, 1, "set search_path = tenant_7"), ORDER);

        assertThat(findings(reads).get(0).fix()).contains("has to be part of the key");
    }

    @Test
    void theLoopComesFirst() {
        Reads reads = busy(Reads.ofShop(), ORDER);
        String fingerprint = findings(reads).get(0).fingerprint();

        assertThat(findings(reads, fingerprint).get(0).fix()).startsWith("Fix the N+1 loop first");
    }

    @Test
    void identityOutlivesLinesLiteralsAndCounts() {
        String identity = findings(busy(Reads.ofShop(), ORDER)).get(0).identity();

        assertThat(findings(busy(busy(Reads.ofShop(), "select 1 from x where y = ?"), ORDER)))
                .anyMatch(finding -> finding.identity().equals(identity));
    }
}
