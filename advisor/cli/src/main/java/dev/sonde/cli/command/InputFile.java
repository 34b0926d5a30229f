package dev.sonde.cli.command;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;

/** Converts an option that names a file to read; {@code -} is standard input. */
public final class InputFile implements ITypeConverter<Path> {

    @Override
    public Path convert(String value) {
        return StandardInput.file(Path.of(value));
    }
}
