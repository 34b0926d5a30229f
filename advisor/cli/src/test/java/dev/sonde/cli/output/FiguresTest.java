package dev.sonde.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "0.0004, <0.001 ms",
        "0.4249, 0.425 ms",
        "12.345, 12.3 ms",
        "999.4, 999 ms",
        "999.6, 1 s",
        "4567, 4.57 s",
        "600000, 10 min",
        "NaN, -",
    })
    void showsTimesInTheUnitThatFits(double millis, String text) {
        assertThat(Figures.millis(millis)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1 kB", "1500, 1.46 kB", "1048576, 1 MB", "1073741824, 1 GB"})
    void showsSizesInUnitsOf1024(long bytes, String text) {
        assertThat(Figures.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void groupsDigitsTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);

            assertThat(Figures.count(1_234_567)).isEqualTo("1,234,567");
            assertThat(Figures.number(61_234.5)).isEqualTo("61,235");
            assertThat(Figures.number(8.449)).isEqualTo("8.45");
            assertThat(Figures.share(1, 3)).isEqualTo("33.3 %");
            assertThat(Figures.share(1, 0)).isEqualTo("-");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500MB, 524288000",
        "500 mb, 524288000",
        "1.5GB, 1610612736",
        "8192, 8192",
        "1k, 1024",
        "2TiB, 2199023255552"
    })
    void readsSizes(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "-1MB", "5x", "1e3", "99999999999999TB"})
    void refusesWhatIsNoSize(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.parse(text));
    }
}
