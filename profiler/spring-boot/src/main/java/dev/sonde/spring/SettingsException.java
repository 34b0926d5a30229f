package dev.sonde.spring;

import java.util.List;

/** Settings that make no sense, all of them in one message. */
public final class SettingsException extends RuntimeException {

    private final List<String> problems;

    SettingsException(List<String> problems) {
        super("Sonde: " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
