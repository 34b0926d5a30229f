package dev.sonde.maven;

import java.util.function.Consumer;
import org.apache.maven.plugin.logging.Log;

/**
 * What a command says while it runs. The latest message is held back: if the command fails, it is why, and Maven shows it
 * as that.
 */
final class Messages implements Consumer<String> {

    private static final String COMMAND = "sonde: ";
    private static final String WARNING = "warning: ";

    private final Log log;
    private String held = "";

    Messages(Log log) {
        this.log = log;
    }

    @Override
    public void accept(String line) {
        if (line.startsWith(COMMAND)) {
            flush();
            held = line.substring(COMMAND.length());
        } else {
            // Of a stack trace, which the command prints if Maven runs with -X.
            log.debug(line);
        }
    }

    /** The latest message. */
    String last() {
        return held;
    }

    /** Passes the message on that is held back. */
    void flush() {
        if (held.startsWith(WARNING)) {
            log.warn(held.substring(WARNING.length()));
        } else if (!held.isEmpty()) {
            log.info(held);
        }
        held = "";
    }
}
