package dev.sonde.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;

/** JSON of records: fields in the order of their declaration, what is not known is null. */
public final class Json {

    // More digits would be noise of the arithmetic, and differ from one machine to the next.
    private static final MathContext DIGITS = new MathContext(9);

    private static final DefaultPrettyPrinter LINES = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private Json() {}

    /** The text of a record, with a final newline; the modules say how types of others are written. */
    public static String text(Object value, Module... modules) {
        SimpleModule figures = new SimpleModule("figures")
                .addSerializer(Double.class, new Rounded())
                .addSerializer(double.class, new Rounded())
                .addSerializer(Instant.class, ToStringSerializer.instance);
        JsonMapper mapper =
                JsonMapper.builder().addModule(figures).addModules(modules).build();
        try {
            return mapper.writer(LINES).writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    private static final class Rounded extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (value.isNaN() || value.isInfinite()) {
                json.writeNull();
            } else {
                BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
                json.writeNumber(rounded.scale() < 0 ? rounded.setScale(0) : rounded);
            }
        }
    }
}
