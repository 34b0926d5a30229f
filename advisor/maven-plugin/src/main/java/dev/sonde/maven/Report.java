package dev.sonde.maven;

import java.util.function.Consumer;
import org.apache.maven.plugin.logging.Log;

/** What a command found, in the log of the build. */
final class Report implements Consumer<String> {

    private final Log log;
    private String headline = "";

    Report(Log log) {
        this.log = log;
    }

    @Override
    public void accept(String line) {
        if (headline.isEmpty()) {
            headline = line;
        }
        log.info(line);
    }

    /** The first line that is not empty. */
    String headline() {
        return headline;
    }
}
