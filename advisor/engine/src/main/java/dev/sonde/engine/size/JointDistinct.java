package dev.sonde.engine.size;

import dev.sonde.engine.snapshot.ExtendedStatistics;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How many combinations of some columns' values there are, as an object of CREATE STATISTICS counted them.
 *
 * @param columns names
 */
record JointDistinct(Set<String> columns, double count) {

    private static final Pattern ITEM = Pattern.compile("\"([-\\d, ]+)\": (\\d+)");

    /** What is known of most of some columns together, at least of two. */
    static Optional<JointDistinct> among(TableSnapshot table, Set<String> columns) {
        JointDistinct best = null;
        for (ExtendedStatistics statistics : table.extendedStatistics()) {
            Map<Integer, String> names = new HashMap<>();
            for (int i = 0; i < statistics.columns().size(); i++) {
                names.put(
                        statistics.columnNumbers().get(i), statistics.columns().get(i));
            }
            for (ExtendedStatistics.Data data : statistics.data()) {
                String counts = data.inherited() ? null : data.distinct();
                Matcher item = ITEM.matcher(counts == null ? "" : counts);
                while (item.find()) {
                    // Expressions have negative numbers, and no name.
                    Set<String> counted = Arrays.stream(item.group(1).split(", "))
                            .map(number -> names.getOrDefault(Integer.parseInt(number), ""))
                            .collect(Collectors.toSet());
                    if (columns.containsAll(counted)
                            && (best == null || counted.size() > best.columns().size())) {
                        best = new JointDistinct(counted, Double.parseDouble(item.group(2)));
                    }
                }
            }
        }
        return Optional.ofNullable(best);
    }
}
