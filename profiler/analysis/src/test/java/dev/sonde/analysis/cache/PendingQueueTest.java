package dev.sonde.analysis.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** The queue beside a sorted set. */
class PendingQueueTest {

    @Test
    void givesExecutionsInTheOrderOfTimeAndSequenceAlsoThoseThatComeLate() {
        playedBesideASortedSet(i -> i);
    }

    @Test
    void numbersOfAnotherOrderAndOfAnySizeAreNoTrouble() {
        playedBesideASortedSet(i -> -3L * i);
        playedBesideASortedSet(i -> i % 2 == 0 ? Long.MIN_VALUE + i : Long.MAX_VALUE - i);
        playedBesideASortedSet(i -> (long) i << 40);
    }

    private static void playedBesideASortedSet(LongUnaryOperator sequence) {
        Random random = new Random(7);
        PendingQueue queue = new PendingQueue(new PendingStore());
        TreeSet<Pending> expected = new TreeSet<>(Pending.ORDER);
        for (int i = 0; i < 20_000; i++) {
            Pending execution = new Pending();
            execution.sequence = sequence.applyAsLong(i);
            // Mostly about in order, some long past, some far in the future, many at the same time
            execution.time = i / 7 * 1_000L + random.nextInt(i % 50 == 0 ? 10_000_000 : 20_000) - 10_000;
            execution.binds = random.nextInt();
            execution.failed = random.nextBoolean();
            execution.changedNothing = random.nextBoolean();
            queue.add(execution);
            expected.add(execution);
            assertThat(queue.firstTime()).isEqualTo(expected.first().time);
            if (random.nextInt(3) == 0) {
                takeFirst(queue, expected);
            }
        }
        while (!expected.isEmpty()) {
            takeFirst(queue, expected);
        }

        assertThat(queue.size()).isZero();
        assertThat(queue.firstTime()).isEqualTo(Long.MAX_VALUE);
    }

    private static void takeFirst(PendingQueue queue, TreeSet<Pending> expected) {
        Pending first = new Pending();
        queue.poll(first);
        assertThat(first).usingRecursiveComparison().isEqualTo(expected.pollFirst());
    }
}
