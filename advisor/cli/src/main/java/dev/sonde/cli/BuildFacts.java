package dev.sonde.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this build was made of. The build writes them to a file beside this class; the same sources give the same facts.
 *
 * @param commit of the sources, empty if they were no Git repository
 * @param time of the commit, ISO 8601 in UTC, empty likewise
 */
public record BuildFacts(String version, String commit, String time) {

    private static final String FILE = "build.properties";

    /** The facts of the running command. */
    public static BuildFacts read() {
        Properties facts = new Properties();
        try (InputStream file = BuildFacts.class.getResourceAsStream(FILE)) {
            if (file != null) {
                facts.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String dirty = facts.getProperty("git.dirty", "").equals("true") ? " with changes" : "";
        String commit = facts.getProperty("git.commit.id.abbrev", "");
        return new BuildFacts(
                facts.getProperty("git.build.version", "development build"),
                commit.isEmpty() ? "" : commit + dirty,
                facts.getProperty("git.commit.time", ""));
    }

    /** The day of the commit. */
    public String date() {
        return time.length() < 10 ? "" : time.substring(0, 10);
    }
}
