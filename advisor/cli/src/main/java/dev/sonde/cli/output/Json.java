package dev.sonde.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** JSON of records: fields in the order of their declaration, what is not known is null. */
public final class Json {

    private static final DefaultPrettyPrinter LINES = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private Json() {}

    /**
     * The text of a record, with a final newline; the modules say how types of others are written. Characters that a terminal
     * obeys or does not show are written as escapes of JSON, so that a report of them can be looked at.
     */
    public static String text(Object value, Module... modules) {
        return inMemory(text -> write(value, text, modules));
    }

    /** Writes that text, without making a string of it. */
    public static void write(Object value, Writer text, Module... modules) throws IOException {
        write(mapper(modules).writer(LINES).with(new NoInvisible()), value, text);
        text.write('\n');
    }

    /**
     * The same without spaces, for a {@code script} element of a page: whatever it holds, it has no character that could end
     * the element or begin a comment.
     */
    public static String inScript(Object value, Module... modules) {
        return inMemory(text -> writeInScript(value, text, modules));
    }

    /** Writes that text, without making a string of it. */
    public static void writeInScript(Object value, Writer text, Module... modules) throws IOException {
        write(mapper(modules).writer().with(new NoMarkup()), value, text);
    }

    @FunctionalInterface
    private interface Writing {
        void to(Writer text) throws IOException;
    }

    private static String inMemory(Writing writing) {
        StringWriter text = new StringWriter();
        try {
            writing.to(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(ObjectWriter writer, Object value, Writer text) throws IOException {
        try {
            writer.without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(text, value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    private static JsonMapper mapper(Module... modules) {
        SimpleModule figures = new SimpleModule("figures")
                .addSerializer(Double.class, new Rounded())
                .addSerializer(double.class, new Rounded())
                .addSerializer(Instant.class, ToStringSerializer.instance);
        return JsonMapper.builder().addModule(figures).addModules(modules).build();
    }

    private static final class NoMarkup extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
            codes['<'] = CharacterEscapes.ESCAPE_STANDARD;
            codes['>'] = CharacterEscapes.ESCAPE_STANDARD;
            codes['&'] = CharacterEscapes.ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }

    private static final class NoInvisible extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
            codes[0x7F] = CharacterEscapes.ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return switch (Character.getType(character)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    new SerializedString(String.format("\\u%04X", character));
                default -> null;
            };
        }
    }

    private static final class Rounded extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (value.isNaN() || value.isInfinite()) {
                json.writeNull();
            } else {
                BigDecimal rounded =
                        BigDecimal.valueOf(value).round(Figures.JSON_DIGITS).stripTrailingZeros();
                json.writeNumber(rounded.scale() < 0 ? rounded.setScale(0) : rounded);
            }
        }
    }
}
