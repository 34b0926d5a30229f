package dev.sonde.cli.output;

import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads values of {@code --format} for a command that has these formats. */
abstract class TargetConverter implements ITypeConverter<OutputTarget> {

    private final Set<OutputTarget.Format> formats;

    TargetConverter(Set<OutputTarget.Format> formats) {
        this.formats = formats;
    }

    @Override
    public OutputTarget convert(String value) {
        try {
            return OutputTarget.parse(value, formats);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
