package dev.sonde.cli.capture;

import dev.sonde.analysis.reduction.SummaryFile;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.CaptureFormatException;
import dev.sonde.capture.file.CaptureReader;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.Progress;
import dev.sonde.cli.command.StandardInput;
import dev.sonde.cli.output.Figures;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Captures and summaries of them, each file once, in a fixed order, named as the user named them. */
public record CaptureFiles(List<Path> files) {

    private static final String SUFFIX = ".sonde";
    private static final Pattern NUMBERED = Pattern.compile("(?s)(.*-[0-9a-f]{16}-)([0-9]{1,9})\\.sonde");

    public CaptureFiles {
        files = List.copyOf(files);
    }

    /** The files that the arguments name; a folder stands for the capture files right in it. */
    public static CaptureFiles of(List<Path> arguments) {
        // By their real paths, since a file and its folder may both be named; rotated files in the order of their
        // numbers.
        Map<Path, Path> files = new TreeMap<>(CaptureFiles::compare);
        for (Path named : arguments) {
            Path argument = StandardInput.file(named);
            if (Files.isDirectory(argument)) {
                inFolder(argument).forEach(file -> files.put(real(file), file));
            } else if (Files.exists(argument)) {
                files.put(real(argument), argument);
            } else {
                throw CommandFailure.badInput(argument + ": no such file or folder: name a capture file (*" + SUFFIX
                        + ") or the folder the profiler writes to");
            }
        }
        return new CaptureFiles(List.copyOf(files.values()));
    }

    /** Size of all files. */
    long bytes() {
        return files.stream().mapToLong(file -> file.toFile().length()).sum();
    }

    @FunctionalInterface
    interface Warnings {
        void warn(String message);
    }

    private static int compare(Path one, Path other) {
        int order = series(one).compareTo(series(other));
        order = order != 0 ? order : Integer.compare(number(one), number(other));
        return order != 0 ? order : one.compareTo(other);
    }

    /** The path without the number that rotation gave it. */
    private static String series(Path file) {
        Matcher numbered = NUMBERED.matcher(file.toString());
        return numbered.matches() ? numbered.group(1) : file.toString();
    }

    private static int number(Path file) {
        Matcher numbered = NUMBERED.matcher(file.toString());
        return numbered.matches() ? Integer.parseInt(numbered.group(2)) : 0;
    }

    private static boolean isNamedSo(Path file) {
        return file.toString().endsWith(SUFFIX) || file.toString().endsWith(SummaryFile.SUFFIX);
    }

    private static List<Path> inFolder(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(CaptureFiles::isNamedSo)
                    .filter(Files::isRegularFile)
                    .toList();
            if (files.isEmpty()) {
                throw CommandFailure.badInput(folder + ": no capture files (*" + SUFFIX
                        + ") in this folder: has the service run with jdbc:sonde:postgresql: and written here?");
            }
            return files;
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static CommandFailure unreadable(Path path, IOException e) {
        String reason = e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
        return CommandFailure.environment(path + ": cannot be read: " + reason, e);
    }

    /** Hands over the records of all files; what a torn file lost is told on the console. */
    public void read(Consumer<CaptureRecord> consumer, Console console) {
        LongAdder done = new LongAdder();
        try (Progress progress = console.progress("reading captures", bytes(), done::sum)) {
            read(consumer, console::warn, done::add);
        }
    }

    /** Hands over the records once more, and says nothing a second time. */
    public void readAgain(Consumer<CaptureRecord> consumer) {
        read(consumer, warning -> {}, bytes -> {});
    }

    private void read(Consumer<CaptureRecord> consumer, Warnings warnings, LongConsumer done) {
        for (Path file : files) {
            try {
                read(file, consumer, warnings, done);
            } catch (CaptureFormatException e) {
                throw CommandFailure.badInput(String.valueOf(e.getMessage()), e);
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
    }

    /**
     * Hands over the records of one file.
     *
     * @param done is told how many bytes more were read
     */
    static CaptureReader.Outcome read(Path file, Consumer<CaptureRecord> consumer, Warnings warnings, LongConsumer done)
            throws IOException {
        if (Files.size(file) == 0) {
            warnings.warn(file + ": empty file, passed over: its writer was stopped before the first record");
            return new CaptureReader.Outcome(0, 0);
        }
        CaptureReader.Outcome outcome = CaptureReader.read(file, consumer, done);
        if (outcome.torn()) {
            warnings.warn(file + ": torn capture: the last " + Figures.count(outcome.lostBytes())
                    + " bytes are lost, the " + Figures.count(outcome.records()) + " records before them are used");
        }
        return outcome;
    }
}
