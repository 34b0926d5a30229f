package dev.sonde.cli.why;

import dev.sonde.cli.output.TextTable;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A page that is written from top to bottom; what it is given may hold anything and is made fit to be shown. */
interface Page {

    /** What the page is about, as facts of one line. */
    void fact(String label, String text);

    /** Begins a part: words of ours, then a name or a statement of others. */
    void part(String words, String code);

    /** A line of words within a part. */
    void line(String words);

    /** A statement of others within a part. */
    void code(String sql);

    /** An entry of a numbered list and what there is to say of it. */
    void entry(int number, String words, String code, List<String> details);

    /**
     * A table.
     *
     * @param rows makes it, given what makes cells of others' text fit for the page
     */
    void table(Function<UnaryOperator<String>, TextTable> rows);

    /** The whole page. */
    String text();
}
