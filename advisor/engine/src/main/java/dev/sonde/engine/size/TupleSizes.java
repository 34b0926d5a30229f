package dev.sonde.engine.size;

import java.util.List;

/**
 * Sizes of index tuples: many are laid out, each column's null or width drawn from its statistics independently, at
 * places that are spread evenly and are the same each time.
 */
final class TupleSizes {

    static final int HEADER = 8;
    private static final int HEADER_WITH_NULLS = 16;
    private static final int SAMPLES = 512;
    private static final double[] STRIDES = {
        1.0 / SAMPLES, Math.sqrt(2), Math.sqrt(3), Math.sqrt(5), Math.sqrt(7), Math.sqrt(11), Math.sqrt(13)
    };
    private static final int SHORT = 127;

    private final double mean;
    private final double deviation;

    private TupleSizes(double mean, double deviation) {
        this.mean = mean;
        this.deviation = deviation;
    }

    static TupleSizes of(List<IndexColumn> columns) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double size = size(columns, i);
            sum += size;
            squares += size * size;
        }
        double mean = sum / SAMPLES;
        return new TupleSizes(mean, Math.sqrt(Math.max(0, squares / SAMPLES - mean * mean)));
    }

    private static double size(List<IndexColumn> columns, int sample) {
        boolean nulls = false;
        double data = 0;
        for (int column = 0; column < columns.size(); column++) {
            double stride = STRIDES[column % STRIDES.length] * (1 + column / STRIDES.length);
            double place = (sample + 0.5) * stride % 1;
            IndexColumn each = columns.get(column);
            if (place < each.nullFraction()) {
                nulls = true;
                continue;
            }
            double width = each.widths().at((place - each.nullFraction()) / (1 - each.nullFraction()));
            boolean aligned = !each.layout().varies() || width >= SHORT;
            data = (aligned ? aligned(data, each.layout().alignment()) : data) + width;
        }
        return aligned((nulls ? HEADER_WITH_NULLS : HEADER) + data, 8);
    }

    static double aligned(double offset, int alignment) {
        return Math.ceil(offset / alignment) * alignment;
    }

    /** Average bytes, header and alignment included. */
    double mean() {
        return mean;
    }

    /** Standard deviation of the bytes. */
    double deviation() {
        return deviation;
    }
}
