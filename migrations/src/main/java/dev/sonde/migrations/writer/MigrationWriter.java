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

    /** A writer into a folder with Flyway's default names. */
    public MigrationWriter(Path folder, Clock clock) {
        this(MigrationTarget.folder(folder), clock);
    }

    public MigrationWriter(MigrationTarget target, Clock clock) {
        this.target = target;
        this.clock = clock;
    }

    /**
     * Writes the migrations that are not there yet, in the given order.
     *
     * @throws IllegalArgumentException if a name is taken by another index; nothing is written then
     */
    public List<WrittenMigration> write(List<IndexMigration> migrations) throws IOException {
        MigrationFolder existing = target.read();
        ExistingIndexes indexes = ExistingIndexes.in(existing);
        NamingConvention convention = target.convention();
        Set<String> names = new HashSet<>();
        int missing = 0;
        for (IndexMigration migration : migrations) {
            if (indexes.fileBuilding(migration.index()).isEmpty()) {
                requireFreeName(migration, indexes, names);
                missing++;
            }
        }
        Iterator<String> versions = convention.nextVersions(missing, clock).iterator();
        List<WrittenMigration> written = new ArrayList<>();
        for (IndexMigration migration : migrations) {
            Optional<Path> builder = indexes.fileBuilding(migration.index());
            if (builder.isPresent()) {
                written.add(new WrittenMigration(migration, builder.get(), Status.ALREADY_THERE));
            } else {
                Path file = target.folder().resolve(convention.fileName(versions.next(), migration.name()));
                writePair(file, migration);
                written.add(new WrittenMigration(migration, file, Status.WRITTEN));
            }
        }
        return written;
    }

    private static void requireFreeName(IndexMigration migration, ExistingIndexes indexes, Set<String> names) {
        Optional<Path> namedBy = indexes.fileNaming(migration.name());
        if (namedBy.isPresent() || !names.add(migration.name())) {
            throw new IllegalArgumentException("index name " + migration.name() + " is already used for another index"
                    + namedBy.map(file -> " in " + file).orElse(""));
        }
    }

    private void writePair(Path file, IndexMigration migration) throws IOException {
        Files.createDirectories(target.folder());
        if (migration.mode() == BuildMode.PLAIN) {
            NewFile.write(file, migration.script());
            return;
        }
        // The settings come first: without them Flyway would refuse the migration, with them alone nothing happens.
        Path settings = file.resolveSibling(file.getFileName() + ".conf");
        NewFile.write(settings, "executeInTransaction=false\n");
        try {
            NewFile.write(file, migration.script());
        } catch (IOException e) {
            Files.deleteIfExists(settings);
            throw e;
        }
    }
}
