package dev.sonde.cli.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.cli.CaptureFixture;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RecordFanTest {

    @Test
    void aReaderLearnsOfAFailureWhileItReads() {
        LongAdder others = new LongAdder();
        Consumer<CaptureRecord> failing = entry -> {
            throw new OutOfMemoryError("a consumer's");
        };
        try (RecordFan fan = new RecordFan(List.of(entry -> others.increment(), failing))) {
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
}
