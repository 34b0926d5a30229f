package dev.sonde.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MB = 1 << 20;

    @Test
    void saysHowMuchAtWhatRateAndWhatIsLeft() {
        assertThat(Progress.line("reading captures", 30 * MB, 120 * MB, 3 * SECOND))
                .isEqualTo("sonde: reading captures  25 %  30 MB of 120 MB  10 MB/s  9 s left");
    }

    @Test
    void saysMinutesAndHoursWhereSecondsWouldBeMany() {
        assertThat(Progress.line("reading", MB, 601 * MB, SECOND)).endsWith("1 MB/s  10 min 0 s left");
        assertThat(Progress.line("reading", MB, 20_001 * MB, SECOND)).endsWith("5 h 33 min left");
    }

    @Test
    void withoutASizeItSaysTheRate() {
        assertThat(Progress.line("importing", 5 * MB, 0, 2 * SECOND)).isEqualTo("sonde: importing  5 MB  2.5 MB/s");
    }

    @Test
    void withoutACountItSaysTheTime() {
        assertThat(Progress.line("choosing indexes", 0, 0, 42 * SECOND)).isEqualTo("sonde: choosing indexes  42 s");
    }

    @Test
    void statementsAreCountedAndNotInBytes() {
        assertThat(Progress.statements("choosing indexes: planning with indexes", 320, 1_000, 10 * SECOND))
                .isEqualTo(
                        "sonde: choosing indexes: planning with indexes  32 %  320 of 1,000 statements  32/s  22 s left");
        assertThat(Progress.statements("choosing indexes: planning", 0, 1_000, 2 * SECOND))
                .isEqualTo("sonde: choosing indexes: planning  0 %  2 s");
    }

    @Test
    void aFileThatGrowsIsNotMoreThanDone() {
        assertThat(Progress.line("reading captures", 3 * MB, 2 * MB, SECOND))
                .isEqualTo("sonde: reading captures  100 %  3 MB of 2 MB  3 MB/s");
    }
}
