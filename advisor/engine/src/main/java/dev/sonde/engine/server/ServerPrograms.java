package dev.sonde.engine.server;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the programs of a PostgreSQL installation, also as root. */
record ServerPrograms(PostgresHome home) {

    private static final int LOG_CHARACTERS = 1000;
    private static final String USER_ID = userId();

    /** The command line of a program; the list may be added to. */
    List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (USER_ID.equals("0")) {
            command.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root
        }
        command.add(home.program(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Starts a command whose output is added to the log. */
    Process run(List<String> command, Path folder, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(new File("/dev/null"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        try {
            return builder.start();
        } catch (IOException e) {
            if (command.get(0).equals("unshare")) {
                throw new IOException(
                        "PostgreSQL does not run as root, and unshare (util-linux) cannot be run; use another user: "
                                + e.getMessage(),
                        e);
            }
            throw e;
        }
    }

    /** The last lines of a log, and what to do if they say that a container forbids what root needs. */
    static String end(Path log) {
        try {
            String text = Files.readString(log, StandardCharsets.UTF_8).strip();
            if (text.startsWith("unshare:")) {
                return text + ": PostgreSQL does not run as root, and nothing here lets root have a user name space;"
                        + " use another user";
            }
            return text.length() > LOG_CHARACTERS ? text.substring(text.length() - LOG_CHARACTERS) : text;
        } catch (IOException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }

    private static String userId() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return System.getProperty("user.name").equals("root") ? "0" : "";
        }
    }
}
