package dev.sonde.migrations.doctor;

import java.util.List;

/**
 * An edit that mends a symptom.
 *
 * @param place the project's file, or the environment variable, to change
 * @param action what to do there, for example {@code add} or {@code append to the URL in line 3}
 * @param lines the text to add, append or remove
 */
public record Cure(String place, String action, List<String> lines) {
    public Cure {
        lines = List.copyOf(lines);
    }
}
