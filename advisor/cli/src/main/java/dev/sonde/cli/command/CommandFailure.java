package dev.sonde.cli.command;

import org.jspecify.annotations.Nullable;

/** Ends a command. The message is one line: what was wrong, where, and what to do. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private CommandFailure(int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The user gave something that cannot be used. */
    public static CommandFailure badInput(String message) {
        return new CommandFailure(ExitStatus.USAGE, message, null);
    }

    /** The user gave something that cannot be used. */
    public static CommandFailure badInput(String message, Throwable cause) {
        return new CommandFailure(ExitStatus.USAGE, message, cause);
    }

    /** Something outside does not work. */
    public static CommandFailure environment(String message, Throwable cause) {
        return new CommandFailure(ExitStatus.ENVIRONMENT, message, cause);
    }

    /** Exit status of the command. */
    public int status() {
        return status;
    }
}
