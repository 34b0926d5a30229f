package dev.sonde.profiler.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.Aggregate;
import dev.sonde.capture.CaptureRecord.Drops;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.file.CaptureReader;
import dev.sonde.profiler.event.CapturedStatement;
import dev.sonde.profiler.event.ExecutionEvent;
import dev.sonde.profiler.settings.ProfilerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A writer that dies, throws or is slow: what it had not yet done is done by its successor, counts stay exact. */
class WriterFaultsTest {

    private static final int EXECUTIONS = 3000;

    @TempDir
    Path folder;

    /** The real writer with a fault before it. */
    private static class Faulty implements EventConsumer {
        final AtomicInteger accepted = new AtomicInteger();
        private final EventConsumer writer;

        Faulty(EventConsumer writer) {
            this.writer = writer;
        }

        /** Called with the number of the event, from 1. */
        void beforeAccept(int number) {
            assertThat(number).isPositive();
        }

        void beforeTick() {}

        @Override
        public void accept(ExecutionEvent event) {
            beforeAccept(accepted.incrementAndGet());
            writer.accept(event);
        }

        @Override
        public void idle() {
            beforeTick();
            writer.idle();
        }

        @Override
        public void tick() {
            beforeTick();
            writer.tick();
        }

        @Override
        public void writeAggregates() {
            writer.writeAggregates();
        }

        @Override
        public long bytesWritten() {
            return writer.bytesWritten();
        }

        @Override
        public void close() {
            writer.close();
        }
    }

    static Stream<Supplier<Throwable>> problems() {
        return Stream.of(
                () -> new OutOfMemoryError("test"),
                () -> new StackOverflowError("test"),
                () -> new NoClassDefFoundError("test"),
                () -> new Error("like ThreadDeath"),
                () -> new IllegalStateException("test"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void losesNothingButTheDetailsOfWhatTheWriterHeldInHand(Supplier<Throwable> problem) throws Exception {
        CaptureSession session = session(writer -> new Faulty(writer) {
            @Override
            void beforeAccept(int number) {
                if (number == 10 || number == 1500) {
                    WriterFaultsTest.<RuntimeException>sneak(problem.get());
                }
            }
        });

        publish(session, EXECUTIONS);
        session.close();

        Records records = read();
        assertThat(records.counted()).isEqualTo(EXECUTIONS);
        assertThat(records.executions()).isEqualTo(EXECUTIONS - 2);
        assertThat(records.dropped("writer-failed")).isEqualTo(2);
    }

    @Test
    void aSuccessorTakesOverWhenTheThreadDiesBetweenEvents() throws Exception {
        List<Thread> writers = new ArrayList<>();
        CaptureSession session = session(writer -> new Faulty(writer) {
            @Override
            void beforeTick() {
                if (!writers.contains(Thread.currentThread())) {
                    writers.add(Thread.currentThread());
                    if (writers.size() <= 3) {
                        throw new OutOfMemoryError("outside of any event");
                    }
                }
            }
        });

        publish(session, EXECUTIONS);
        await().until(() -> writers.size() == 4);
        session.close();

        assertThat(writers).doesNotHaveDuplicates().allMatch(Thread::isDaemon);
        Records records = read();
        assertThat(records.counted()).isEqualTo(EXECUTIONS);
        assertThat(records.executions()).isEqualTo(EXECUTIONS);
        assertThat(records.dropped()).isZero();
    }

    @Test
    void callersGoOnCountingWhenNoSuccessorLives() throws Exception {
        AtomicInteger died = new AtomicInteger();
        CaptureSession session = session(64, writer -> new Faulty(writer) {
            @Override
            void beforeTick() {
                died.incrementAndGet();
                throw new OutOfMemoryError("always");
            }
        });

        await().until(() -> died.get() == WriterThread.MAX_RESTARTS + 1);
        publish(session, EXECUTIONS);
        session.close();

        Records records = read();
        assertThat(records.counted()).isEqualTo(EXECUTIONS);
        assertThat(records.executions() + records.dropped()).isEqualTo(EXECUTIONS);
        assertThat(records.dropped("ring-full")).isPositive();
        assertThat(died).hasValue(WriterThread.MAX_RESTARTS + 1);
    }

    @Test
    void countsEveryExecutionOfAServiceTenTimesAsFastAsTheWriter() throws Exception {
        CountDownLatch served = new CountDownLatch(1);
        CaptureSession session = session(64, writer -> new Faulty(writer) {
            @Override
            void beforeAccept(int number) {
                // the ring of 64 and one in hand, against ten times as many
                if (number % 65 == 0 && served.getCount() > 0) {
                    awaitOrStop(served);
                }
            }
        });

        publish(session, 650);
        served.countDown();
        session.close();

        Records records = read();
        assertThat(records.counted()).isEqualTo(650);
        assertThat(records.executions() + records.dropped()).isEqualTo(650);
        assertThat(records.dropped("ring-full")).isGreaterThanOrEqualTo(650 - 2 * 65);
    }

    @Test
    void countsWhatItHasNoTimeToWriteWhenTheServiceEnds() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        CaptureSession session = session(writer -> new Faulty(writer) {
            @Override
            void beforeAccept(int number) {
                if (number == 1) {
                    awaitOrStop(ended);
                }
            }
        });
        publish(session, EXECUTIONS);

        session.close();
        ended.countDown();

        Records records = read();
        assertThat(records.counted()).isEqualTo(EXECUTIONS);
        assertThat(records.executions()).isEqualTo(1);
        assertThat(records.dropped("shutdown")).isEqualTo(EXECUTIONS - 1);
    }

    @Test
    void twoThreadsNeverWriteAtOnceWhenTheEndIsAskedForByAnInterruptedThread() throws Exception {
        List<Thread> writers = new ArrayList<>();
        CaptureSession session = session(writer -> new Faulty(writer) {
            @Override
            void beforeAccept(int number) {
                if (writers.isEmpty() || writers.get(writers.size() - 1) != Thread.currentThread()) {
                    writers.add(Thread.currentThread());
                }
            }
        });

        publish(session, EXECUTIONS);
        Thread.currentThread().interrupt();
        session.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(writers).hasSize(1).doesNotContain(Thread.currentThread());
        assertThat(read().counted()).isEqualTo(EXECUTIONS);
    }

    @Test
    void aWriterThatIsInterruptedBySomebodyGoesOn() throws Exception {
        CaptureSession session = session(writer -> new Faulty(writer) {
            @Override
            void beforeTick() {
                Thread.currentThread().interrupt();
            }
        });

        publish(session, EXECUTIONS);
        session.close();

        Records records = read();
        assertThat(records.counted()).isEqualTo(EXECUTIONS);
        assertThat(records.executions() + records.dropped()).isEqualTo(EXECUTIONS);
    }

    @Test
    void theWriterInheritsNothingOfTheServicesThread() throws Exception {
        InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
        inherited.set("the service's");
        List<@Nullable String> seen = new ArrayList<>();
        CaptureSession session = session(writer -> new Faulty(writer) {
            @Override
            void beforeAccept(int number) {
                seen.add(inherited.get());
            }
        });

        publish(session, 1);
        session.close();

        assertThat(seen).hasSize(1).containsOnlyNulls();
    }

    private CaptureSession session(UnaryOperator<EventConsumer> around) {
        return session(8192, around);
    }

    private CaptureSession session(int ringSize, UnaryOperator<EventConsumer> around) {
        ProfilerSettings settings = ProfilerSettings.of(
                Map.of("sonde.folder", folder.toString(), "sonde.ring-size", Integer.toString(ringSize)),
                new Properties());
        CaptureSession session = new CaptureSession(settings, "jdbc:stub:x", "stub", "test", around, 1_000_000);
        session.connectionOpened();
        session.start();
        return session;
    }

    /** As recorders do. */
    private static void publish(CaptureSession session, int executions) {
        CapturedStatement statement = session.statement("select a from t where b = ?");
        for (int i = 0; i < executions; i++) {
            ExecutionEvent event = session.acquire();
            event.sequence = session.nextSequence();
            event.statement = statement;
            event.startNanos = System.nanoTime();
            event.executeNanos = 1000;
            session.publish(event);
        }
    }

    private static void awaitOrStop(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(Throwable problem) throws T {
        throw (T) problem;
    }

    private Records read() throws IOException {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("sonde-writer-")));
        List<CaptureRecord> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(CaptureReader.read(file, records::add).torn()).isFalse();
            }
        }
        return new Records(records);
    }

    private record Records(List<CaptureRecord> all) {
        long counted() {
            return of(Aggregate.class).mapToLong(Aggregate::count).sum();
        }

        long executions() {
            return of(Execution.class).count();
        }

        long dropped() {
            return of(Drops.class).mapToLong(Drops::executions).sum();
        }

        long dropped(String reason) {
            return of(Drops.class)
                    .filter(drops -> drops.reason().equals(reason))
                    .mapToLong(Drops::executions)
                    .sum();
        }

        private <T extends CaptureRecord> Stream<T> of(Class<T> kind) {
            return all.stream().filter(kind::isInstance).map(kind::cast);
        }
    }
}
