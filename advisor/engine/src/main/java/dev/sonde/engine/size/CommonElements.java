package dev.sonde.engine.size;

import dev.sonde.engine.snapshot.ColumnStatistics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements as {@code most_common_elems} gives them. What the average number of elements per row leaves over is spread
 * over rarer ones: of one frequency if the list looks like the luckiest of such, otherwise of frequencies that fall as
 * those of the list do.
 */
final class CommonElements {

    private static final double TAIL = 0.001;
    /** Of a tsvector, whose statistics do not count its words: its header, then entry and position of each word. */
    private static final double TEXT_HEADER = 8;

    private static final double WORD_OVERHEAD = 8;

    private CommonElements() {}

    static Elements of(ColumnStatistics statistics, String type, double rows) {
        List<Double> frequencies = statistics.commonElementFrequencyList();
        List<String> elements = statistics.commonElementList();
        int listed = elements.isEmpty() ? Math.max(0, frequencies.size() - 3) : elements.size();
        List<Duplicates.Group> groups = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < Math.min(listed, frequencies.size()); i++) {
            double frequency = frequencies.get(i);
            sum += frequency;
            groups.add(new Duplicates.Group(1, Math.max(1, frequency * rows), true));
        }
        List<Double> counts = statistics.elementCountList();
        double keyBytes = keyBytes(elements, type);
        double perRow = !counts.isEmpty()
                ? counts.get(counts.size() - 1)
                : Math.max(sum, (statistics.averageWidth() - TEXT_HEADER) / (keyBytes + WORD_OVERHEAD));
        double left = perRow - sum;
        if (left > TAIL * perRow && listed > 0) {
            List<Double> known = frequencies.subList(0, listed);
            double equallyRare = RareElements.ofOneFrequency(known, left, rows);
            if (equallyRare > 0) {
                groups.add(new Duplicates.Group(equallyRare, Math.max(1, left * rows / equallyRare), false));
            } else {
                groups.addAll(RareElements.ofFallingFrequency(known, left, rows));
            }
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
