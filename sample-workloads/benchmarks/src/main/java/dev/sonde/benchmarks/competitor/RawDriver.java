package dev.sonde.benchmarks.competitor;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Nobody looks: what all others are measured against. */
final class RawDriver implements Instrumentation {

    private final String url;

    RawDriver(String url) {
        this.url = url;
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    @Override
    public Seen finish() {
        return Seen.NOTHING_KEPT;
    }
}
