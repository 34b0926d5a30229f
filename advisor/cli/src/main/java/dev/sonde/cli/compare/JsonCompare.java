package dev.sonde.cli.compare;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.sonde.analysis.compare.RouteChange;
import dev.sonde.analysis.compare.StatementChange;
import dev.sonde.cli.output.Json;
import java.io.IOException;
import java.util.Locale;

/** The comparison for machines, as {@code docs/schema/compare.schema.json} says. */
final class JsonCompare {

    private JsonCompare() {}

    static String of(CompareReport report) {
        return Json.text(
                report,
                new SimpleModule("outcomes")
                        .addSerializer(StatementChange.Outcome.class, new Word<>())
                        .addSerializer(RouteChange.Outcome.class, new Word<>()));
    }

    private static final class Word<E extends Enum<E>> extends JsonSerializer<E> {
        @Override
        public void serialize(E outcome, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }
}
