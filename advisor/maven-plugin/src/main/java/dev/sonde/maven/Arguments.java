package dev.sonde.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/** A command line that is put together. */
final class Arguments {

    private final List<String> words = new ArrayList<>();

    private Arguments(String command) {
        words.add(command);
    }

    static Arguments of(String command) {
        return new Arguments(command);
    }

    /** An option with its value, left out if there is none. */
    Arguments option(String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            // In one word, so that a value with a dash in front is not taken for an option.
            words.add(name + "=" + value);
        }
        return this;
    }

    /** An option once for each value. */
    Arguments options(String name, Iterable<?> values) {
        values.forEach(value -> option(name, value));
        return this;
    }

    /** An option without a value, left out unless it is set. */
    Arguments flag(String name, boolean set) {
        if (set) {
            words.add(name);
        }
        return this;
    }

    /** A file that is no option's value. */
    Arguments file(File file) {
        words.add(file.getAbsolutePath());
        return this;
    }

    Arguments debug(boolean set) {
        return flag("--debug", set);
    }

    /**
     * Text for the log, and each of the formats for its file.
     *
     * @param basedir what the files are relative to
     */
    Arguments formats(List<String> formats, Path basedir) throws MojoExecutionException {
        option("--format", "text");
        for (String format : formats) {
            int equals = format.indexOf('=');
            if (equals < 0) {
                throw new MojoExecutionException(
                        "formats: " + format + " has no file to go to: write " + format + "=target/sonde." + format);
            }
            Path file = basedir.resolve(format.substring(equals + 1)).toAbsolutePath();
            createFolder(file);
            option("--format", format.substring(0, equals) + "=" + file);
        }
        return this;
    }

    private static void createFolder(Path file) throws MojoExecutionException {
        Path folder = file.getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new MojoExecutionException("formats: the folder " + folder + " cannot be created: " + e, e);
        }
    }

    String[] toArray() {
        return words.toArray(String[]::new);
    }
}
