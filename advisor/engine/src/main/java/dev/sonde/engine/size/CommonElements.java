package dev.sonde.engine.size;

import dev.sonde.engine.snapshot.ColumnStatistics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements as {@code most_common_elems} gives them. What the average number of elements per row leaves over is spread
 * over rarer ones whose frequency falls as their rank grows (Zipf's law), from the least common one that is listed.
 */
final class CommonElements {

    private static final double TAIL = 0.02;

    private CommonElements() {}

    static Elements of(ColumnStatistics statistics, String type, double rows) {
        List<Double> frequencies = statistics.commonElementFrequencyList();
        List<String> elements = statistics.commonElementList();
        int listed = elements.isEmpty() ? Math.max(0, frequencies.size() - 3) : elements.size();
        List<Duplicates.Group> groups = new ArrayList<>();
        double sum = 0;
        double least = 1;
        for (int i = 0; i < Math.min(listed, frequencies.size()); i++) {
            double frequency = frequencies.get(i);
            sum += frequency;
            least = Math.min(least, frequency);
            groups.add(new Duplicates.Group(1, Math.max(1, frequency * rows), true));
        }
        List<Double> counts = statistics.elementCountList();
        double perRow = counts.isEmpty() ? sum : counts.get(counts.size() - 1);
        double left = (perRow - sum) * rows;
        if (left > TAIL * perRow * rows && listed > 0) {
            double each = least * rows;
            double rare = listed * Math.expm1(Math.min(20, left / (each * listed)));
            rare = Math.max(1, Math.min(rare, left));
            groups.add(new Duplicates.Group(rare, Math.max(1, left / rare), false));
        }
        return new Elements(groups, keyBytes(elements, type));
    }

    private static double keyBytes(List<String> elements, String type) {
        TypeLayout layout = TypeLayout.of(type.replace("[]", ""));
        if (type.endsWith("[]") && !layout.varies()) {
            return layout.length();
        }
        double bytes = elements.stream()
                .mapToInt(element -> element.getBytes(StandardCharsets.UTF_8).length + 1)
                .average()
                .orElse(8);
        return Math.ceil(bytes);
    }
}
