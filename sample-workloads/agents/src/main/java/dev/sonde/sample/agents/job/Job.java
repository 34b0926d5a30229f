package dev.sonde.sample.agents.job;

import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A main that ends in one line and an exit status: 0 done, 1 failed, 2 wrong use, 3 no database or no service. */
@FunctionalInterface
public interface Job {

    int DONE = 0;
    int FAILED = 1;
    int WRONG_USE = 2;
    int NO_ENVIRONMENT = 3;

    int run(String[] args) throws Exception;

    /** Runs the job and prints what went wrong, if anything, as one line on standard error. */
    static int execute(String name, Job job, String[] args) {
        try {
            return job.run(args);
        } catch (Exception failure) {
            return report(name, failure);
        }
    }

    /** Prints the one line that tells why, and answers the exit status it stands for. */
    static int report(String name, Throwable failure) {
        Throwable cause = failure;
        for (Throwable next = failure; next != null; next = next.getCause()) {
            if (next instanceof UsageException
                    || next instanceof SQLException
                    || next instanceof EnvironmentException) {
                cause = next;
                if (next instanceof SQLException) {
                    // A pool wraps the driver's exception, which says more, in one of its own.
                    continue;
                }
                break;
            }
        }
        System.err.println(name + ": " + oneLine(cause));
        if (cause instanceof UsageException) {
            return WRONG_USE;
        }
        boolean unreachable = cause instanceof SQLException sql && isConnectionState(sql.getSQLState());
        return unreachable || cause instanceof EnvironmentException ? NO_ENVIRONMENT : FAILED;
    }

    private static String oneLine(Throwable cause) {
        String message = cause.getMessage();
        String text = message == null ? cause.getClass().getSimpleName() : message.strip();
        if (cause instanceof SQLException sql && isConnectionState(sql.getSQLState())) {
            return "database not reachable: " + text.lines().findFirst().orElse(text);
        }
        return String.join(" ", text.lines().map(String::strip).toList());
    }

    private static boolean isConnectionState(@Nullable String state) {
        // 08 connection, 28 authorisation, 3D no such database, 57P03 still starting
        return state != null && state.toUpperCase(Locale.ROOT).matches("(08|28|3D).*|57P03");
    }
}
