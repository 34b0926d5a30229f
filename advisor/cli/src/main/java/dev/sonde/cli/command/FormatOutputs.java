package dev.sonde.cli.command;

import dev.sonde.cli.output.FormatOption;
import dev.sonde.cli.output.Outputs;

/** Where a report goes, as {@code --format} says. */
public final class FormatOutputs {

    private FormatOutputs() {}

    /** The targets of the option; a wrong combination is bad input. */
    public static Outputs of(FormatOption formats) {
        try {
            return Outputs.of(formats.targets());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput("--format: " + e.getMessage(), e);
        }
    }
}
