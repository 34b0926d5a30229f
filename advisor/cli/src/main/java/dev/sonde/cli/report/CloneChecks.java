package dev.sonde.cli.report;

import dev.sonde.cli.database.DatabaseUrl;
import dev.sonde.engine.rewrite.CapturedLoop;
import dev.sonde.engine.rewrite.CheckOptions;
import dev.sonde.engine.rewrite.RewriteCheck;
import dev.sonde.engine.rewrite.RewriteVerifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** Runs rewrites on the clone of {@code --verify}; one connection for all of them. */
final class CloneChecks implements AutoCloseable {

    private final DatabaseUrl url;
    private final Connection connection;
    private final RewriteVerifier verifier;

    CloneChecks(DatabaseUrl url) {
        this.url = url;
        this.connection = url.connect();
        this.verifier = new RewriteVerifier(connection, CheckOptions.ofDefaults());
    }

    Report.CloneCheck check(CapturedLoop loop, boolean walk) {
        try {
            RewriteCheck check = walk ? verifier.checkWalk(loop) : verifier.check(loop);
            return new Report.CloneCheck(
                    url.toString(),
                    check.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    check.sql(),
                    check.explanation(),
                    check.keys(),
                    check.keySource(),
                    check.constantSource(),
                    check.rows(),
                    check.tripsBefore(),
                    check.tripsAfter(),
                    check.millisBefore(),
                    check.millisAfter(),
                    check.repetitions());
        } catch (SQLException e) {
            throw url.failure(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // nothing was written, so nothing is lost
        }
    }
}
