package dev.sonde.cli.importing;

import dev.sonde.cli.command.Console;
import dev.sonde.cli.output.Figures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How much was read, and what was left out and why, with the first place where it happened. */
final class ImportTally {

    private record Count(long number, String first) {}

    private final Map<String, Count> skipped = new LinkedHashMap<>();
    private final LongAdder bytes = new LongAdder();
    private long utilities;

    /**
     * Counts one thing that was left out.
     *
     * @param what in the plural, with what it means to the user
     * @param where {@code file:line}
     */
    void skip(String what, String where) {
        skip(what, where, 1);
    }

    void skip(String what, String where, long number) {
        skipped.merge(
                what, new Count(number, where), (known, more) -> new Count(known.number() + number, known.first()));
    }

    /** Counts executions of a statement that has no plan. */
    void utility(long number) {
        utilities += number;
    }

    /** Counts bytes of the source. */
    void read(long more) {
        bytes.add(more);
    }

    /** Bytes that have been read; may be asked for by another thread. */
    long bytesRead() {
        return bytes.sum();
    }

    /** Whether anything was left out. */
    boolean isEmpty() {
        return utilities == 0 && skipped.isEmpty();
    }

    /** One sentence for all of it. */
    String text() {
        StringBuilder text = new StringBuilder();
        if (utilities > 0) {
            text.append(Figures.count(utilities)).append(" utility statements (SET, BEGIN, …)");
        }
        skipped.forEach((what, count) -> text.append(text.isEmpty() ? "" : "; ")
                .append(Figures.count(count.number()))
                .append(' ')
                .append(what)
                .append(" (first at ")
                .append(count.first())
                .append(')'));
        return text.toString();
    }

    void report(Console console) {
        if (utilities > 0) {
            console.message(
                    "left out: " + Figures.count(utilities) + " executions of utility statements (SET, BEGIN, …)");
        }
        skipped.forEach((what, count) ->
                console.warn(Figures.count(count.number()) + " " + what + ", first at " + count.first()));
    }
}
