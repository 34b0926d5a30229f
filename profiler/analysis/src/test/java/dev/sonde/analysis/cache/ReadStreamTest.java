package dev.sonde.analysis.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sonde.analysis.cache.BruteForce.Read;
import dev.sonde.capture.hash.ContentHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadStreamTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void allSizesAndTimesAtOnceAreWhatEachCacheAloneDoes(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            CacheGrid grid = randomGrid(random);
            List<Read> reads = randomReads(random, 1 + random.nextInt(400), 1 + random.nextInt(40));
            ReadStream stream = new ReadStream(grid, new KeyCount());

            reads.forEach(read -> stream.read(read.key(), read.time(), read.lastWrite(), 0, read.nanos(), 1));

            int cell = 0;
            for (long size : grid.sizes()) {
                for (Duration ttl : grid.timesToLive()) {
                    Tally.Cell figures = stream.tally.cells[cell++];
                    BruteForce expiring = BruteForce.of(reads, size, ttl.toNanos() / 1_000, false);
                    BruteForce evicting = BruteForce.of(reads, size, ttl.toNanos() / 1_000, true);
                    assertThat(List.of(figures.hits, figures.stale, figures.hitNanos))
                            .as("%s entries, %s, round %s", size, ttl, round)
                            .containsExactly(expiring.hits, expiring.stale, expiring.nanos);
                    assertThat(List.of(figures.evictingHits, 0L, figures.evictingNanos))
                            .as("%s entries, %s, evicting, round %s", size, ttl, round)
                            .containsExactly(evicting.hits, evicting.stale, evicting.nanos);
                }
            }
        }
    }

    private static CacheGrid randomGrid(Random random) {
        TreeSet<Long> sizes = new TreeSet<>();
        TreeSet<Duration> times = new TreeSet<>();
        for (int i = 0; i < 4; i++) {
            sizes.add(1L + random.nextInt(12));
            times.add(Duration.ofMillis(1 + random.nextInt(300)));
        }
        if (random.nextBoolean()) {
            sizes.add(CacheGrid.UNBOUNDED);
        }
        return new CacheGrid(List.copyOf(sizes), List.copyOf(times));
    }

    private static List<Read> randomReads(Random random, int count, int keys) {
        List<Read> reads = new ArrayList<>();
        long time = 0;
        long lastWrite = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            time += random.nextInt(20_000);
            if (random.nextInt(10) == 0) {
                lastWrite = time - random.nextInt(2_000);
            }
            long key = ContentHash.finish(random.nextInt(1 + random.nextInt(keys)) + 1L);
            reads.add(new Read(key, time, lastWrite, random.nextInt(1_000)));
        }
        return reads;
    }

    @Test
    void aSampleOfTheKeysComesCloseToTheWhole() {
        Random random = new Random(42);
        CacheGrid grid = new CacheGrid(
                List.of(1_000L, 10_000L, 50_000L, CacheGrid.UNBOUNDED),
                List.of(Duration.ofSeconds(10), Duration.ofMinutes(10)));
        List<Read> reads = new ArrayList<>();
        ReadStream stream = new ReadStream(grid, new KeyCount());
        for (int i = 0; i < 800_000; i++) {
            // About Zipf: few keys get most reads
            long key = ContentHash.finish((long) Math.pow(200_000, random.nextDouble()));
            reads.add(new Read(key, i * 200L, Long.MIN_VALUE, 1_000));
        }

        reads.forEach(read -> stream.read(read.key(), read.time(), read.lastWrite(), 0, read.nanos(), 1));

        assertThat(stream.tally.estimated).isTrue();
        assertThat(stream.keys()).isLessThanOrEqualTo(ReadStream.MAX_KEYS);
        Tally tally = stream.result();
        int cell = 0;
        for (long size : grid.sizes()) {
            for (Duration ttl : grid.timesToLive()) {
                double exact = BruteForce.of(reads, size, ttl.toNanos() / 1_000, false).hits / 800_000.0;
                double estimate = (tally.cells[cell++].hits + tally.reads - tally.sampledReads) / 800_000.0;
                assertThat(estimate).as("%s entries, %s", size, ttl).isCloseTo(exact, within(0.02));
            }
        }
    }
}
