package dev.sonde.cli.capture;

import dev.sonde.analysis.reduction.CaptureId;
import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.reduction.SummaryFile;
import dev.sonde.analysis.reduction.SummaryFormatException;
import dev.sonde.analysis.summary.StatementLimit;
import dev.sonde.analysis.summary.StatementTimes;
import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.file.CaptureFormatException;
import dev.sonde.capture.file.CaptureReader;
import dev.sonde.capture.file.ContainerReader;
import dev.sonde.capture.file.ContainerReader.Header;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.Progress;
import dev.sonde.cli.output.Figures;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reduces captures and summaries together. Summaries come first, since they say which captures they count: such a capture is
 * not counted again.
 */
public final class ReducedFiles {
    private static final String FIRST_TIME = "reading captures";

    private final Console console;
    private Reduction.Builder builder;
    private final List<String> passedOver = new ArrayList<>();
    private final List<Path> captures = new ArrayList<>();
    private final Map<Long, Long> inSummaries = new HashMap<>();
    private int summaries;

    private ReducedFiles(Console console, Reduction.Builder builder) {
        this.console = console;
        this.builder = builder.repeatable();
    }

    /** With what caches would have answered. Fails at the first file that is of no use. */
    public static Reduction withCaches(CaptureFiles files, Console console) {
        ReducedFiles reduced = new ReducedFiles(console, Reduction.builder());
        reduced.readAll(files, ReducedFiles::refuse);
        return reduced.builder.build();
    }

    /** Without caches. Fails at the first file that is of no use. */
    public static Reduction of(CaptureFiles files, Console console) {
        ReducedFiles reduced = new ReducedFiles(console, Reduction.withoutCaches());
        reduced.readAll(files, ReducedFiles::refuse);
        return reduced.builder.build();
    }

    /**
     * Two without caches; where there are too many statements or routes, the same ones are kept of both. Fails as {@link #of}.
     *
     * @param use what is wanted of each, so that there is never more than one reduction at a time
     */
    public static <T> List<T> both(CaptureFiles one, CaptureFiles other, Console console, Function<Reduction, T> use) {
        ReducedFiles files = new ReducedFiles(console, Reduction.withoutCaches());
        files.read(one, ReducedFiles::refuse, console::warn, FIRST_TIME);
        StatementTimes ofOne = files.builder.times().condensed();
        T first = use.apply(files.builder.build());
        files = new ReducedFiles(console, Reduction.withoutCaches());
        files.read(other, ReducedFiles::refuse, console::warn, FIRST_TIME);
        Optional<StatementLimit> kept = StatementTimes.keptOfBoth(ofOne, files.builder.times());
        if (kept.isPresent()) {
            files.readAgain(one, files.builder.again(kept.get()));
            first = use.apply(files.builder.build());
            files.readAgain(other, files.builder.again(kept.get()));
        }
        return List.of(first, use.apply(files.builder.build()));
    }

    private static void refuse(IOException e) {
        throw CommandFailure.badInput(String.valueOf(e.getMessage()), e);
    }

    /**
     * Passes over files that are of no use, and names them.
     *
     * @param builder with caches or without
     */
    public static ReducedFiles among(CaptureFiles files, Reduction.Builder builder, Console console) {
        ReducedFiles reduced = new ReducedFiles(console, builder);
        reduced.readAll(files, e -> {
            console.warn(e.getMessage() + ": passed over");
            reduced.passedOver.add(String.valueOf(e.getMessage()));
        });
        return reduced;
    }

    public Reduction.Builder builder() {
        return builder;
    }

    /** Captures that were read. */
    public int captures() {
        return captures.size();
    }

    /** Summaries that were read. */
    public int summaries() {
        return summaries;
    }

    /** Files that were of no use. */
    public int passedOver() {
        return passedOver.size();
    }

    private void readAll(CaptureFiles files, Consumer<IOException> useless) {
        read(files, useless, console::warn, FIRST_TIME);
        builder.again().ifPresent(again -> readAgain(files, again));
        builder.secondPass().ifPresent(again -> new CaptureFiles(captures).readAgain(again));
    }

    private void readAgain(CaptureFiles files, Reduction.Builder again) {
        builder = again;
        captures.clear();
        inSummaries.clear();
        summaries = 0;
        read(files, e -> {}, warning -> {}, "reading captures again, for what took most time");
    }

    private void read(CaptureFiles files, Consumer<IOException> useless, CaptureFiles.Warnings warnings, String what) {
        List<Path> others = new ArrayList<>();
        for (Path file : files.files()) {
            if (SummaryFile.isSummary(header(file))) {
                attempt(file, this::readSummary, useless);
            } else {
                others.add(file);
            }
        }
        inSummaries.putAll(builder.sources().bytesByFile());
        LongAdder done = new LongAdder();
        try (Progress progress = console.progress(what, new CaptureFiles(others).bytes(), done::sum);
                RecordFan fan = new RecordFan(builder.lanes())) {
            for (Path file : others) {
                attempt(file, capture -> readCapture(capture, fan, warnings, done::add), useless);
            }
            fan.finish();
        }
    }

    @FunctionalInterface
    private interface Reading {
        void read(Path file) throws IOException;
    }

    private static void attempt(Path file, Reading reading, Consumer<IOException> useless) {
        try {
            reading.read(file);
        } catch (CaptureFormatException | SummaryFormatException | UselessFileException e) {
            useless.accept(e);
        } catch (IOException e) {
            throw CaptureFiles.unreadable(file, e);
        }
    }

    private static @Nullable Header header(Path file) {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file));
                ContainerReader reader = new ContainerReader(stream)) {
            return reader.readHeader();
        } catch (IOException e) {
            throw CaptureFiles.unreadable(file, e);
        }
    }

    private void readSummary(Path file) throws IOException {
        SummaryFile.Content content;
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            content = SummaryFile.read(stream, file.toString());
        }
        long twice = content.sources().stream()
                .filter(builder.sources().bytesByFile()::containsKey)
                .count();
        if (twice > 0) {
            throw new UselessFileException(file + ": counts " + Figures.count(twice) + " of "
                    + Figures.count(content.sources().size()) + " captures that another summary given here counts too:"
                    + " leave one of the two out");
        }
        builder.addBlocks(content.blocks());
        summaries++;
    }

    private void readCapture(
            Path file, Consumer<CaptureRecord> consumer, CaptureFiles.Warnings warnings, LongConsumer done)
            throws IOException {
        if (Files.size(file) == 0) {
            CaptureFiles.read(file, consumer, warnings, done);
            return;
        }
        Header header = header(file);
        Long counted = header == null ? null : builder.sources().bytesByFile().get(CaptureId.of(header));
        if (header != null && counted != null) {
            long since = Files.size(file) - counted;
            warnings.warn(
                    file + ": counted already" + (inSummaries.containsKey(CaptureId.of(header)) ? " in a summary" : "")
                            + (since > 0
                                    ? ", but for the " + Figures.count(since)
                                            + " bytes written since, which are left out: merge a"
                                            + " file when its service has closed it"
                                    : "")
                            + ": passed over");
            return;
        }
        CaptureReader.Outcome outcome = CaptureFiles.read(file, consumer, warnings, done);
        if (header != null) {
            builder.source(CaptureId.of(header), Files.size(file) - outcome.lostBytes());
        }
        captures.add(file);
    }

    /** One that can be read, but not used beside the others. */
    private static final class UselessFileException extends IOException {
        private static final long serialVersionUID = 1L;

        UselessFileException(String message) {
            super(message);
        }
    }
}
