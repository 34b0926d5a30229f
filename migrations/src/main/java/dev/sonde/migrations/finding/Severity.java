package dev.sonde.migrations.finding;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How bad a finding is; the worst comes first. */
public enum Severity {
    ERROR,
    WARNING,
    INFO;

    /** As users write it. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is as bad as the other or worse. */
    public boolean atLeast(Severity other) {
        return compareTo(other) <= 0;
    }
}
