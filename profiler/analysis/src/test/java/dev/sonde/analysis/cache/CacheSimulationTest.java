package dev.sonde.analysis.cache;

import static dev.sonde.analysis.cache.Reads.ORDER;
import static dev.sonde.analysis.cache.Reads.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sonde.analysis.cache.StatementCaching.Cell;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Execution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CacheSimulationTest {
    private static final CacheGrid SMALL =
            new CacheGrid(List.of(1L, CacheGrid.UNBOUNDED), List.of(Duration.ofSeconds(1), Duration.ofMinutes(1)));

    private static StatementCaching only(CacheSimulation simulation) {
        assertThat(simulation.statements()).hasSize(1);
        return simulation.statements().get(0);
    }

    private static Cell cell(StatementCaching caching, long size, Duration ttl) {
        return caching.cells().stream()
                .filter(cell -> cell.size() == size && cell.timeToLive().equals(ttl))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void writesMakeLaterReadsStaleUntilTheEntryIsLoadedAgain() {
        Reads reads = Reads.ofShop()
                .at(0, 1, ORDER, 7)
                .at(100, 2, ORDER, 7)
                .at(200, 3, WRITE, 99, 8)
                .at(300, 4, ORDER, 7)
                .at(400, 5, ORDER, 7)
                .at(1_500, 6, ORDER, 7);

        StatementCaching caching = only(reads.simulate(SMALL));

        assertThat(caching.reads()).isEqualTo(5);
        assertThat(caching.keys()).isEqualTo(1);
        assertThat(caching.writes()).isEqualTo(1);
        assertThat(caching.tables()).containsExactly("orders");
        // 100, 300, 400 hit; 300 and 400 are older than the write; 1,500 has expired
        assertThat(cell(caching, 1, Duration.ofSeconds(1)))
                .isEqualTo(new Cell(1, Duration.ofSeconds(1), 3, 2, 3, 2, 2));
        assertThat(cell(caching, 1, Duration.ofMinutes(1)))
                .isEqualTo(new Cell(1, Duration.ofMinutes(1), 4, 3, 4, 3, 3));
    }

    @Test
    void writesOfOtherTablesFailedWritesAndThoseThatChangedNothingDoNotMatter() {
        Reads reads = Reads.ofShop()
                .at(0, 1, ORDER, 7)
                .at(100, 2, "delete from users where id = ?", 7)
                .updating(0)
                .at(200, 3, WRITE, 99, 8)
                .updating(1)
                .failing("23505")
                .at(300, 3, WRITE, 99, 8)
                .failing("")
                .at(400, 4, ORDER, 7);

        assertThat(cell(only(reads.simulate(SMALL)), 1, Duration.ofSeconds(1)).staleHits())
                .isZero();
    }

    @Test
    void aReadThatBeganBeforeTheWriteEndedMayHaveSeenTheOldRow() {
        Reads reads = Reads.ofShop()
                .during(0, 500, 1, WRITE, 99, 7)
                .at(100, 2, ORDER, 7)
                .at(600, 3, ORDER, 7);

        Cell cell = cell(only(reads.simulate(SMALL)), 1, Duration.ofSeconds(1));

        assertThat(cell.hits()).isEqualTo(1);
        assertThat(cell.staleHits()).isEqualTo(1);
        assertThat(cell.evictingHits()).isZero();
    }

    @Test
    void aUnitThatWroteATablePassesTheCacheBy() {
        Reads reads = Reads.ofShop()
                .at(0, 1, ORDER, 7)
                .at(10, 2, ORDER, 7)
                .at(20, 2, WRITE, 99, 7)
                .at(30, 2, ORDER, 7)
                .at(40, 3, ORDER, 7);

        StatementCaching caching = only(reads.simulate(SMALL));

        assertThat(caching.afterOwnWrite()).isEqualTo(1);
        assertThat(caching.reads()).isEqualTo(3);
    }

    @Test
    void readsArePlayedInTheOrderOfTheirStart() {
        Reads reads = Reads.ofShop().at(0, 1, ORDER, 7);
        // Completed last, began before the write: it is the read that loads
        Reads late = reads.at(200, 2, WRITE, 1, 2).at(300, 3, ORDER, 7).during(100, 900, 4, ORDER, 7);

        Cell cell = cell(only(late.simulate(SMALL)), 1, Duration.ofMinutes(1));

        assertThat(cell.hits()).isEqualTo(2);
        assertThat(cell.staleHits()).isEqualTo(1);
        assertThat(cell.savedMillis()).isEqualTo(901);
    }

    @Test
    void anyOrderWithinTheWindowGivesTheSame() {
        Reads reads = Reads.ofShop();
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            String sql = random.nextInt(20) == 0 ? WRITE : ORDER;
            reads.at(i * 3L, 1 + i / 5, sql, random.nextInt(30), 1);
        }
        List<CaptureRecord> shuffled = new ArrayList<>(reads.records());
        List<CaptureRecord> executions = shuffled.subList(firstExecution(shuffled), shuffled.size());
        Collections.shuffle(executions, random);

        CacheSimulation.Builder builder = CacheSimulation.builder(SMALL);
        reads.records().stream()
                .filter(record -> !(record instanceof Execution))
                .forEach(builder::add);
        shuffled.stream().filter(Execution.class::isInstance).forEach(builder::add);

        assertThat(builder.build().statements()).isEqualTo(reads.simulate(SMALL).statements());
    }

    private static int firstExecution(List<CaptureRecord> records) {
        int first = 0;
        while (!(records.get(first) instanceof Execution)) {
            first++;
        }
        return first;
    }

    @Test
    void sessionsHaveCachesOfTheirOwnAndTheirSumsAreOfTheService() {
        Reads one = new Reads(1, "shop", 0).at(0, 1, ORDER, 7).at(10, 2, ORDER, 7);
        Reads other = new Reads(2, "shop", 0).at(0, 1, ORDER, 7).at(10, 2, ORDER, 7);

        StatementCaching caching = only(one.simulate(SMALL).merge(other.simulate(SMALL)));

        assertThat(caching.reads()).isEqualTo(4);
        assertThat(cell(caching, 1, Duration.ofSeconds(1)).hits()).isEqualTo(2);
        assertThat(caching.atLeast()).isFalse();
        CacheSimulation.Builder both = CacheSimulation.builder(SMALL);
        one.records().forEach(both::add);
        other.records().forEach(both::add);
        assertThat(only(both.build())).isEqualTo(caching);
    }

    @Test
    void partsOfOneSessionMergeToALowerBound() {
        Reads reads = Reads.ofShop()
                .at(0, 1, ORDER, 7)
                .at(10, 2, ORDER, 7)
                .at(20, 3, ORDER, 7)
                .at(30, 4, ORDER, 7);
        CacheSimulation.Builder first = CacheSimulation.builder(SMALL);
        CacheSimulation.Builder second = CacheSimulation.builder(SMALL);
        List<CaptureRecord> records = reads.records();
        for (int i = 0; i < records.size(); i++) {
            (i < 5 ? first : second).add(records.get(i));
            if (!(records.get(i) instanceof Execution)) {
                second.add(records.get(i));
            }
        }

        StatementCaching merged = only(first.build().merge(second.build()));

        assertThat(merged.atLeast()).isTrue();
        assertThat(merged.reads()).isEqualTo(4);
        assertThat(cell(merged, 1, Duration.ofSeconds(1)).hits())
                .isEqualTo(2)
                .isLessThan(cell(only(reads.simulate(SMALL)), 1, Duration.ofSeconds(1))
                        .hits());
    }

    @Test
    void writesOfAnotherSessionAreTakenInByASecondPass() {
        Reads reader = new Reads(1, "shop", 1_000_000).at(0, 1, ORDER, 7).at(500, 2, ORDER, 7);
        // The same instant on the wall: 0.2 s of the reader's time
        Reads writer = new Reads(2, "import", 1_100_000).at(100, 1, WRITE, 9, 7);
        List<CaptureRecord> records = new ArrayList<>(reader.records());
        records.addAll(writer.records());
        CacheSimulation.Builder builder = CacheSimulation.builder(SMALL);
        records.forEach(builder::add);
        CacheSimulation first = builder.build();

        CacheSimulation.Builder again = first.secondPass();
        records.forEach(again::add);
        CacheSimulation second = again.build();

        assertThat(first.needsWritesOfOthers()).isTrue();
        assertThat(cell(only(first), 1, Duration.ofSeconds(1)).staleHits()).isZero();
        assertThat(second.needsWritesOfOthers()).isFalse();
        assertThat(cell(only(second), 1, Duration.ofSeconds(1)).staleHits()).isEqualTo(1);
        assertThat(only(second).othersUnknown()).isFalse();
    }

    @Test
    void oneSessionAloneNeedsNoSecondPass() {
        assertThat(Reads.ofShop()
                        .at(0, 1, ORDER, 7)
                        .at(10, 2, WRITE, 9, 7)
                        .at(20, 3, ORDER, 7)
                        .simulate()
                        .needsWritesOfOthers())
                .isFalse();
    }

    @Test
    void withoutBindsNothingIsSaid() {
        Reads reads = new Reads(1, "shop", 0, "none");
        for (int i = 0; i < 50; i++) {
            reads.at(i, i, ORDER);
        }

        StatementCaching caching = only(reads.simulate());

        assertThat(caching.withoutBinds()).isEqualTo(50);
        assertThat(caching.reads()).isZero();
        assertThat(caching.cells()).allMatch(cell -> cell.hits() == 0);
        assertThat(CachingWords.limits(caching))
                .singleElement()
                .asString()
                .contains("50 executions came without binds");
    }

    @Test
    void aStatementWithoutParametersNeedsNoBinds() {
        Reads reads = new Reads(1, "shop", 0, "none");
        for (int i = 0; i < 50; i++) {
            reads.at(i, i, "select * from countries");
        }

        assertThat(cell(only(reads.simulate(SMALL)), 1, Duration.ofSeconds(1)).hits())
                .isEqualTo(49);
    }

    @Test
    void whatWasLostMakesFiguresALowerBound() {
        Reads reads = Reads.ofShop().at(0, 1, ORDER, 7).at(1, 2, ORDER, 7);
        assertThat(only(reads.simulate()).atLeast()).isFalse();

        assertThat(only(Reads.ofShop()
                                .at(0, 1, ORDER, 7)
                                .at(1, 2, ORDER, 7)
                                .dropped(10)
                                .simulate())
                        .atLeast())
                .isTrue();
        assertThat(only(Reads.ofShop()
                                .at(0, 1, ORDER, 7)
                                .at(1, 2, ORDER, 7)
                                .counted(ORDER, 5, 2)
                                .simulate())
                        .notSeen())
                .isEqualTo(3);
        assertThat(only(Reads.ofShop()
                                .at(0, 1, ORDER, 7)
                                .at(1, 2, ORDER, 7)
                                .counted(WRITE, 5, 2)
                                .simulate())
                        .atLeast())
                .isTrue();
        assertThat(only(Reads.ofShop()
                                .at(0, 1, ORDER, 7)
                                .at(1, 2, ORDER, 7)
                                .at(2, 3, "call close_month(?)", 1)
                                .simulate())
                        .atLeast())
                .isTrue();
    }

    @Test
    void aFileReadTwiceAddsNoHits() {
        Reads reads = Reads.ofShop();
        for (int i = 0; i < 100; i++) {
            reads.at(i * 1_000L, i, ORDER, i);
        }
        CacheSimulation.Builder builder = CacheSimulation.builder();
        reads.records().forEach(builder::add);
        reads.records().forEach(builder::add);

        StatementCaching caching = only(builder.build());

        assertThat(caching.reads() + caching.notSeen()).isEqualTo(200);
        assertThat(caching.notSeen()).isGreaterThan(80);
        assertThat(caching.atLeast()).isTrue();
        assertThat(cell(caching, CacheGrid.UNBOUNDED, Duration.ofMinutes(10)).hits())
                .isLessThan(20);
    }

    @Test
    void damagedTimesAndMissingTextsDoNoHarm() {
        CacheSimulation.Builder builder = CacheSimulation.builder();
        long[] odd = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE};
        for (long start : odd) {
            for (long nanos : odd) {
                Execution execution = new Execution(
                        9, start, nanos, start, start, nanos, nanos, 1, 1, 1, 1, List.of(), nanos, start, 0, "", 0,
                        null);
                assertThatCode(() -> builder.add(execution)).doesNotThrowAnyException();
            }
        }

        assertThat(builder.build().statements()).isEmpty();
    }

    @Test
    void memoryIsBoundedByKeysNotByReads() {
        Reads reads = Reads.ofShop();
        String other = "select * from users where id = ?";
        CacheSimulation.Builder builder = CacheSimulation.builder(SMALL);
        reads.at(0, 1, ORDER, 0).at(0, 1, other, 0).records().forEach(builder::add);
        List<CaptureRecord> records = reads.records();
        Execution order = (Execution) records.get(2);
        for (int i = 1; i < 400_000; i++) {
            builder.add(new Execution(
                    1, i, order.statement(), 1, i * 100L, 1_000, 0, 1, 1, 1, 1, List.of(i), 1, -1, 0, "", 0, null));
        }

        CacheSimulation simulation = builder.build();

        StatementCaching caching = simulation.statements().stream()
                .filter(one -> one.statement().id() == order.statement())
                .findFirst()
                .orElseThrow();
        assertThat(caching.estimated()).isTrue();
        assertThat(caching.reads()).isEqualTo(400_000);
        assertThat(caching.keys()).isBetween(380_000L, 420_000L);
        assertThat(caching.cells()).allMatch(cell -> cell.hits() == 0);
    }

    @Test
    void theKeysOfAllStatementsTogetherAreBounded() {
        int statements = 8;
        int keys = 30_000;
        CacheSimulation.Builder builder = CacheSimulation.builder(SMALL);
        for (int i = 0; i < statements; i++) {
            builder.add(new CaptureRecord.Statement(
                    1, i, i, "select * from t" + i + " where id = $1", List.of(), List.of(), List.of(), false));
        }
        for (int i = 0; i < 2 * statements * keys; i++) {
            int key = i / statements % keys;
            builder.add(new Execution(
                    1, i, i % statements, 1, i * 10L, 1_000, 0, 1, 1, 1, 1, List.of(key), 1, -1, 0, "", 0, null));
        }

        List<StatementCaching> cachings = builder.build().statements();

        assertThat(cachings).hasSize(statements).allSatisfy(caching -> {
            assertThat(caching.estimated()).isTrue();
            assertThat(caching.keys()).isBetween(28_000L, 32_000L);
            assertThat(cell(caching, CacheGrid.UNBOUNDED, Duration.ofMinutes(1)).hits())
                    .isBetween(28_000L, 32_000L);
        });
    }
}
