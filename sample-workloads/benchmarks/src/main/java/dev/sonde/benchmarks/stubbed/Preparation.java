package dev.sonde.benchmarks.stubbed;

/** How a service treats its statement. */
public enum Preparation {
    /** Prepared once and used for every execution. */
    ONCE,
    /** Prepared, executed and closed each time. */
    EACH
}
