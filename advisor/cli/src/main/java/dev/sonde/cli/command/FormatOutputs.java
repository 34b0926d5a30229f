package dev.sonde.cli.command;

import dev.sonde.cli.output.OutputTarget;
import dev.sonde.cli.output.Outputs;
import java.util.List;

/** Where a report goes, as {@code --format} says. */
public final class FormatOutputs {

    private FormatOutputs() {}

    /** The targets of the option; a wrong combination is bad input, and so is a file that cannot be written. */
    public static Outputs of(List<OutputTarget> targets) {
        targets.forEach(target -> target.file().ifPresent(file -> OutputFile.check("--format", file)));
        try {
            return Outputs.of(targets);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput("--format: " + e.getMessage(), e);
        }
    }
}
