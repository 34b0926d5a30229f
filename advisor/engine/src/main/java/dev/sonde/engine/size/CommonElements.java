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
    /** Of a tsvector, whose statistics do not count its words: its header, then entry and position of each word. */
    private static final double TEXT_HEADER = 8;

    private static final double WORD_OVERHEAD = 8;

    private CommonElements() {}

    /** Share of the elements that are listed. */
    static double coverage(ColumnStatistics statistics) {
        List<Double> counts = statistics.elementCountList();
        List<Double> frequencies = statistics.commonElementFrequencyList();
        double sum = frequencies.stream()
                .limit(statistics.commonElementList().size())
                .mapToDouble(Double::doubleValue)
                .sum();
        return counts.isEmpty() ? 1 : sum / Math.max(1e-9, counts.get(counts.size() - 1));
    }

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
        double keyBytes = keyBytes(elements, type);
        double perRow = !counts.isEmpty()
                ? counts.get(counts.size() - 1)
                : Math.max(sum, (statistics.averageWidth() - TEXT_HEADER) / (keyBytes + WORD_OVERHEAD));
        double left = (perRow - sum) * rows;
        if (left > TAIL * perRow * rows && listed > 0) {
            double each = least * rows;
            double rare = listed * Math.expm1(Math.min(20, left / (each * listed)));
            rare = Math.max(1, Math.min(rare, left));
            groups.add(new Duplicates.Group(rare, Math.max(1, left / rare), false));
        }
        return new Elements(groups, keyBytes);
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
