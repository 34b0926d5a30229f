package dev.sonde.capture.sql;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A few words for a statement, such as {@code select orders}: its verb and its first table. Short, because it is a tag
 * of a time series, and without anything that could be a value.
 */
public final class StatementName {

    private static final int MAX_LENGTH = 60;

    /** {@code extract(year from created_at)} and its like have a FROM that names no table. */
    private static final Pattern FUNCTION_WITH_FROM =
            Pattern.compile("\\b(?:extract|substring|trim|overlay)\\s*\\([^()]*\\)", Pattern.CASE_INSENSITIVE);

    private static final Pattern TABLE = Pattern.compile(
            "\\b(?:from|into|update|join)\\s+(?:only\\s+)?([\\p{L}_\"][\\p{L}\\p{N}_$.\"]*)", Pattern.CASE_INSENSITIVE);

    private StatementName() {}

    /** The name of a statement in its normal form. */
    public static String of(String sql) {
        Verb verb = StatementShape.of(sql).verb();
        String word = verb.name().toLowerCase(Locale.ROOT);
        if (verb.isUtility()) {
            return word;
        }
        Matcher table = TABLE.matcher(FUNCTION_WITH_FROM.matcher(sql).replaceAll(" "));
        if (!table.find()) {
            return word;
        }
        String name = word + " " + table.group(1).replaceAll("[^\\p{L}\\p{N}_.]", "");
        return name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH);
    }
}
