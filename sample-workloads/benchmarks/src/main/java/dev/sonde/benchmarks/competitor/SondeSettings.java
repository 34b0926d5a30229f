package dev.sonde.benchmarks.competitor;

/** Settings of Sonde that more than one benchmark needs, as parameters to add to a JDBC URL. */
public final class SondeSettings {

    /** Everything is recorded, whatever it costs: the governor and the writer's limit are out of reach. */
    public static final String NOTHING_SHED = "&sonde.overhead-budget=100000&sonde.writer-limit=100";

    private SondeSettings() {}
}
