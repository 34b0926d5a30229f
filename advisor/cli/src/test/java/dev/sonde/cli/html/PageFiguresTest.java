package dev.sonde.cli.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sonde.cli.output.Figures;
import dev.sonde.cli.output.Json;
import dev.sonde.cli.output.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pages show what the other formats show, to the digit: both sides get the same numbers, one by way of the JSON. */
class PageFiguresTest {

    private record Shown(List<Double> values, List<Long> counts, List<String> texts) {}

    @Test
    void figuresAndTextsAreThoseOfTheOtherFormats() throws IOException {
        Random random = new Random(7);
        List<Double> values = new ArrayList<>(List.of(
                0.0, 0.0005, 0.00049, 0.0995, 0.9995, 9.995, 99.95, 99.949999, 999.5, 999.4999, 0.125, 31.25, 1e21,
                119_499.9));
        List<Long> counts =
                new ArrayList<>(List.of(0L, 999L, 1_000L, 1_023L, 1_024L, 1_048_063L, 9_007_199_254_740_991L));
        for (int i = 0; i < 3_000; i++) {
            values.add(Math.pow(10, random.nextDouble() * 14 - 5));
            values.add(random.nextInt(200_000) / 2_000.0); // many of them are halves at the third digit
            counts.add((long) Math.pow(10, random.nextDouble() * 15));
        }
        List<String> texts = List.of(
                "",
                " a \t b\r\n",
                "a\u0000\u001b[31m\u202e\u00a0\u3000\u2028\ufeff\ue000",
                "é 中 \ud83d\ude00 <b>&amp;",
                "\ufffe");

        String given = "const given = " + Json.inScript(new Shown(values, counts, texts)) + ";\n";
        try (Browser browser = Browser.start()) {
            JsonNode shown = browser.evaluate(
                    script("figures.js") + script("dom.js") + given,
                    "[given.values.map(number), given.values.map(millis), given.values.map(value => share(value, 1e8)),"
                            + " given.counts.map(count), given.counts.map(bytes), given.texts.map(visible)]");

            assertThat(texts(shown.get(0)))
                    .isEqualTo(values.stream().map(Figures::number).toList());
            assertThat(texts(shown.get(1)))
                    .isEqualTo(values.stream().map(Figures::millis).toList());
            assertThat(texts(shown.get(2)))
                    .isEqualTo(values.stream()
                            .map(value -> Figures.share(value, 1e8))
                            .toList());
            assertThat(texts(shown.get(3)))
                    .isEqualTo(counts.stream().map(Figures::count).toList());
            assertThat(texts(shown.get(4)))
                    .isEqualTo(counts.stream().map(Figures::bytes).toList());
            assertThat(texts(shown.get(5)))
                    .isEqualTo(texts.stream().map(VisibleText::line).toList());
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static String script(String name) throws IOException {
        try (InputStream file = HtmlPage.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
