package dev.sonde.cli.advise;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.output.Figures;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.migrations.convention.MigrationTarget;
import dev.sonde.migrations.writer.BuildMode;
import dev.sonde.migrations.writer.Evidence;
import dev.sonde.migrations.writer.IndexMigration;
import dev.sonde.migrations.writer.MigrationWriter;
import dev.sonde.migrations.writer.WrittenMigration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes the advised indexes as migrations and tells the user of each. */
final class AdvisedMigrations {

    private AdvisedMigrations() {}

    static void write(MigrationTarget target, AdviceReport advice, Console console) throws IOException {
        List<IndexMigration> migrations = new ArrayList<>();
        for (AdviceReport.Advice item : advice.advice()) {
            // Always concurrently: a table that is small where the snapshot was taken may be large in production.
            migrations.add(
                    new IndexMigration(item.definition(), item.name(), evidence(advice, item), BuildMode.CONCURRENT));
        }
        List<WrittenMigration> written;
        try {
            written = new MigrationWriter(target, console.clock()).write(migrations);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput("--migrations " + target.folder() + ": " + e.getMessage(), e);
        }
        for (WrittenMigration migration : written) {
            switch (migration.status()) {
                case WRITTEN ->
                    console.message("wrote " + migration.file() + "; to undo it: "
                            + migration.migration().undo());
                case ALREADY_THERE -> console.message("already there: " + migration.file() + " builds the same index");
            }
        }
    }

    private static Evidence evidence(AdviceReport advice, AdviceReport.Advice item) {
        List<String> figures = new ArrayList<>();
        figures.add("estimated: " + AdviceWords.gain(item) + ", by the "
                + (advice.planner().equals("twin") ? "plan twin" : advice.planner()) + " of PostgreSQL "
                + advice.serverVersion());
        figures.add("estimated: size " + Figures.bytes(item.sizeBytes()));
        for (AdviceReport.Query query : item.queries()) {
            if (query.measuredBeforeMs() != null && query.measuredAfterMs() != null) {
                figures.add("measured: query " + query.fingerprint() + " " + Figures.millis(query.measuredBeforeMs())
                        + " to " + Figures.millis(query.measuredAfterMs()));
            }
        }
        return new Evidence(item.id(), item.queries().size(), figures);
    }
}
