package dev.sonde.cli.importing;

import dev.sonde.capture.hash.ContentHash;
import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.command.ExitStatus;
import dev.sonde.cli.command.OutputFile;
import dev.sonde.cli.command.Progress;
import dev.sonde.cli.command.StandardInput;
import dev.sonde.cli.database.DatabaseOptions;
import dev.sonde.cli.database.DatabaseUrl;
import dev.sonde.cli.output.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sonde import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Makes a capture file of what others recorded, for report and advise.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sonde import --from sql queries/ -o queries.sonde",
            "  sonde import --from pg-log /var/log/postgresql/ -o log.sonde --database app",
            "  sonde import --from pg-log app.log.gz -o log.sonde \\",
            "      --log-line-prefix '%%t:%%r:%%u@%%d:[%%p]: '",
            "  sonde import --from pg-stat-statements -o stat.sonde \\",
            "      --url jdbc:postgresql://db/app",
            "  sonde import --from pg-stat-statements stat.csv -o stat.sonde",
            "  sonde import --from p6spy spy.log -o spy.sonde",
            "",
            "In SQL files a comment line before a statement says how often it is executed",
            "(-- weight: 500) and what it is called (-- name: open orders).",
            "",
            "Values: --binds values keeps up to 32 sets of values of each statement in the",
            "file. --binds hashed keeps 32-bit hashes, with their key beside them: advise",
            "recognises most-common values by them, and other values are not told.",
            "",
            "No source knows units of work, so N+1 loops cannot be found: report says so."
        })
public final class ImportCommand implements Callable<Integer> {

    private enum Binds {
        hashed,
        values
    }

    /** For shells. */
    static final class Sources extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Sources() {
            super(Arrays.stream(ImportSource.values()).map(ImportSource::option).toList());
        }
    }

    private final Console console;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "SOURCE",
            completionCandidates = Sources.class,
            description = "What is read: sql, pg-log, pg-stat-statements or p6spy.")
    @SuppressWarnings("NullAway.Init")
    private String from;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "Files or folders, compressed by gzip or not; - is standard input. pg-log: csvlog, jsonlog or"
                    + " stderr.")
    private final List<Path> sources = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The capture file to write, *.sonde; - is standard output.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--force", description = "Replace the file if it exists.")
    private boolean force;

    @Option(
            names = "--binds",
            paramLabel = "MODE",
            description = "What is kept of values: hashed or values. Default: values for sql, hashed for the others.")
    private @Nullable Binds binds;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "Name of the service. Default: none; of pg-log the application_name.")
    private @Nullable String service;

    @Option(
            names = "--database",
            paramLabel = "NAME",
            description = "Only statements of this database (pg-log, pg-stat-statements); '*' for all. Default: all"
                    + " that the files have, and the connected one of --url.")
    private @Nullable String databaseName;

    @Option(
            names = "--log-line-prefix",
            paramLabel = "PREFIX",
            description = "The server's log_line_prefix, for logs in the format of stderr. Default: '" + "%%m [%%p] '.")
    private String prefix = LogLinePrefix.DEFAULT;

    @Mixin
    private final DatabaseOptions database = new DatabaseOptions();

    public ImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ImportSource source = source();
        DatabaseUrl url = database.database(console).orElse(null);
        checkOptions(source, url);
        List<Path> files = url != null ? List.of() : SourceFiles.of(source, sources, console);
        String mode = binds == null ? source.usualBinds() : binds.name();
        try (OutputFile output = OutputFile.of(file);
                ImportedCapture capture = new ImportedCapture(
                        output.path(), source, mode.equals("values"), version(), seed(source, files))) {
            String what;
            try (Progress progress = console.progress("importing", size(files), capture.tally()::bytesRead)) {
                what = read(source, url, files, capture);
            }
            capture.tally().report(console);
            if (capture.executions() == 0) {
                throw CommandFailure.badInput((url != null ? url : files.get(0)) + ": no statement that has a plan"
                        + (capture.tally().isEmpty()
                                ? ""
                                : ": " + capture.tally().text()));
            }
            capture.finish();
            output.finish(console);
            console.message("wrote " + output + ": " + Figures.count(capture.executions()) + " executions of "
                    + Figures.count(capture.statements()) + " statements from " + what
                    + (mode.equals("values") ? "; values are kept in it" : ""));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return ExitStatus.CLEAN;
    }

    private ImportSource source() {
        String name = from.toLowerCase(Locale.ROOT);
        for (ImportSource source : ImportSource.values()) {
            if (source.option().equals(name)) {
                return source;
            }
        }
        throw CommandFailure.badInput("--from " + from + ": not a source: sql, pg-log, pg-stat-statements or p6spy");
    }

    private void checkOptions(ImportSource source, @Nullable DatabaseUrl url) {
        if (url != null && source != ImportSource.PG_STAT_STATEMENTS) {
            throw CommandFailure.badInput("--url is for --from pg-stat-statements only: name the files of " + source);
        }
        for (Path named : sources) {
            if (named.toString().startsWith("jdbc:")) {
                throw CommandFailure.badInput("a database is named by --url JDBC_URL, not as a file: " + named);
            }
        }
        if (url != null && !sources.isEmpty()) {
            throw CommandFailure.badInput("either --url or files, not both: " + sources.get(0));
        }
        if (url == null && sources.isEmpty()) {
            throw CommandFailure.badInput(
                    source == ImportSource.PG_STAT_STATEMENTS
                            ? "--url JDBC_URL or a CSV file of pg_stat_statements is needed"
                            : "the files to import are missing: sonde import --from " + source + " FILE -o " + file);
        }
        OutputFile.check("-o", file);
        if (Files.exists(file) && !force) {
            throw CommandFailure.badInput(
                    "-o " + file + ": exists already: choose another name, or --force to replace it");
        }
    }

    private String read(ImportSource source, @Nullable DatabaseUrl url, List<Path> files, ImportedCapture capture)
            throws IOException {
        String name = service == null ? "" : service;
        switch (source) {
            case SQL -> SqlFiles.read(files, capture, name);
            case P6SPY -> new P6spyLog(capture, name).read(files);
            case PG_LOG -> {
                LogFilter filter = new LogFilter(wantedDatabase(), service);
                PgLog log = new PgLog(capture, filter, prefix);
                log.read(files);
                checkDatabases(filter.databases());
                return log.formats();
            }
            case PG_STAT_STATEMENTS -> statistics(new StatementStatistics(capture, name, databaseName), url, files);
        }
        return source.toString();
    }

    private @Nullable String wantedDatabase() {
        return StatementStatistics.ALL.equals(databaseName) ? null : databaseName;
    }

    private void statistics(StatementStatistics statistics, @Nullable DatabaseUrl url, List<Path> files)
            throws IOException {
        if (url != null) {
            statistics.read(url, console.clock().instant());
        }
        for (Path source : files) {
            statistics.read(source);
        }
        checkDatabases(statistics.databases());
        if (statistics.hidden() > 0) {
            console.warn(Figures.count(statistics.hidden()) + " statements of other roles are hidden from this one"
                    + " (" + StatementRow.HIDDEN + "): read as a member of pg_read_all_stats");
        }
    }

    private void checkDatabases(Set<String> databases) {
        if (databases.size() > 1 && databaseName == null) {
            console.warn("statements of " + databases.size() + " databases: " + String.join(", ", databases)
                    + ": choose one with --database, since a snapshot is of one");
        }
    }

    private static long size(List<Path> files) {
        return files.stream().mapToLong(path -> path.toFile().length()).sum();
    }

    /** The same for the same source, so that the same values are sampled each time. */
    private long seed(ImportSource source, List<Path> files) throws IOException {
        long seed = ContentHash.add(
                ContentHash.START, source.option(), 0, source.option().length());
        for (Path path : files) {
            String name = StandardInput.isRead(path)
                    ? "-"
                    : path.toAbsolutePath().normalize().toString();
            seed = ContentHash.add(ContentHash.add(seed, name, 0, name.length()), Files.size(path));
        }
        return files.isEmpty() ? ContentHash.add(seed, console.clock().millis()) : seed;
    }

    private static String version() {
        String version = ImportCommand.class.getPackage().getImplementationVersion();
        return version == null ? "development build" : version;
    }
}
