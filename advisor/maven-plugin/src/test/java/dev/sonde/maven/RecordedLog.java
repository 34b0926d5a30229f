package dev.sonde.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.logging.SystemStreamLog;

/** Maven's log of a goal, kept as lines of level and text. */
final class RecordedLog extends SystemStreamLog {

    private final List<String> lines = new ArrayList<>();
    private boolean debug;

    List<String> lines() {
        return List.copyOf(lines);
    }

    void showDebug() {
        debug = true;
    }

    @Override
    public boolean isDebugEnabled() {
        return debug;
    }

    @Override
    public void debug(CharSequence content) {
        lines.add("debug " + content);
    }

    @Override
    public void info(CharSequence content) {
        lines.add("info " + content);
    }

    @Override
    public void warn(CharSequence content) {
        lines.add("warn " + content);
    }
}
