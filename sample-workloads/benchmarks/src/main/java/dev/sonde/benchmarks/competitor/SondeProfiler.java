package dev.sonde.benchmarks.competitor;

import dev.sonde.benchmarks.capture.CaptureFolder;
import dev.sonde.profiler.session.CaptureSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Ours. */
final class SondeProfiler implements Instrumentation {

    private final String url;
    private final Path folder;

    private SondeProfiler(String url, Path folder, String settings) {
        this.folder = folder;
        this.url = url.replaceFirst("jdbc:", "jdbc:sonde:") + (url.contains("?") ? "&" : "?")
                + "sonde.service=benchmark&sonde.folder=" + folder + settings;
    }

    /** As a service gets it that sets nothing. */
    static SondeProfiler byDefault(String url, Path folder) {
        return new SondeProfiler(url, folder, "");
    }

    /** Everything is recorded, whatever it costs. */
    static SondeProfiler unlimited(String url, Path folder) {
        return new SondeProfiler(url, folder, SondeSettings.NOTHING_SHED);
    }

    /** Sums and a few examples, and nothing shed of them. */
    static SondeProfiler summaries(String url, Path folder) {
        return new SondeProfiler(url, folder, SondeSettings.NOTHING_SHED + "&sonde.detail=summary");
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    @Override
    public Seen finish() {
        CaptureSessions.closeAll();
        try {
            CaptureFolder capture = CaptureFolder.read(folder);
            return new Seen(capture.counted(), capture.dropped(), capture.reduced(), capture.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
