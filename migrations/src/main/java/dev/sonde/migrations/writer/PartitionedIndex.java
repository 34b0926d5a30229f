package dev.sonde.migrations.writer;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.index.SqlIdentifier;
import java.util.ArrayList;
import java.util.List;

/**
 * An index on a partitioned table, which PostgreSQL does not build concurrently as a whole: first an index on the
 * parent ONLY, then one per partition built concurrently, last each of them attached, whereby the whole gets valid.
 *
 * @param parent the index on the partitioned table; its mode does not matter
 * @param partitions directly below the parent, in order
 */
public record PartitionedIndex(IndexMigration parent, List<Partition> partitions) implements IndexChange {

    /**
     * A partition.
     *
     * @param partitioned whether it has partitions in its turn, be it none so far, and no rows
     */
    public record Partition(QualifiedName table, boolean partitioned, List<Partition> partitions) {
        public Partition {
            partitions = List.copyOf(partitions);
        }

        /** One that holds rows. */
        public static Partition leaf(QualifiedName table) {
            return new Partition(table, false, List.of());
        }
    }

    public PartitionedIndex {
        partitions = List.copyOf(partitions);
        if (partitions.isEmpty()) {
            throw new IllegalArgumentException(
                    "a partitioned index needs partitions: " + parent.index().table());
        }
    }

    /** One of the indexes that the whole is made of, and the one that it is attached to. */
    private record Part(IndexMigration index, boolean partitioned, IndexMigration above) {}

    @Override
    public QualifiedName qualifiedName() {
        return parent.qualifiedName();
    }

    @Override
    public List<Script> scripts() {
        List<Script> scripts = new ArrayList<>();
        scripts.add(withoutPartitions(parent));
        for (Part part : parts()) {
            scripts.addAll(
                    part.partitioned()
                            ? List.of(withoutPartitions(part.index()))
                            : part.index().scripts());
        }
        scripts.add(attach());
        return scripts;
    }

    /** The index on the parent and those on its partitions, each with the script at its place. */
    List<IndexMigration> indexes() {
        List<IndexMigration> indexes = new ArrayList<>(List.of(parent));
        parts().forEach(part -> indexes.add(part.index()));
        return indexes;
    }

    private Script withoutPartitions(IndexMigration index) {
        return new Script(
                index.name() + " parent",
                List.of(
                        "Sonde advice " + parent.evidence().id() + ": index on the partitioned table "
                                + index.index().table() + ", INVALID until an index of each partition is attached",
                        "Takes SHARE on the parent for a moment: nothing is scanned."),
                List.of(
                        "set local lock_timeout = '3s';",
                        "create " + (index.index().unique() ? "unique " : "") + "index if not exists "
                                + SqlText.identifier(index.name()) + " on only "
                                + SqlText.rewritten(index.index().target()) + ";"),
                true);
    }

    /** The indexes of the partitions at any depth, those of a partitioned one after it. */
    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        add(partitions, parent, parts);
        return parts;
    }

    private void add(List<Partition> below, IndexMigration above, List<Part> parts) {
        for (Partition partition : below) {
            IndexMigration index = new IndexMigration(
                    parent.index().on(partition.table()),
                    partName(parts.size() + 1),
                    parent.evidence(),
                    BuildMode.CONCURRENT);
            parts.add(new Part(index, partition.partitioned(), above));
            add(partition.partitions(), index, parts);
        }
    }

    private String partName(int number) {
        String suffix = "_p" + number;
        String name = parent.name();
        while (SqlIdentifier.bytes(name + suffix) > SqlIdentifier.MAX_BYTES) {
            name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
        }
        return name + suffix;
    }

    private Script attach() {
        List<String> statements = new ArrayList<>();
        statements.add("set local lock_timeout = '3s';");
        for (Part part : parts()) {
            statements.add("alter index "
                    + SqlText.rewritten(part.above().qualifiedName().sql()) + " attach partition "
                    + SqlText.rewritten(part.index().qualifiedName().sql()) + ";");
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
