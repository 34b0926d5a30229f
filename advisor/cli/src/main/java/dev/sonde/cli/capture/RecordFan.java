package dev.sonde.cli.capture;

import dev.sonde.capture.CaptureRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands records on to several consumers at the same time, so that further processors are of use while a file is read. Every
 * consumer gets all records in their order, so what it makes of them does not depend on the others. Each has a thread of its
 * own, or on two processors, where every further thread only takes turns with the others, every second one that of the reader
 * and the others one together.
 */
public final class RecordFan implements Consumer<CaptureRecord>, AutoCloseable {
    // What is on its way must not survive a collection in bulk, and should still be in the processor's cache
    private static final int BATCH = 1_024;
    private static final int BATCHES_AHEAD = 2;
    private static final CaptureRecord[] END = {};

    /** A consumer, its thread, and what waits for it. */
    private static final class Lane {
        private final BlockingQueue<CaptureRecord[]> batches = new ArrayBlockingQueue<>(BATCHES_AHEAD);
        private final List<Consumer<? super CaptureRecord>> consumers;
        private final Thread thread;
        private volatile @Nullable Throwable failure;

        Lane(List<Consumer<? super CaptureRecord>> consumers, int number) {
            this.consumers = consumers;
            thread = new Thread(this::run, "sonde-records-" + number);
            thread.setDaemon(true);
        }

        private void run() {
            try {
                for (CaptureRecord[] batch = batches.take(); batch != END; batch = batches.take()) {
                    if (failure == null) { // goes on taking, since the reader waits for room
                        attempt(batch);
                    }
                }
            } catch (InterruptedException e) {
                failure = e;
            }
        }

        private void attempt(CaptureRecord[] batch) {
            try {
                consume(batch, consumers);
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }
    }

    private final List<Lane> lanes = new ArrayList<>();
    private final List<Consumer<? super CaptureRecord>> ofReader = new ArrayList<>();
    private CaptureRecord[] batch = new CaptureRecord[BATCH];
    private int filled;
    private boolean ended;

    /** For the processors that there are. */
    public RecordFan(List<? extends Consumer<? super CaptureRecord>> consumers) {
        this(consumers, Runtime.getRuntime().availableProcessors());
    }

    RecordFan(List<? extends Consumer<? super CaptureRecord>> consumers, int processors) {
        List<Consumer<? super CaptureRecord>> together = new ArrayList<>();
        for (int i = 0; i < consumers.size(); i++) {
            Consumer<? super CaptureRecord> consumer = consumers.get(i);
            if (processors > 2) {
                lanes.add(new Lane(List.of(consumer), i + 1));
            } else {
                (i % 2 == 0 ? together : ofReader).add(consumer);
            }
        }
        if (!together.isEmpty()) {
            lanes.add(new Lane(together, 1));
        }
        lanes.forEach(lane -> lane.thread.start());
    }

    @Override
    public void accept(CaptureRecord entry) {
        batch[filled++] = entry;
        if (filled == BATCH) {
            handOver(batch);
            batch = new CaptureRecord[BATCH];
            filled = 0;
        }
    }

    private void handOver(CaptureRecord[] records) {
        failAsFirst();
        put(records);
        consume(records, ofReader);
    }

    private static void consume(CaptureRecord[] batch, List<Consumer<? super CaptureRecord>> consumers) {
        for (Consumer<? super CaptureRecord> consumer : consumers) {
            for (CaptureRecord entry : batch) {
                consumer.accept(entry);
            }
        }
    }

    private void put(CaptureRecord[] records) {
        try {
            for (Lane lane : lanes) {
                lane.batches.put(records);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while records were read", e);
        }
    }

    /** Waits until all consumers have had all records; fails as the first one that failed, as {@link #accept} does. */
    public void finish() {
        handOver(Arrays.copyOf(batch, filled));
        filled = 0;
        end();
        failAsFirst();
    }

    private void failAsFirst() {
        for (Lane lane : lanes) {
            if (lane.failure instanceof Error error) {
                throw error;
            }
            if (lane.failure instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }

    private void end() {
        ended = true;
        put(END);
        try {
            for (Lane lane : lanes) {
                lane.thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while records were read", e);
        }
    }

    /** Ends the threads, whatever came before. */
    @Override
    public void close() {
        if (!ended) {
            end();
        }
    }
}
