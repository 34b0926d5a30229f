package dev.sonde.migrations.impact;

import dev.sonde.engine.snapshot.RelationSize;
import dev.sonde.engine.snapshot.TableSnapshot;

/**
 * Size of a table at the source.
 *
 * @param fewestRows 0 where the table was never analysed
 * @param mostRows as many as its pages can hold where it was never analysed
 */
record SourceSize(double bytes, double fewestRows, double mostRows) {

    /** Item pointer, tuple header and eight bytes of values. */
    private static final int SMALLEST_ROW = 36;

    /** The size of a table that has a file and whose size could be read; else its bytes are negative. */
    static SourceSize of(TableSnapshot table) {
        RelationSize size = table.size();
        if (table.neverAnalysed()) {
            return new SourceSize(size.bytes(), 0, (double) size.bytes() / SMALLEST_ROW);
        }
        return new SourceSize(size.bytes(), size.estimatedTuples(), size.estimatedTuples());
    }

    boolean known() {
        return bytes >= 0;
    }

    String words() {
        return Numbers.bytes(bytes) + ", "
                + (fewestRows == mostRows ? "about " : "never analysed, up to ")
                + Numbers.rough(mostRows) + " rows";
    }
}
