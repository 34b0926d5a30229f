package dev.sonde.cli.output;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Writes one report in every format that was asked for. */
public final class Outputs {

    private static final Pattern DEVICES = Pattern.compile("/dev/(?!shm/).*|/proc/.*", Pattern.DOTALL);

    private final List<OutputTarget> targets;

    private Outputs(List<OutputTarget> targets) {
        this.targets = targets;
    }

    /**
     * The targets that were asked for; text on standard output if there are none.
     *
     * @throws IllegalArgumentException if two of them would mix on standard output or in one file
     */
    public static Outputs of(List<OutputTarget> asked) {
        List<OutputTarget> targets =
                asked.isEmpty() ? List.of(new OutputTarget(OutputTarget.Format.TEXT, Optional.empty())) : asked;
        requireDistinct(targets.stream().map(OutputTarget::file).toList(), "md=report.md");
        return new Outputs(targets);
    }

    /**
     * Fails if two texts would mix in one place; an empty one is standard output.
     *
     * @throws IllegalArgumentException which gives the example
     */
    public static void requireDistinct(List<Optional<Path>> files, String example) {
        long places = files.stream()
                .map(file -> file.map(name -> name.toAbsolutePath().normalize()))
                .distinct()
                .count();
        if (places < files.size()) {
            throw new IllegalArgumentException("two formats would go to the same place: give each a file of its own,"
                    + " for example --format " + example);
        }
    }

    /** Whether a format was asked for. */
    public boolean has(OutputTarget.Format format) {
        return targets.stream().anyMatch(target -> target.format() == format);
    }

    /** Writes the text of each format; a file is replaced as a whole or not at all. */
    public void write(Function<OutputTarget.Format, String> text, PrintWriter out) throws IOException {
        for (OutputTarget target : targets) {
            String content = text.apply(target.format());
            write(target.file(), content, out);
        }
    }

    /** Writes a text to its file, or to standard output. */
    public static void write(Optional<Path> file, String content, PrintWriter out) throws IOException {
        if (file.isPresent()) {
            replace(file.get(), content);
        } else {
            out.print(content);
            out.flush();
        }
    }

    /** Makes the text of a format for a width. */
    @FunctionalInterface
    public interface Text {
        String of(OutputTarget.Format format, int width);
    }

    /** Writes a format for a width, where no string is to be made of what may be tens of megabytes. */
    @FunctionalInterface
    public interface Formats {
        void write(OutputTarget.Format format, int width, Writer out) throws IOException;
    }

    @FunctionalInterface
    private interface Content {
        void write(Writer file) throws IOException;
    }

    /** Writes the text of each format; what goes to files does not depend on the terminal. */
    public void write(Text text, Screen screen) throws IOException {
        write((format, width, out) -> out.write(text.of(format, width)), screen);
    }

    /** Writes each format; what goes to files does not depend on the terminal. */
    public void write(Formats formats, Screen screen) throws IOException {
        for (OutputTarget target : targets) {
            OutputTarget.Format format = target.format();
            if (target.file().isPresent()) {
                replace(target.file().get(), file -> formats.write(format, screen.fileWidth(), file));
            } else if (format == OutputTarget.Format.TEXT) {
                StringWriter text = new StringWriter();
                formats.write(format, screen.width(), text);
                screen.show(text.toString());
            } else {
                formats.write(format, screen.width(), screen.out());
                screen.out().flush();
            }
        }
    }

    /** Replaces a file as a whole or not at all. */
    public static void replace(Path file, String content) throws IOException {
        replace(file, (Writer writer) -> writer.write(content));
    }

    private static void replace(Path file, Content content) throws IOException {
        // A device cannot be replaced, only written to. What /dev/fd/3 stands for may be a regular file, whose text
        // stays, since the shell opened it.
        if (DEVICES.matcher(file.toAbsolutePath().toString()).matches()) {
            write(file, content, StandardOpenOption.APPEND);
            return;
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            write(file, content);
            return;
        }
        Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            write(part, content);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void write(Path file, Content content, OpenOption... options) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8, options)) {
            content.write(writer);
        }
    }
}
