package dev.sonde.cli.history.store;

import dev.sonde.cli.history.store.Rows.ReleaseRow;
import java.util.Comparator;

/** Releases by service, then as they came. */
final class ReleaseOrder {

    static final Comparator<ReleaseRow> BY_FIRST = Comparator.<ReleaseRow, String>comparing(
                    row -> row.release().service())
            .thenComparing(ReleaseRow::first)
            .thenComparing(ReleaseRow::last)
            .thenComparing(row -> row.release().version());

    private ReleaseOrder() {}
}
