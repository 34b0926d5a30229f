package dev.sonde.migrations.review;

import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.TableSnapshot;
import dev.sonde.migrations.finding.Severity;
import dev.sonde.migrations.trace.Relation;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How large tables are at the source, and what that makes of a finding. */
public final class TableSizes {

    /** Read in some milliseconds: a lock for that long is no outage. */
    private static final long SMALL_BYTES = 1L << 20;

    private static final long MEDIUM_BYTES = 64L << 20;

    private final Map<QualifiedName, Long> bytes = new TreeMap<>();
    private final boolean known;

    private TableSizes(Optional<CatalogSnapshot> snapshot) {
        known = snapshot.isPresent();
        snapshot.ifPresent(source -> {
            for (TableSnapshot table : source.tables()) {
                bytes.put(table.name(), table.size().bytes());
            }
        });
    }

    /** Sizes of a snapshot; without one nothing is known. */
    public static TableSizes of(Optional<CatalogSnapshot> snapshot) {
        return new TableSizes(snapshot);
    }

    /** Bytes of a table, empty if not known. */
    Optional<Long> of(Relation relation) {
        return Optional.ofNullable(bytes.get(relation.name())).filter(size -> size >= 0);
    }

    /** How bad work over all rows of a table under lock is. */
    Severity severity(Relation relation, Severity otherwise) {
        Optional<Long> size = of(relation);
        if (!known || size.isEmpty()) {
            return otherwise;
        }
        if (size.get() < SMALL_BYTES) {
            return Severity.INFO;
        }
        return size.get() < MEDIUM_BYTES && otherwise == Severity.ERROR ? Severity.WARNING : otherwise;
    }

    /** Whether it is known to be so large that it is likely to be in use at any time. */
    boolean isLarge(Relation relation) {
        return of(relation).filter(size -> size >= MEDIUM_BYTES).isPresent();
    }

    /** The size in words, to follow a table's name; empty if not known. */
    String words(Relation relation) {
        return of(relation)
                .map(size -> " (" + megabytes(size) + " at the source)")
                .orElse("");
    }

    private static String megabytes(long size) {
        return size < SMALL_BYTES ? "under 1 MB" : (size >> 20) + " MB";
    }
}
