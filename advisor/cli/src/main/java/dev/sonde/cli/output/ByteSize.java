package dev.sonde.cli.output;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A size a user types: {@code 500MB}, {@code 1.5 GB}, {@code 8192}; units of 1024 as in PostgreSQL. */
public record ByteSize(long bytes) {

    private static final Pattern SYNTAX =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([KMGT]?I?B?)", Pattern.CASE_INSENSITIVE);

    /**
     * Reads a size.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ByteSize parse(String text) {
        Matcher size = SYNTAX.matcher(text.strip());
        if (!size.matches()) {
            throw new IllegalArgumentException("not a size: " + text + ": it looks like 500MB, 1.5GB or 8192");
        }
        String unit = size.group(2).toUpperCase(Locale.ROOT);
        int power = unit.isEmpty() ? 0 : "BKMGT".indexOf(unit.charAt(0));
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1L << (10 * Math.max(0, power))));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("too large: " + text);
        }
        return new ByteSize(bytes.longValue());
    }

    /** For picocli. */
    public static final class Converter implements ITypeConverter<ByteSize> {
        @Override
        public ByteSize convert(String value) {
            try {
                return parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
