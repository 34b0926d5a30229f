package dev.sonde.cli.command;

/** Exit statuses of the command. */
public final class ExitStatus {
    public static final int CLEAN = 0;
    /** Findings at or above {@code --fail-on}. */
    public static final int FINDINGS = 1;
    /** Wrong use or bad input. */
    public static final int USAGE = 2;
    /** No database, no permission, no disk space: nothing the command line could mend. */
    public static final int ENVIRONMENT = 3;

    private ExitStatus() {}
}
