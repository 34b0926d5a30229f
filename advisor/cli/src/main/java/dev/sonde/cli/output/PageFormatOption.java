package dev.sonde.cli.output;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --format} of the commands whose report may be an HTML page, too. */
public final class PageFormatOption {

    @Option(
            names = "--format",
            paramLabel = "FORMAT[=FILE]",
            converter = Converter.class,
            completionCandidates = Words.class,
            description = {
                "text, md, json or html, to standard output or to a file; may be given more than once.",
                "Default: text to standard output."
            })
    private final List<OutputTarget> targets = new ArrayList<>();

    /** What was asked for. */
    public List<OutputTarget> targets() {
        return List.copyOf(targets);
    }

    static final class Converter extends TargetConverter {
        Converter() {
            super(EnumSet.allOf(OutputTarget.Format.class));
        }
    }

    /** For shells. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Words() {
            super(OutputTarget.Format.words(EnumSet.allOf(OutputTarget.Format.class)));
        }
    }
}
