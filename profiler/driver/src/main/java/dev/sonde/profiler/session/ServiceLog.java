package dev.sonde.profiler.session;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The service's log. Its backend is the service's own code, which may throw, block or come back to us through a
 * profiled data source: nothing it throws leaves this class, and no lock may be held by whoever calls it.
 */
public final class ServiceLog {

    private static final String NAME = "dev.sonde.profiler";

    private ServiceLog() {}

    static void info(String pattern, Object... arguments) {
        try {
            System.getLogger(NAME).log(Level.INFO, pattern, arguments);
        } catch (RuntimeException | Error theirs) {
            // there is nobody left to tell
        }
    }

    public static void warning(String pattern, Object... arguments) {
        try {
            System.getLogger(NAME).log(Level.WARNING, pattern, arguments);
        } catch (RuntimeException | Error theirs) {
            // as above
        }
    }

    static void debug(String message, Throwable problem) {
        try {
            System.getLogger(NAME).log(Level.DEBUG, message, problem);
        } catch (RuntimeException | Error theirs) {
            // as above
        }
    }

    /**
     * Says what went wrong while a value of the service was handled: its message, which may hold the value ("For input
     * string: …"), is left out, and so are its causes.
     */
    static void faultWithValues(String message, Throwable problem) {
        Throwable nameless = new Throwable(problem.getClass().getName());
        nameless.setStackTrace(problem.getStackTrace());
        fault(message, nameless);
    }

    /** Says what went wrong on our side. */
    public static void fault(String message, @Nullable Throwable problem) {
        try {
            System.getLogger(NAME).log(Level.WARNING, message, problem);
        } catch (RuntimeException | Error theirs) {
            // as above
        }
    }
}
