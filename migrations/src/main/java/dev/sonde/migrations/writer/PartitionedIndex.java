package dev.sonde.migrations.writer;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.index.SqlIdentifier;
import java.util.ArrayList;
import java.util.List;

/**
 * An index on a partitioned table, which PostgreSQL does not build concurrently as a whole: first an index on the
 * parent ONLY, then one per partition built concurrently, last each of them attached, whereby the whole gets valid.
 *
 * @param parent the index on the partitioned table; its mode does not matter
 * @param partitions leaf tables directly below the parent, in order
 */
public record PartitionedIndex(IndexMigration parent, List<QualifiedName> partitions) implements IndexChange {

    public PartitionedIndex {
        partitions = List.copyOf(partitions);
        if (partitions.isEmpty()) {
            throw new IllegalArgumentException(
                    "a partitioned index needs partitions: " + parent.index().table());
        }
    }

    @Override
    public QualifiedName qualifiedName() {
        return parent.qualifiedName();
    }

    @Override
    public List<Script> scripts() {
        List<Script> scripts = new ArrayList<>();
        scripts.add(new Script(
                parent.name() + " parent",
                parentHeader(),
                List.of(
                        "set local lock_timeout = '3s';",
                        "create " + (parent.index().unique() ? "unique " : "") + "index if not exists "
                                + SqlText.identifier(parent.name()) + " on only "
                                + SqlText.rewritten(parent.index().target()) + ";"),
                true));
        for (IndexMigration part : parts()) {
            scripts.addAll(part.scripts());
        }
        scripts.add(attach());
        return scripts;
    }

    /** The indexes of the partitions. */
    public List<IndexMigration> parts() {
        List<IndexMigration> parts = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i++) {
            IndexDefinition whole = parent.index();
            IndexDefinition part = new IndexDefinition(
                    partitions.get(i),
                    whole.method(),
                    whole.keys(),
                    whole.include(),
                    whole.unique(),
                    whole.predicate(),
                    whole.parameters());
            parts.add(new IndexMigration(part, partName(i + 1), parent.evidence(), BuildMode.CONCURRENT));
        }
        return parts;
    }

    private String partName(int number) {
        String suffix = "_p" + number;
        String name = parent.name();
        while (SqlIdentifier.bytes(name + suffix) > SqlIdentifier.MAX_BYTES) {
            name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
        }
        return name + suffix;
    }

    private List<String> parentHeader() {
        return List.of(
                "Sonde advice " + parent.evidence().id() + ": index on the partitioned table "
                        + parent.index().table() + ", INVALID until an index of each partition is attached",
                "Takes SHARE on the parent for a moment: nothing is scanned.");
    }

    private Script attach() {
        List<String> statements = new ArrayList<>();
        statements.add("set local lock_timeout = '3s';");
        for (IndexMigration part : parts()) {
            statements.add("alter index " + SqlText.rewritten(qualifiedName().sql()) + " attach partition "
                    + SqlText.rewritten(part.qualifiedName().sql()) + ";");
        }
        statements.add("do " + SqlText.dollarQuoted(assertValid()) + ";");
        return new Script(
                parent.name() + " attach",
                List.of("Sonde advice " + parent.evidence().id() + ": the indexes of the partitions become parts of "
                        + qualifiedName()),
                statements,
                true);
    }

    private String assertValid() {
        return """

                begin
                  if not exists (
                    select 1 from pg_catalog.pg_index
                    where indexrelid = pg_catalog.to_regclass(%1$s) and indisvalid)
                  then
                    raise exception 'index %% is not valid: a partition has no index that is attached to it', %1$s;
                  end if;
                end
                """.formatted(SqlText.literal(qualifiedName().sql()));
    }

    /** Concurrently is not possible with partitions. */
    @Override
    public String undo() {
        return "drop index if exists " + SqlText.rewritten(qualifiedName().sql()) + ";";
    }
}
