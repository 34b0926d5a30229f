package dev.sonde.cli.output;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** {@code --format} of the commands that print a report and have no page of it. */
public final class FormatOption {

    @Option(
            names = "--format",
            paramLabel = "FORMAT[=FILE]",
            converter = Converter.class,
            completionCandidates = Words.class,
            description = {
                "text, md or json, to standard output or to a file; may be given more than once.",
                "Default: text to standard output."
            })
    private final List<OutputTarget> targets = new ArrayList<>();

    /** What was asked for. */
    public List<OutputTarget> targets() {
        return List.copyOf(targets);
    }

    private static final Set<OutputTarget.Format> FORMATS = EnumSet.complementOf(EnumSet.of(OutputTarget.Format.HTML));

    static final class Converter extends TargetConverter {
        Converter() {
            super(FORMATS);
        }
    }

    /** For shells. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Words() {
            super(OutputTarget.Format.words(FORMATS));
        }
    }
}
