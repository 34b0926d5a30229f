package dev.sonde.cli.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How long ago: {@code 12h}, {@code 30d}, {@code 8w}. */
record Age(Duration length) {

    private static final Pattern SYNTAX = Pattern.compile("([1-9][0-9]{0,4})([hdw])");
    private static final Map<String, Integer> HOURS = Map.of("h", 1, "d", 24, "w", 168);

    /** The instant that long before now. */
    Instant before(Instant now) {
        return now.minus(length);
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<Age> {
        @Override
        public Age convert(String value) {
            Matcher age = SYNTAX.matcher(value.strip());
            if (!age.matches()) {
                throw new TypeConversionException("not an age: " + value + ": it looks like 12h, 30d or 8w");
            }
            return new Age(Duration.ofHours(Long.parseLong(age.group(1)) * HOURS.getOrDefault(age.group(2), 0)));
        }
    }
}
