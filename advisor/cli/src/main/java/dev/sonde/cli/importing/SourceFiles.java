package dev.sonde.cli.importing;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.StandardInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files that the arguments of an import name, in a fixed order. */
final class SourceFiles {

    private SourceFiles() {}

    /** A folder stands for the source's files right in it, by name. */
    static List<Path> of(ImportSource source, List<Path> arguments, Console console) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path named : arguments) {
            Path argument = StandardInput.file(named);
            if (Files.isDirectory(argument)) {
                files.addAll(inFolder(source, argument, console));
            } else if (Files.exists(argument)) {
                files.add(argument);
            } else {
                throw CommandFailure.badInput(argument + ": no such file or folder");
            }
        }
        return files.stream().distinct().toList();
    }

    private static List<Path> inFolder(ImportSource source, Path folder, Console console) throws IOException {
        List<Path> all;
        try (Stream<Path> entries = Files.list(folder)) {
            all = entries.filter(Files::isRegularFile)
                    .sorted((one, other) -> one.getFileName()
                            .toString()
                            .compareTo(other.getFileName().toString()))
                    .toList();
        }
        // A server with several log destinations writes each entry to all of them
        List<String> suffixes = switch (source) {
            case SQL -> List.of(".sql");
            case PG_LOG -> List.of(".json", ".csv", ".log");
            case PG_STAT_STATEMENTS -> List.of(".csv");
            case P6SPY -> List.of(".log");
        };
        for (String suffix : suffixes) {
            List<Path> files =
                    all.stream().filter(file -> hasSuffix(file, suffix)).toList();
            if (!files.isEmpty()) {
                long others = all.stream()
                                .filter(file -> suffixes.stream().anyMatch(other -> hasSuffix(file, other)))
                                .count()
                        - files.size();
                if (others > 0) {
                    console.message(folder + ": only *" + suffix + " is read, since the " + others
                            + " other log files hold the same entries");
                }
                return files;
            }
        }
        throw CommandFailure.badInput(folder + ": no file in this folder is named *" + String.join(" or *", suffixes)
                + ", compressed (.gz) or not: name the files");
    }

    private static boolean hasSuffix(Path file, String suffix) {
        String name = file.getFileName().toString();
        return name.endsWith(suffix) || name.endsWith(suffix + ".gz");
    }
}
