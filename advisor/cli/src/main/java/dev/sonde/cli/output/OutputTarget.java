package dev.sonde.cli.output;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One {@code --format FORMAT[=FILE]}.
 *
 * @param file empty for standard output
 */
public record OutputTarget(Format format, Optional<Path> file) {

    /** Formats of a report. */
    public enum Format {
        TEXT("text"),
        MARKDOWN("md"),
        JSON("json");

        private final String word;

        Format(String word) {
            this.word = word;
        }
    }

    /**
     * Reads the value of the option.
     *
     * @throws IllegalArgumentException if the format is not known
     */
    public static OutputTarget parse(String value) {
        int equals = value.indexOf('=');
        String word = equals < 0 ? value : value.substring(0, equals);
        for (Format format : Format.values()) {
            if (format.word.equals(word)) {
                if (equals == value.length() - 1) {
                    throw new IllegalArgumentException("a file name is missing after " + value);
                }
                return new OutputTarget(
                        format, equals < 0 ? Optional.empty() : Optional.of(Path.of(value.substring(equals + 1))));
            }
        }
        throw new IllegalArgumentException("unknown format " + word + ": text, md or json");
    }
}
