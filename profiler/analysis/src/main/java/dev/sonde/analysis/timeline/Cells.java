package dev.sonde.analysis.timeline;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Cells of equal length, a power of two of seconds; when there would be too many of them, each two become one. */
final class Cells {
    private final int most;
    private final TreeMap<Long, Cell> byStep = new TreeMap<>();
    private long width = 1;
    private long lastStep;
    private @Nullable Cell last; // records come nearly in the order of time

    Cells(int most) {
        this.most = most;
    }

    /** Seconds of a cell. */
    long width() {
        return width;
    }

    /** The cell that this second is in. */
    Cell at(long second) {
        long step = Math.floorDiv(second, width);
        Cell known = last;
        if (known == null || step != lastStep) {
            known = find(second);
            last = known;
            lastStep = Math.floorDiv(second, width);
        }
        return known;
    }

    private Cell find(long second) {
        Cell cell = byStep.computeIfAbsent(Math.floorDiv(second, width), step -> new Cell());
        // Steps in which nothing happened are shown as well, so what counts is how far it is from first to last
        while (byStep.lastKey() - byStep.firstKey() >= most) {
            widen(2 * width);
            cell = byStep.computeIfAbsent(Math.floorDiv(second, width), step -> new Cell());
        }
        return cell;
    }

    /** Makes cells at least so long. */
    void widen(long seconds) {
        while (width < seconds) {
            width *= 2;
            last = null;
            Map<Long, Cell> narrow = new TreeMap<>(byStep);
            byStep.clear();
            narrow.forEach((step, cell) -> byStep.computeIfAbsent(Math.floorDiv(step, 2), wide -> new Cell())
                    .add(cell));
        }
    }

    /** By the first second of each cell. */
    void forEach(BiConsumer<Long, Cell> consumer) {
        byStep.forEach((step, cell) -> consumer.accept(step * width, cell));
    }
}
