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

    @Test
    void keepsTheLargestOfAllNumbers() {
        Pending execution = new Pending();
        execution.sequence = Long.MIN_VALUE;
        execution.number = PendingStore.MAX_NUMBER - 1;
        execution.start = -(1L << 52);
        execution.nanos = 86_400_000_000_000L;
        execution.unit = Long.MIN_VALUE;
        execution.key = -1;
        execution.binds = PendingStore.MAX_BINDS;
        execution.rows = PendingStore.MAX_ROWS;
        execution.write = true;
        PendingStore store = new PendingStore();

        int number = store.put(execution);

        assertThat(store.time(number)).isEqualTo(execution.time());
        Pending taken = new Pending();
        store.take(number, taken);
        assertThat(taken).usingRecursiveComparison().isEqualTo(execution);
    }

    private static void playedBesideASortedSet(LongUnaryOperator sequence) {
        Random random = new Random(7);
        PendingQueue queue = new PendingQueue(new PendingStore());
        TreeSet<Pending> expected = new TreeSet<>(Pending.ORDER);
        for (int i = 0; i < 20_000; i++) {
            Pending execution = new Pending();
            execution.sequence = sequence.applyAsLong(i);
            // Mostly about in order, some long past, some far in the future, many at the same time
            execution.start = i / 7 * 1_000L + random.nextInt(i % 50 == 0 ? 10_000_000 : 20_000) - 10_000;
            execution.nanos = random.nextInt(i % 20 == 0 ? Integer.MAX_VALUE : 2_000_000);
            execution.write = random.nextBoolean();
            execution.number = random.nextInt(100) - 1;
            execution.statement = execution.number == Pending.NONE ? random.nextLong() : 0;
            execution.unit = random.nextLong();
            execution.key = random.nextLong();
            execution.binds = random.nextInt(PendingStore.MAX_BINDS + 1);
            execution.rows = random.nextLong() & PendingStore.MAX_ROWS;
            execution.failed = random.nextBoolean();
            execution.changedNothing = random.nextBoolean();
            queue.add(execution);
            expected.add(execution);
            assertThat(queue.firstTime()).isEqualTo(expected.first().time());
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
