package dev.sonde.cli;

import dev.sonde.cli.command.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;

/** The real command, run in this process: what it printed and its exit status. */
public record CommandRun(int status, String out, String err) {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    public static CommandRun of(Object... arguments) {
        return with(Map.of(), arguments);
    }

    public static CommandRun with(Map<String, String> environment, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), environment, NOON);
        int status = Sonde.run(
                console, Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        console.out().flush();
        console.err().flush();
        return new CommandRun(status, out.toString(), err.toString());
    }
}
