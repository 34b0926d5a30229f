package dev.sonde.analysis.summary;

import static org.assertj.core.api.Assertions.assertThat;

import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final Pattern BUCKET = Pattern.compile("\\| (\\d+) \\| (\\d+) \\| (\\S+) \\| (\\S+) \\|");

    @Test
    void bucketsAreThoseOfTheFormatPage() throws IOException {
        CubicallyInterpolatedMapping mapping = new CubicallyInterpolatedMapping(0.01);
        Matcher example = BUCKET.matcher(Files.readString(Path.of("../../docs/capture-format.md")));

        int examples = 0;
        while (example.find()) {
            examples++;
            int index = mapping.index(Double.parseDouble(example.group(1)));
            assertThat(example.group(2)).isEqualTo(Integer.toString(index));
            assertThat(sixDigits(Double.parseDouble(example.group(3)))).isEqualTo(sixDigits(mapping.lowerBound(index)));
            assertThat(sixDigits(Double.parseDouble(example.group(4)))).isEqualTo(sixDigits(mapping.value(index)));
        }

        assertThat(examples).isEqualTo(7);
    }

    @Test
    void countsFromTheTopWhatTheFewLongOnesWere() {
        Latencies latencies = new Latencies();
        for (int i = 0; i < 10; i++) {
            latencies.add(1_000_000L * (i + 1));
        }

        assertThat(latencies.countFrom(8_000_000)).isEqualTo(3);
        assertThat(latencies.fromTopMillis(0)).isBetween(9.8, 10.2);
        assertThat(latencies.fromTopMillis(2)).isBetween(7.8, 8.2);
        assertThat(latencies.fromTopMillis(10)).isNaN();
    }

    private static String sixDigits(double value) {
        return String.format(Locale.ROOT, "%.5e", value);
    }
}
