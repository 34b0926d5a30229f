package dev.sonde.analysis.fix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes to a text, by positions in the text as it was. */
final class Edits {
    private record Edit(int from, int to, String text) {}

    private final List<Edit> edits = new ArrayList<>();

    void replace(int from, int to, String text) {
        edits.add(new Edit(from, to, text));
    }

    void insert(int at, String text) {
        edits.add(new Edit(at, at, text));
    }

    String apply(String text) {
        StringBuilder changed = new StringBuilder();
        int at = 0;
        List<Edit> inOrder = new ArrayList<>(edits);
        inOrder.sort(Comparator.comparingInt(Edit::from));
        for (Edit edit : inOrder) {
            changed.append(text, at, edit.from()).append(edit.text());
            at = edit.to();
        }
        return changed.append(text, at, text.length()).toString();
    }
}
