package dev.sonde.benchmarks.report;

import dev.sonde.benchmarks.report.Target.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one part of the benchmarks found, as Markdown. */
public final class Section {

    private final String name;
    private final String title;
    private final List<String> lines = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Map<Path, Section> elsewhere = new LinkedHashMap<>();

    /**
     * Begins a section.
     *
     * @param name by which it is found again in a report that is written anew in part
     */
    public Section(String name, String title) {
        this.name = name;
        this.title = title;
    }

    public Section paragraph(String text) {
        lines.add("");
        lines.add(text);
        return this;
    }

    /** A table; the first column is text, all others are figures. */
    public Section table(List<String> header, List<List<String>> rows) {
        lines.add("");
        lines.add("| " + String.join(" | ", header) + " |");
        lines.add("|---|" + "--:|".repeat(header.size() - 1));
        rows.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
        return this;
    }

    public Section verdict(Verdict verdict) {
        verdicts.add(verdict);
        return this;
    }

    /**
     * What the same figures mean to readers of another page, which has a place for that section.
     *
     * @param page path within the repository
     */
    public Section onPage(Path page, Section section) {
        elsewhere.put(page, section);
        return this;
    }

    /** Sections of other pages, by the page. */
    public Map<Path, Section> onPages() {
        return Collections.unmodifiableMap(elsewhere);
    }

    public List<Verdict> verdicts() {
        return List.copyOf(verdicts);
    }

    String name() {
        return name;
    }

    /** The whole section, targets first. */
    public String markdown(String provenance) {
        List<String> text = new ArrayList<>();
        text.add("## " + title);
        text.add("");
        text.add(provenance);
        if (!verdicts.isEmpty()) {
            text.add("");
            text.add("| target | limit | measured | |");
            text.add("|---|--:|--:|---|");
            for (Verdict verdict : verdicts) {
                text.add("| " + verdict.target().name() + " | "
                        + verdict.target().limitText() + " | " + verdict.figureText() + " | "
                        + (verdict.met() ? "met" : "**missed**") + " |");
            }
        }
        text.addAll(lines);
        return String.join("\n", text) + "\n";
    }
}
