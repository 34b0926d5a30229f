package dev.sonde.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void keepsThreeSignificantDigits() {
        assertThat(Figures.of(0.1254)).isEqualTo("0.125");
        assertThat(Figures.of(1.2549)).isEqualTo("1.25");
        assertThat(Figures.of(64)).isEqualTo("64.0");
        assertThat(Figures.of(12345.6)).isEqualTo("12,346");
        assertThat(Figures.of(0)).isEqualTo("0");
    }

    @Test
    void showsQuartilesOfSeveralRoundsOnly() {
        assertThat(Figures.of(Sample.of(5))).isEqualTo("5.00");
        assertThat(Figures.of(Sample.of(1, 2, 3))).isEqualTo("2.00 (1.50–2.50)");
    }

    @Test
    void countsHaveNoFraction() {
        assertThat(Figures.count(1, "round")).isEqualTo("1 round");
        assertThat(Figures.count(10_000, "row")).isEqualTo("10,000 rows");
    }
}
