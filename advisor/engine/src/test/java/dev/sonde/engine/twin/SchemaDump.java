package dev.sonde.engine.twin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code pg_dump --schema-only} says of a database, entry by entry. */
final class SchemaDump {

    /** Kinds of entries that a snapshot leaves out on purpose: the planner does not know of them, or says so in a note. */
    private static final Set<String> LEFT_OUT = Set.of("FOREIGN TABLE", "SERVER", "AGGREGATE");

    private static final Pattern HEADER = Pattern.compile("-- Name: (.*); Type: (.*); Schema: .*");

    private SchemaDump() {}

    /** Whether there is a pg_dump that understands a server of that version. */
    static boolean canDump(int major) throws IOException, InterruptedException {
        try {
            Matcher version = Pattern.compile("\\) (\\d+)").matcher(run(List.of("pg_dump", "--version")));
            return version.find() && Integer.parseInt(version.group(1)) >= major;
        } catch (IOException e) {
            return false;
        }
    }

    /** The entries in alphabetical order, without comments and session settings. */
    static List<String> of(String url) throws IOException, InterruptedException {
        String address = url.replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "");
        String dump = run(List.of(
                "pg_dump",
                "--schema-only",
                "--no-owner",
                "--no-privileges",
                "--no-comments",
                "--username=postgres",
                "--dbname=" + address));
        List<String> entries = new ArrayList<>();
        for (String entry : dump.split("\n--\n(?=-- Name: )")) {
            Matcher header = HEADER.matcher(entry.lines().findFirst().orElse(""));
            if (!header.matches() || LEFT_OUT.contains(header.group(2))) {
                continue;
            }
            StringBuilder text = new StringBuilder(header.group(2) + " " + header.group(1));
            entry.lines()
                    .filter(line -> !line.startsWith("--") && !line.startsWith("SET ") && !line.isBlank())
                    .filter(line -> !line.startsWith("\\"))
                    .forEach(line -> text.append('\n').append(line));
            if (!text.toString().contains("RETURNS trigger")) {
                entries.add(text.toString());
            }
        }
        entries.sort(null);
        return entries;
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("sonde-dump", ".sql");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException(command + " failed");
            }
            return Files.readString(output, StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
