package dev.sonde.cli.review;

import dev.sonde.cli.output.OutputTarget;
import dev.sonde.migrations.review.ReviewResult;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Formats of a review. */
enum ReviewFormat {
    TEXT("text", TextReview::of),
    MARKDOWN("md", result -> String.join("\n", MarkdownReview.comments(result))),
    JSON("json", JsonReview::of),
    SARIF("sarif", SarifReview::of),
    GITHUB("github", GitHubAnnotations::of),
    GITLAB("gitlab", GitLabReview::of),
    RDJSON("rdjson", RdjsonReview::of),
    JUNIT("junit", JUnitReview::of);

    private final String word;
    private final Function<ReviewResult, String> writer;

    ReviewFormat(String word, Function<ReviewResult, String> writer) {
        this.word = word;
        this.writer = writer;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(format -> format.word).toList();
    }

    String text(ReviewResult result) {
        return writer.apply(result);
    }

    /**
     * One {@code --format FORMAT[=FILE]}.
     *
     * @param file empty for standard output
     */
    record Target(ReviewFormat format, Optional<Path> file) {

        /**
         * Reads the value of the option.
         *
         * @throws IllegalArgumentException if the format is not known
         */
        static Target parse(String value) {
            int equals = value.indexOf('=');
            String word = equals < 0 ? value : value.substring(0, equals);
            for (ReviewFormat format : ReviewFormat.values()) {
                if (format.word.equals(word)) {
                    if (equals == value.length() - 1) {
                        throw new IllegalArgumentException("a file name is missing after " + value);
                    }
                    return new Target(format, OutputTarget.file(equals < 0 ? "-" : value.substring(equals + 1)));
                }
            }
            throw new IllegalArgumentException("unknown format " + word + ": " + String.join(", ", words()));
        }
    }
}
