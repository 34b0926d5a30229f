package dev.sonde.benchmarks;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What libraries log on standard error, in between the progress of a run. */
public final class Logs {

    private Logs() {}

    /** Lets warnings pass and nothing else. */
    public static void quiet() {
        Logger.getLogger("").setLevel(Level.WARNING);
    }
}
