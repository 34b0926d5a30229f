package dev.sonde.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Says which indexes would help the captured statements, and writes them as migrations if asked. As {@code sonde advise}.
 * Belongs to no phase: what it reads comes from a running service, not from the build.
 */
@Mojo(name = "advise", aggregator = true, threadSafe = true)
public final class AdviseMojo extends CommandMojo {

    /** Capture files, or folders that hold them. */
    @Parameter(property = "sonde.captures", required = true)
    private List<File> captures = new ArrayList<>();

    /** The database, from {@code sonde snapshot}; or {@code url} is given. */
    @Parameter(property = "sonde.snapshot")
    private @Nullable File snapshot;

    /** The database itself; its password comes from {@code SONDE_DB_PASSWORD} or {@code PGPASSWORD}. */
    @Parameter(property = "sonde.url")
    private @Nullable String url;

    /** Role to connect as, if the URL does not say. */
    @Parameter(property = "sonde.user")
    private @Nullable String user;

    /** Most disk space for all advised indexes, for example {@code 500MB}. */
    @Parameter(property = "sonde.budget")
    private @Nullable String budget;

    /** Most indexes to advise. Default: 20. */
    @Parameter(property = "sonde.maxIndexes")
    private @Nullable Integer maxIndexes;

    /** Most statements to look at, those that took most time. Default: 2000. */
    @Parameter(property = "sonde.maxStatements")
    private @Nullable Integer maxStatements;

    /** {@code twin}, a throw-away server, or {@code hypopg}, the database of {@code url}. Default: {@code twin}. */
    @Parameter(property = "sonde.planner")
    private @Nullable String planner;

    /** PostgreSQL for the plan twin: a folder with {@code bin/postgres}, or a jar of its binaries. */
    @Parameter(property = "sonde.postgresHome")
    private @Nullable File postgresHome;

    /** JDBC URL of a clone on which the advice is built and measured. */
    @Parameter(property = "sonde.verify")
    private @Nullable String verify;

    /** Writes the advised indexes as migrations. */
    @Parameter(property = "sonde.write", defaultValue = "false")
    private boolean write;

    /** Folder that migrations are written to. Default: the one that the project's Flyway settings name. */
    @Parameter(property = "sonde.migrations")
    private @Nullable File migrations;

    /** Tool that the migrations are written for, {@code flyway} or {@code liquibase}. Default: {@code flyway}. */
    @Parameter(property = "sonde.flavour")
    private @Nullable String flavour;

    /** Branch whose versions of migrations are taken too. */
    @Parameter(property = "sonde.base")
    private @Nullable String base;

    /** JDBC URL of a database whose {@code flyway_schema_history} says which versions are taken; it is only read. */
    @Parameter(property = "sonde.history")
    private @Nullable String history;

    @Override
    Optional<Arguments> arguments() {
        Arguments arguments = Arguments.of("advise");
        captures.forEach(arguments::file);
        return Optional.of(arguments
                .option("--snapshot", snapshot)
                .option("--url", url)
                .option("--user", user)
                .option("--budget", budget)
                .option("--max-indexes", maxIndexes)
                .option("--max-statements", maxStatements)
                .option("--planner", planner)
                .option("--postgres-home", postgresHome)
                .option("--verify", verify)
                .option("--migrations", write ? (migrations == null ? basedir : migrations) : null)
                .option("--flavour", flavour)
                .option("--base", base)
                .option("--history", history));
    }
}
