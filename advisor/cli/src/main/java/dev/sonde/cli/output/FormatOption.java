package dev.sonde.cli.output;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --format} of the commands that print a report. */
public final class FormatOption {

    @Option(
            names = "--format",
            paramLabel = "FORMAT[=FILE]",
            converter = TargetConverter.class,
            description = {
                "text, md or json, to standard output or to a file; may be given more than once.",
                "Default: text to standard output."
            })
    private final List<OutputTarget> targets = new ArrayList<>();

    /** What was asked for. */
    public List<OutputTarget> targets() {
        return List.copyOf(targets);
    }

    static final class TargetConverter implements ITypeConverter<OutputTarget> {
        @Override
        public OutputTarget convert(String value) {
            try {
                return OutputTarget.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
