package dev.sonde.cli.command;

import dev.sonde.cli.output.Figures;
import java.util.Optional;

/** What ends a command although nothing of it was wrong: memory that ran out, program files that do not belong together. */
public final class FatalError {
    private static final int MOST_CAUSES = 20;

    private FatalError() {}

    /** The error that an exception was made of, by a task on another thread for example. */
    public static Optional<Error> in(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof VirtualMachineError || cause instanceof LinkageError) {
                return Optional.of((Error) cause);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /**
     * Says what ran out, how much of it there was, and what to do.
     *
     * @param heapBytes as much as the heap may take
     */
    public static CommandFailure failure(Error error, long heapBytes) {
        return CommandFailure.environment(message(in(error).orElse(error), heapBytes), error);
    }

    private static String message(Error error, long heapBytes) {
        if (error instanceof OutOfMemoryError) {
            String what = String.valueOf(error.getMessage());
            if (what.contains("heap") || what.contains("GC overhead") || what.contains("array size")) {
                long megabytes = Math.max(1, heapBytes >> 20);
                return "out of memory: a Java heap of " + Figures.count(megabytes)
                        + " MB is not enough for this: give it more with SONDE_OPTS=-Xmx" + 2 * megabytes
                        + "m (java -Xmx" + 2 * megabytes + "m -jar sonde.jar), or name fewer files at a time";
            }
            return "out of memory: " + what + ": the heap is not what ran out; give the process or its container more"
                    + " memory and threads, or name fewer files at a time";
        }
        if (error instanceof StackOverflowError) {
            return "the stack ran out: a statement or a plan is nested too deeply: give it more with"
                    + " SONDE_OPTS=-Xss16m (java -Xss16m -jar sonde.jar)";
        }
        if (error instanceof LinkageError) {
            return "internal error: " + error
                    + ": the program's files do not belong together: build it again, or unpack" + " its archive anew";
        }
        return "internal error: " + error + ": please report it with the output of the same command and --debug";
    }
}
