package dev.sonde.migrations.project;

/**
 * Where a setting was found.
 *
 * @param place a file, relative to the project's root with forward slashes, or {@code environment variable NAME}
 * @param line from 1, or 0 if the place has no lines
 */
public record Origin(String place, int line) {
    @Override
    public String toString() {
        return line > 0 ? place + ":" + line : place;
    }
}
