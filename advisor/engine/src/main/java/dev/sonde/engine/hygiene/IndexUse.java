package dev.sonde.engine.hygiene;

import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.IndexSnapshot;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How often a server has used an index, as its counters say. They are the server's own: a standby's readers are not in a
 * primary's, nor the other way round.
 *
 * @param since when counting began, ISO 8601; null if the server does not date it
 * @param until when the counters were read, ISO 8601
 * @param lastScan ISO 8601, null if never or before PostgreSQL 16
 * @param standby whether the counters are a standby's
 */
public record IndexUse(
        long scans,
        @Nullable String since,
        String until,
        @Nullable String lastScan,
        boolean standby) {

    /** The counters of an index of the snapshot. */
    public static IndexUse of(CatalogSnapshot snapshot, IndexSnapshot index) {
        return new IndexUse(
                index.scans(),
                snapshot.server().countersResetAt(),
                snapshot.takenAt(),
                index.lastScan(),
                snapshot.server().inRecovery());
    }

    /** The same in words. */
    public String sentence() {
        String from = since == null ? "since its counters began, which the server does not date" : "since " + since;
        String last = lastScan == null ? "" : ", last used " + lastScan;
        return String.format(
                Locale.ROOT, "%,d scans %s%s, on this %s only", scans, from, last, standby ? "standby" : "server");
    }
}
