package dev.sonde.sample.nplusone.score;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table. */
final class Table {
    private final StringBuilder text = new StringBuilder();
    private final int columns;

    Table(List<String> head) {
        columns = head.size();
        add(head);
        text.append("|---".repeat(columns)).append("|\n");
    }

    static Table of(String first, List<String> others) {
        List<String> head = new ArrayList<>();
        head.add(first);
        head.addAll(others);
        return new Table(head);
    }

    Table row(String first, List<String> others) {
        List<String> cells = new ArrayList<>();
        cells.add(first);
        cells.addAll(others);
        return add(cells);
    }

    private Table add(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException("cells must be " + columns + ": " + cells);
        }
        for (String cell : cells) {
            text.append("| ")
                    .append(cell.replace("|", "\\|").replace("\n", " "))
                    .append(' ');
        }
        text.append("|\n");
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
