package dev.sonde.cli.output;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Colours of text on a terminal: what asks for action stands out, the rest stays as it is. */
public final class TextColours {

    /** Severities where the formats for a terminal put them: after a finding's number or place, or at the line's start. */
    private static final Pattern SEVERITY =
            Pattern.compile("^(\\d+\\. |.*?:\\d+: | {2}|)(ERROR|WARNING|error|warning)( .*)$", Pattern.DOTALL);

    private static final String RED = "\u001b[1;31m";
    private static final String YELLOW = "\u001b[1;33m";
    private static final String RESET = "\u001b[0m";

    private final boolean on;

    private TextColours(boolean on) {
        this.on = on;
    }

    /**
     * Whether there are colours.
     *
     * @param environment where {@code NO_COLOR}, if not empty, wins over {@code CLICOLOR_FORCE}, if not empty nor 0
     */
    public static TextColours of(Map<String, String> environment, boolean terminal) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return new TextColours(false);
        }
        String force = environment.getOrDefault("CLICOLOR_FORCE", "");
        return new TextColours(terminal || (!force.isEmpty() && !force.equals("0")));
    }

    /** Whether there are any. */
    public boolean on() {
        return on;
    }

    /** A word that warns. */
    public String warning(String word) {
        return on ? YELLOW + word + RESET : word;
    }

    /** A word for what failed. */
    public String failure(String word) {
        return on ? RED + word + RESET : word;
    }

    /** A line of a report, its severity coloured. */
    String line(String line) {
        Matcher severity = on ? SEVERITY.matcher(line) : null;
        if (severity == null || !severity.matches()) {
            return line;
        }
        boolean error = severity.group(2).equalsIgnoreCase("error");
        return severity.group(1)
                + (error ? failure(severity.group(2)) : warning(severity.group(2)))
                + severity.group(3);
    }
}
