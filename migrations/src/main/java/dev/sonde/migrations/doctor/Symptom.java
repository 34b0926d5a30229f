package dev.sonde.migrations.doctor;

import java.util.Optional;

/**
 * Something about the settings that matters to concurrent index builds.
 *
 * @param rule stable identifier
 * @param place file and line it comes from, empty for a default that the project does not change
 */
public record Symptom(String rule, Severity severity, String message, Optional<String> place, Optional<Cure> cure) {

    /** How bad it is. */
    public enum Severity {
        /** A concurrent build hangs or fails. */
        ERROR,
        /** It works, but something near it may fail. */
        WARNING,
        NOTE
    }
}
