package dev.sonde.cli.snapshot;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.command.OutputFile;
import dev.sonde.cli.command.Progress;
import dev.sonde.cli.database.DatabaseOptions;
import dev.sonde.cli.database.DatabaseUrl;
import dev.sonde.cli.output.Figures;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotFile;
import dev.sonde.engine.snapshot.SnapshotReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sonde snapshot}. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = "Keeps schema, statistics and planner settings of a database in a file; reads no table.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde snapshot --url jdbc:postgresql://db:5432/app --user app -o app.json",
            "  sonde snapshot --url jdbc:postgresql://db:5432/app -o app.json --redact"
        })
public final class SnapshotCommand implements Callable<Integer> {

    private static final int MAX_LINES = 10;

    private final Console console;

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The file to write, JSON; - is standard output.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--redact",
            description = "Leave text values out of the statistics, keep their frequencies; defaults, checks and"
                    + " definitions of views and functions stay.")
    private boolean redact;

    public SnapshotCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, SQLException {
        DatabaseUrl url = database.database(console)
                .orElseThrow(() -> CommandFailure.badInput(
                        "--url is missing: name the database, for example --url jdbc:postgresql://host:5432/app"));
        String written;
        CatalogSnapshot snapshot;
        try (OutputFile output = OutputFile.of(file)) {
            snapshot = read(url);
            SnapshotFile.write(snapshot, output.path());
            output.finish(console);
            written = output.toString();
        }
        warn("", snapshot.notes());
        warn("not readable for this role: ", snapshot.unreadable());
        console.message("wrote " + written + ": " + snapshot.database() + ", PostgreSQL " + snapshot.serverVersion()
                + ", " + Figures.count(snapshot.tables().size())
                + (snapshot.tables().size() == 1 ? " table" : " tables"));
        return ExitStatus.CLEAN;
    }

    private CatalogSnapshot read(DatabaseUrl url) throws SQLException {
        SnapshotReader.Options options = SnapshotReader.Options.ofDefaults();
        try (Progress progress = console.progress("reading the catalog");
                Connection connection = url.connect()) {
            return SnapshotReader.read(connection, redact ? options.redacted() : options);
        }
    }

    /** Thousands of tables may be of the same kind; the file has all of them. */
    private void warn(String prefix, List<String> lines) {
        lines.stream().limit(MAX_LINES).forEach(line -> console.warn(prefix + line));
        if (lines.size() > MAX_LINES) {
            console.warn(prefix + "and " + Figures.count(lines.size() - MAX_LINES) + " more, named in " + file);
        }
    }
}
