package dev.sonde.tpch;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One of the 22 queries of the TPC-H specification, with the parameters it gives for validation. Query 15 is one
 * statement: its view is a common table expression.
 *
 * @param number 1 to 22
 * @param sql one statement without a final semicolon
 */
public record TpchQuery(int number, String sql) {

    private static final int COUNT = 22;

    /** All queries in their order. */
    public static List<TpchQuery> all() {
        return IntStream.rangeClosed(1, COUNT).mapToObj(TpchQuery::of).toList();
    }

    /** The query of that number. */
    public static TpchQuery of(int number) {
        if (number < 1 || number > COUNT) {
            throw new IllegalArgumentException("TPC-H has queries 1 to " + COUNT + ": " + number);
        }
        return new TpchQuery(number, Resource.text(fileName(number)).strip());
    }

    /** Name of the file that holds it, which sorts by number: {@code q01.sql}. */
    public String fileName() {
        return fileName(number);
    }

    private static String fileName(int number) {
        return String.format(Locale.ROOT, "q%02d.sql", number);
    }
}
