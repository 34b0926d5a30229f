package dev.sonde.engine.selection;

import com.google.ortools.Loader;
import java.util.Locale;
import java.util.Optional;

/** Whether OR-Tools and its library for this machine are there. */
final class NativeSolver {

    /** System property; {@code greedy} passes OR-Tools over. */
    static final String CHOICE = "sonde.solver";

    private NativeSolver() {}

    /** Makes the solver usable; the library is loaded once. */
    static void load() {
        Loader.loadNativeLibraries();
    }

    /** Why it cannot be used, empty if it can. */
    static Optional<String> missing() {
        if ("greedy".equals(System.getProperty(CHOICE, "").toLowerCase(Locale.ROOT))) {
            return Optional.of(CHOICE + "=greedy is set");
        }
        try {
            load();
            return Optional.empty();
        } catch (LinkageError | RuntimeException e) {
            // Its class, its library, or a folder to unpack it to is missing.
            return Optional.of(String.valueOf(e));
        }
    }
}
