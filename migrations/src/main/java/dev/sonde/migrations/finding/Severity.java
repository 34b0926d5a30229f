package dev.sonde.migrations.finding;

/** How bad a finding is; the worst comes first. */
public enum Severity {
    ERROR,
    WARNING,
    INFO;

    /** As users write it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether it is as bad as the other or worse. */
    public boolean atLeast(Severity other) {
        return compareTo(other) <= 0;
    }
}
