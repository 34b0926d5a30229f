package dev.sonde.cli.advise;

import dev.sonde.cli.command.CommandFailure;
import dev.sonde.cli.command.Console;
import dev.sonde.cli.output.Figures;
import dev.sonde.engine.advice.AdviceReport;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.migrations.convention.MigrationTarget;
import dev.sonde.migrations.writer.BuildMode;
import dev.sonde.migrations.writer.Evidence;
import dev.sonde.migrations.writer.Flavour;
import dev.sonde.migrations.writer.IndexChange;
import dev.sonde.migrations.writer.IndexDrop;
import dev.sonde.migrations.writer.IndexMigration;
import dev.sonde.migrations.writer.MigrationWriter;
import dev.sonde.migrations.writer.PartitionedIndex;
import dev.sonde.migrations.writer.PartitionedIndex.Partition;
import dev.sonde.migrations.writer.WrittenMigration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the advised changes as migrations and tells the user of each. */
final class AdvisedMigrations {

    private AdvisedMigrations() {}

    /**
     * Writes them.
     *
     * @param existing definitions of the indexes there are, as {@code pg_get_indexdef} gives them
     * @param partitions of the partitioned tables there are
     */
    static void write(
            MigrationTarget target,
            Flavour flavour,
            AdviceReport advice,
            Map<QualifiedName, String> existing,
            Map<QualifiedName, List<Partition>> partitions,
            Console console)
            throws IOException {
        List<WrittenMigration> written;
        try {
            List<IndexChange> changes = new ArrayList<>();
            for (AdviceReport.Advice item : advice.advice()) {
                changes.addAll(changes(item, evidence(advice, item), existing, partitions));
            }
            written = new MigrationWriter(target, console.clock(), flavour).write(changes);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.badInput("--migrations " + target.folder() + ": " + e.getMessage(), e);
        }
        for (WrittenMigration migration : written) {
            switch (migration.status()) {
                case WRITTEN ->
                    console.message("wrote " + migration.file() + "; to undo it: "
                            + migration.migration().undo());
                case ALREADY_THERE -> console.message("already there: " + migration.file() + " does the same");
            }
        }
    }

    /**
     * A migration to read and to copy.
     *
     * @param words that a file of it would be named for
     * @param undo statements that take it back
     */
    record MigrationText(String words, String text, String undo) {}

    /** The migrations of each piece of advice, by its identifier, as they would be written for Flyway. */
    static Map<String, List<MigrationText>> texts(
            AdviceReport advice, Map<QualifiedName, String> existing, Map<QualifiedName, List<Partition>> partitions) {
        Map<String, List<MigrationText>> texts = new LinkedHashMap<>();
        for (AdviceReport.Advice item : advice.advice()) {
            List<MigrationText> ofItem = new ArrayList<>();
            for (IndexChange change : changes(item, evidence(advice, item), existing, partitions)) {
                change.scripts()
                        .forEach(script -> ofItem.add(new MigrationText(script.words(), script.text(), change.undo())));
            }
            texts.put(item.id(), ofItem);
        }
        return texts;
    }

    private static List<IndexChange> changes(
            AdviceReport.Advice item,
            Evidence evidence,
            Map<QualifiedName, String> existing,
            Map<QualifiedName, List<Partition>> partitions) {
        QualifiedName index = new QualifiedName(item.definition().table().schema(), item.name());
        if (item.isDrop()) {
            return List.of(
                    new IndexDrop(index, definition(index, existing), Optional.ofNullable(item.coveredBy()), evidence));
        }
        // Always concurrently: a table that is small where the snapshot was taken may be large in production.
        IndexMigration create = new IndexMigration(item.definition(), item.name(), evidence, BuildMode.CONCURRENT);
        List<Partition> ofTable = partitions.getOrDefault(item.definition().table(), List.of());
        List<IndexChange> changes = new ArrayList<>();
        changes.add(ofTable.isEmpty() ? create : new PartitionedIndex(create, ofTable));
        for (QualifiedName old : item.replaces()) {
            changes.add(new IndexDrop(old, definition(old, existing), Optional.of(create.qualifiedName()), evidence));
        }
        return changes;
    }

    private static String definition(QualifiedName index, Map<QualifiedName, String> existing) {
        String definition = existing.get(index);
        if (definition == null) {
            throw new IllegalArgumentException("index " + index + " is to be dropped, and the snapshot has none");
        }
        return definition;
    }

    private static Evidence evidence(AdviceReport advice, AdviceReport.Advice item) {
        List<String> figures = new ArrayList<>();
        if (item.isDrop()) {
            figures.add(item.reason());
            figures.add("size of its file when the snapshot was taken: " + Figures.bytes(item.sizeBytes()));
        } else {
            figures.add("estimated: " + AdviceWords.gain(item) + ", by the "
                    + (advice.planner().equals("twin") ? "plan twin" : advice.planner()) + " of PostgreSQL "
                    + advice.serverVersion());
            figures.add("estimated: size " + Figures.bytes(item.sizeBytes()));
        }
        for (AdviceReport.Query query : item.queries()) {
            if (query.measuredBeforeMs() != null && query.measuredAfterMs() != null) {
                figures.add("measured: query " + query.fingerprint() + " " + Figures.millis(query.measuredBeforeMs())
                        + " to " + Figures.millis(query.measuredAfterMs()));
            }
        }
        return new Evidence(item.id(), item.queries().size(), figures);
    }
}
