package dev.sonde.cli.output;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One {@code --format FORMAT[=FILE]}.
 *
 * @param file empty for standard output
 */
public record OutputTarget(Format format, Optional<Path> file) {

    /** Formats of a report; not every command has a page. */
    public enum Format {
        TEXT("text"),
        MARKDOWN("md"),
        JSON("json"),
        HTML("html");

        private final String word;

        Format(String word) {
            this.word = word;
        }

        static List<String> words(Set<Format> formats) {
            return formats.stream().map(format -> format.word).toList();
        }
    }

    /**
     * Reads the value of the option.
     *
     * @param formats those that the command has
     * @throws IllegalArgumentException if the format is none of them
     */
    static OutputTarget parse(String value, Set<Format> formats) {
        int equals = value.indexOf('=');
        String word = equals < 0 ? value : value.substring(0, equals);
        for (Format format : formats) {
            if (format.word.equals(word)) {
                if (equals == value.length() - 1) {
                    throw new IllegalArgumentException("a file name is missing after " + value);
                }
                return new OutputTarget(format, file(equals < 0 ? "-" : value.substring(equals + 1)));
            }
        }
        List<String> words = Format.words(formats);
        throw new IllegalArgumentException("unknown format " + word + ": "
                + String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.get(words.size() - 1));
    }

    /** Where output goes; {@code -} is standard output, and so is its device, whose reader may have gone. */
    public static Optional<Path> file(String name) {
        return name.equals("-") || name.equals("/dev/stdout") ? Optional.empty() : Optional.of(Path.of(name));
    }
}
