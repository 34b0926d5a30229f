package dev.sonde.migrations.writer;

import dev.sonde.migrations.convention.MigrationFolder;
import dev.sonde.migrations.convention.MigrationTarget;
import dev.sonde.migrations.convention.NamingConvention;
import dev.sonde.migrations.writer.WrittenMigration.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes one migration per index into a project's folder of Flyway migrations, named as the project names them. A
 * second run with the same indexes writes nothing, and no file is ever changed.
 */
public final class MigrationWriter {

    private final MigrationTarget target;
    private final Clock clock;
    private final Flavour flavour;

    /** A writer into a folder with Flyway's default names. */
    public MigrationWriter(Path folder, Clock clock) {
        this(MigrationTarget.folder(folder), clock);
    }

    /** A writer of Flyway migrations. */
    public MigrationWriter(MigrationTarget target, Clock clock) {
        this(target, clock, Flavour.FLYWAY);
    }

    public MigrationWriter(MigrationTarget target, Clock clock, Flavour flavour) {
        this.target = target;
        this.clock = clock;
        this.flavour = flavour;
    }

    /**
     * Writes the migrations that are not there yet, in the given order.
     *
     * @throws IllegalArgumentException if a name is taken by another index; nothing is written then
     */
    public List<WrittenMigration> write(List<? extends IndexChange> changes) throws IOException {
        MigrationFolder existing = target.read();
        ExistingIndexes indexes = ExistingIndexes.in(existing);
        NamingConvention convention = target.convention();
        Set<String> names = new HashSet<>();
        List<Step> steps = new ArrayList<>();
        for (IndexChange change : changes) {
            steps.addAll(steps(change, indexes, names));
        }
        int missing = (int) steps.stream().filter(step -> step.file().isEmpty()).count();
        Iterator<String> versions = convention.nextVersions(missing, clock).iterator();
        List<WrittenMigration> written = new ArrayList<>();
        for (Step step : steps) {
            if (step.file().isPresent()) {
                written.add(new WrittenMigration(step.change(), step.file().get(), Status.ALREADY_THERE));
            } else {
                Path file = target.folder()
                        .resolve(convention.fileName(
                                versions.next(), step.script().words()));
                writePair(file, step.script());
                written.add(new WrittenMigration(step.change(), file, Status.WRITTEN));
            }
        }
        return written;
    }

    /** One migration of a change, and the file that makes it already. */
    private record Step(IndexChange change, IndexChange.Script script, Optional<Path> file) {}

    private static List<Step> steps(IndexChange change, ExistingIndexes indexes, Set<String> names) {
        if (change instanceof IndexMigration migration) {
            return List.of(build(migration, migration, migration.scripts().get(0), indexes, names));
        }
        List<IndexChange.Script> scripts = change.scripts();
        if (change instanceof PartitionedIndex partitioned) {
            List<Step> steps = new ArrayList<>();
            List<IndexMigration> parts = partitioned.indexes();
            for (int i = 0; i < parts.size(); i++) {
                steps.add(build(change, parts.get(i), scripts.get(i), indexes, names));
            }
            boolean complete = steps.stream().allMatch(step -> step.file().isPresent());
            // A part that is new has to be attached too, by a file of its own.
            steps.add(new Step(
                    change,
                    scripts.get(scripts.size() - 1),
                    complete ? indexes.fileAttachingTo(change.qualifiedName()) : Optional.empty()));
            return steps;
        }
        return List.of(new Step(change, scripts.get(0), indexes.fileDropping(change.qualifiedName())));
    }

    private static Step build(
            IndexChange change,
            IndexMigration index,
            IndexChange.Script script,
            ExistingIndexes indexes,
            Set<String> names) {
        Optional<Path> builder = indexes.fileBuilding(index.index());
        if (builder.isEmpty()) {
            requireFreeName(index, indexes, names);
        }
        return new Step(change, script, builder);
    }

    private static void requireFreeName(IndexMigration migration, ExistingIndexes indexes, Set<String> names) {
        Optional<Path> namedBy = indexes.fileNaming(migration.name());
        if (namedBy.isPresent() || !names.add(migration.name())) {
            throw new IllegalArgumentException("index name " + migration.name() + " is already used for another index"
                    + namedBy.map(file -> " in " + file).orElse(""));
        }
    }

    private void writePair(Path file, IndexChange.Script script) throws IOException {
        Files.createDirectories(target.folder());
        if (flavour == Flavour.LIQUIBASE) {
            NewFile.write(file, LiquibaseText.of(file.getFileName().toString(), script));
            return;
        }
        if (script.inTransaction()) {
            NewFile.write(file, script.text());
            return;
        }
        // The settings come first: without them Flyway would refuse the migration, with them alone nothing happens.
        Path settings = file.resolveSibling(file.getFileName() + ".conf");
        NewFile.write(settings, "executeInTransaction=false\n");
        try {
            NewFile.write(file, script.text());
        } catch (IOException e) {
            Files.deleteIfExists(settings);
            throw e;
        }
    }
}
