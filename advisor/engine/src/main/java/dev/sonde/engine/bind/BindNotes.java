package dev.sonde.engine.bind;

import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.ColumnStatistics;
import dev.sonde.engine.workload.WorkloadStatement;
import dev.sonde.engine.workload.WorkloadStatement.Sample;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where captured binds and the statistics of the snapshot do not belong together: hashes that could not be matched, and
 * values outside of what the statistics have seen. A capture from staging and statistics from production may disagree.
 */
final class BindNotes {

    private static final double TOLERATED = 0.1;

    private BindNotes() {}

    static List<String> of(CatalogSnapshot snapshot, List<PlannedWorkload.General> statements) {
        List<String> notes = new ArrayList<>();
        int unmatched = 0;
        for (PlannedWorkload.General general : statements) {
            WorkloadStatement statement = general.statement();
            Map<Integer, Target> targets = Target.of(snapshot, general.plan());
            boolean hidden = snapshot.redacted()
                    && statement.samples().isEmpty()
                    && !statement.variants().isEmpty()
                    && targets.values().stream().anyMatch(BindNotes::withoutValues);
            unmatched += hidden ? 1 : 0;
            targets.forEach(
                    (position, target) -> outside(statement, position, target).ifPresent(notes::add));
        }
        if (unmatched > 0) {
            notes.add("the snapshot is redacted, so the bind hashes of " + unmatched
                    + (unmatched == 1 ? " statement" : " statements")
                    + " could not be matched to common text values, and are planned as average ones");
        }
        return notes;
    }

    private static boolean withoutValues(Target target) {
        ColumnStatistics statistics = target.statistics().orElse(null);
        return statistics != null && statistics.commonFrequencies() != null && statistics.commonValues() == null;
    }

    private static Optional<String> outside(WorkloadStatement statement, int position, Target target) {
        Bounds bounds = Bounds.of(target);
        double known = 0;
        double outside = 0;
        for (Sample sample : statement.samples()) {
            String value = sample.values().get(position);
            if (bounds != null && value != null) {
                known += sample.weight();
                outside += bounds.hold(value) ? 0 : sample.weight();
            }
        }
        if (bounds == null || outside <= TOLERATED * known) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%.0f %% of the values bound to $%d of query %s lie outside of what the statistics of %s.%s have seen"
                        + " (%s to %s): the capture and the snapshot are of different data, or the table needs ANALYZE",
                100 * outside / known,
                position,
                statement.fingerprint(),
                target.table(),
                target.column().name(),
                bounds.least(),
                bounds.most()));
    }

    /** Least and greatest value that the statistics hold, of types whose text can be compared here. */
    private record Bounds(String least, String most, Comparator<String> order) {

        static @Nullable Bounds of(Target target) {
            Comparator<String> order = order(target.type().type());
            List<String> values = new ArrayList<>();
            target.statistics().ifPresent(statistics -> {
                values.addAll(statistics.histogramList());
                values.addAll(statistics.commonValueList());
            });
            if (order == null || values.isEmpty()) {
                return null;
            }
            try {
                return new Bounds(
                        values.stream().min(order).orElseThrow(),
                        values.stream().max(order).orElseThrow(),
                        order);
            } catch (NumberFormatException e) {
                return null; // NaN, or infinity
            }
        }

        boolean hold(String value) {
            try {
                return order.compare(least, value) <= 0 && order.compare(value, most) <= 0;
            } catch (NumberFormatException e) {
                return true;
            }
        }

        private static @Nullable Comparator<String> order(String type) {
            String bare = type.replaceAll("\\(.*?\\)", "");
            return switch (bare) {
                case "smallint", "integer", "bigint", "numeric", "real", "double precision" ->
                    Comparator.comparing(BigDecimal::new);
                // ISO texts of years with four digits
                case "date", "timestamp without time zone" ->
                    Comparator.comparing((String text) -> text.replace('T', ' '));
                default -> null;
            };
        }
    }
}
