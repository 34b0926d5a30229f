package dev.sonde.spark;

import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.capture.CaptureRecord;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * What some splits reduce to.
 *
 * @param blocks of the reduction
 * @param cut records of units that have to be put together first
 */
record Part(List<SummaryOutput.Block> blocks, List<CutRecord> cut) implements Serializable {

    /**
     * A split to be reduced.
     *
     * @param names in the same file, of which the split may have none
     */
    record Task(Split split, List<SummaryOutput.Block> names) implements Serializable {}

    /** Reduces splits; units that are whole in one of them are over with it, unless more files may come. */
    static Part of(Iterator<Task> tasks, KnownOfAll known, Configuration configuration) throws IOException {
        Reduction places = known.placesKnown();
        Reduction.Builder over = Reduction.withoutCaches().lookUpPlacesIn(places);
        Reduction.Builder open = Reduction.withoutCaches().lookUpPlacesIn(places);
        List<CutRecord> cut = new ArrayList<>();
        while (tasks.hasNext()) {
            Task task = tasks.next();
            boolean isLast = known.isLast(task.split());
            Reduction.Builder builder = isLast ? open : over;
            builder.addBlocks(task.names());
            SplitReader.read(task.split(), configuration, entry -> add(entry, task.split(), builder, known, cut));
            if (!isLast) {
                over.endUnits((session, lease) -> !known.isCutLease(session, lease));
            }
        }
        return new Part(open.add(over.build()).build().blocks(), cut);
    }

    private static void add(
            CaptureRecord entry, Split split, Reduction.Builder builder, KnownOfAll known, List<CutRecord> cut) {
        CutRecord.Key unit = CutRecord.unitOf(entry);
        if (unit.unit() != 0 && known.isCut(unit)) {
            builder.addSums(entry);
            cut.add(CutRecord.of(unit, split.number(), cut.size(), entry));
        } else {
            builder.add(entry);
        }
    }

    /** Puts units together. */
    static List<SummaryOutput.Block> joined(Iterator<Iterable<CutRecord>> units, KnownOfAll known) {
        Reduction places = known.placesKnown();
        Reduction.Builder over =
                Reduction.withoutCaches().lookUpPlacesIn(places).addBlocks(known.names());
        Reduction.Builder open =
                Reduction.withoutCaches().lookUpPlacesIn(places).addBlocks(known.names());
        units.forEachRemaining(records -> {
            List<CutRecord> ordered = new ArrayList<>();
            records.forEach(ordered::add);
            ordered.sort(CutRecord.IN_ORDER);
            boolean isOpen = known.isOpen(ordered.get(0).unit());
            ordered.forEach(entry -> (isOpen ? open : over).addUnit(entry.decoded()));
            if (!isOpen) {
                over.endUnits();
            }
        });
        return open.add(over.build()).build().blocks();
    }

    /** Adds two reductions. */
    static List<SummaryOutput.Block> merged(List<SummaryOutput.Block> one, List<SummaryOutput.Block> other) {
        return Reduction.withoutCaches().addBlocks(one).addBlocks(other).build().blocks();
    }
}
