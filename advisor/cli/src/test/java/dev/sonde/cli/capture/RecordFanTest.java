package dev.sonde.cli.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.cli.CaptureFixture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFanTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void everyConsumerGetsAllRecordsInTheirOrder(int processors) {
        List<CaptureRecord> records = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            records.add(new CaptureRecord.Drops(1, i, i + 1, "x", 1));
        }
        List<List<CaptureRecord>> got = Stream.generate(() -> (List<CaptureRecord>) new ArrayList<CaptureRecord>())
                .limit(3)
                .toList();

        try (RecordFan fan = new RecordFan(
                got.stream().map(list -> (Consumer<CaptureRecord>) list::add).toList(), processors)) {
            records.forEach(fan);
            fan.finish();
        }

        assertThat(got).allSatisfy(list -> assertThat(list).isEqualTo(records));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void ofManyProcessorsEachConsumerHasAThreadOfItsOwn(int processors) {
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        Consumer<CaptureRecord> noting = entry -> threads.add(Thread.currentThread());

        try (RecordFan fan = new RecordFan(List.of(noting, noting, noting), processors)) {
            fan.accept(CaptureFixture.SESSION);
            fan.finish();
        }

        assertThat(threads).hasSize(3);
        assertThat(threads.stream().distinct()).hasSize(processors == 2 ? 2 : 3);
        assertThat(threads.contains(Thread.currentThread())).isEqualTo(processors == 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void aReaderLearnsOfAFailureWhileItReads(int processors) {
        LongAdder others = new LongAdder();
        Consumer<CaptureRecord> counting = entry -> others.increment();
        Consumer<CaptureRecord> failing = entry -> {
            throw new OutOfMemoryError("a consumer's");
        };
        try (RecordFan fan = new RecordFan(List.of(failing, counting), processors)) {
            assertThatThrownBy(() -> {
                        for (long i = 0; i < 1_000_000_000; i++) {
                            fan.accept(CaptureFixture.SESSION);
                        }
                    })
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessage("a consumer's");
        }

        assertThat(others.sum()).isPositive();
    }

    @Test
    void aConsumerOfTheReadersThreadFailsIt() {
        Consumer<CaptureRecord> failing = entry -> {
            throw new IllegalStateException("a consumer's");
        };
        try (RecordFan fan = new RecordFan(List.of(entry -> {}, failing), 2)) {
            fan.accept(CaptureFixture.SESSION);

            assertThatThrownBy(fan::finish).hasMessage("a consumer's");
        }
    }
}
