package dev.sonde.cli.workload;

import java.util.Locale;

/** What makes the plans. */
enum PlannerKind {
    TWIN,
    HYPOPG;

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
