package dev.sonde.migrations.verify;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.index.SqlIdentifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What makes a partitioned index whole: an index on each partition that has none, concurrently where rows are, and then
 * each attached to the one above it. Attaching once more makes the server look again whether the one above is whole.
 */
final class PartitionCompletion {

    private final LiveIndex whole;
    private final List<LiveIndex.Partition> partitions;
    private final Map<QualifiedName, QualifiedName> indexes = new HashMap<>();
    private final List<String> builds = new ArrayList<>();
    private final List<String> attachments = new ArrayList<>();

    /** @param partitions parents first */
    PartitionCompletion(LiveIndex whole, List<LiveIndex.Partition> partitions) {
        this.whole = whole;
        this.partitions = List.copyOf(partitions);
        indexes.put(whole.table(), whole.name());
    }

    List<String> statements() {
        for (LiveIndex.Partition partition : partitions) {
            QualifiedName index = partition.index().or(partition::fitting).orElseGet(() -> built(partition));
            indexes.put(partition.table(), index);
            if (partition.index().isPresent() && !partition.valid() && !partition.partitioned()) {
                builds.add("reindex index concurrently " + index.sql() + ";");
            }
            if (!partition.valid()) {
                QualifiedName above = indexes.getOrDefault(partition.parent(), whole.name());
                // The lower ones first, so that each is whole when it is attached
                attachments.add(0, "alter index " + above.sql() + " attach partition " + index.sql() + ";");
            }
        }
        List<String> all = new ArrayList<>(builds);
        all.addAll(attachments);
        return all;
    }

    private QualifiedName built(LiveIndex.Partition partition) {
        String name = name(partition.table().name());
        builds.add(whole.createOn(partition.table(), name, !partition.partitioned()));
        return new QualifiedName(partition.table().schema(), name);
    }

    /** The partition's name and the index's, as much of both as fits. */
    private String name(String table) {
        String ending = "_" + whole.name().name();
        String name = table + ending;
        while (SqlIdentifier.bytes(name) > SqlIdentifier.MAX_BYTES) {
            String longer = table.length() > ending.length() ? table : ending;
            String cut = longer.substring(0, longer.offsetByCodePoints(longer.length(), -1));
            table = table.length() > ending.length() ? cut : table;
            ending = longer.equals(ending) ? cut : ending;
            name = table + ending;
        }
        return name;
    }
}
