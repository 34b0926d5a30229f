package dev.sonde.analysis.nplusone;

import dev.sonde.capture.CaptureRecord.Statement;
import dev.sonde.capture.sql.StatementShape;
import dev.sonde.capture.sql.Verb;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a statement's text tells of its part in a loop.
 *
 * @param written name of the table that is written, as the text has it, empty if none
 */
record StatementTraits(Statement statement, StatementShape shape, Use use, boolean readsTable, String written) {

    /** What matters of a statement. */
    enum Use {
        READ,
        WRITE,
        SEQUENCE,
        /** Housekeeping of drivers and tools, and texts that were cut: nothing is concluded from them. */
        NONE
    }

    private static final Pattern WRITTEN =
            Pattern.compile("(?:insert into|update|delete from|merge into)(?: only)? ([^ (]+)");

    static StatementTraits of(Statement statement) {
        StatementShape shape = StatementShape.of(statement.sql());
        String sql = statement.sql().toLowerCase(Locale.ROOT);
        Matcher writes = WRITTEN.matcher(sql);
        return new StatementTraits(
                statement,
                shape,
                use(statement, shape.verb(), sql),
                sql.contains("from "),
                shape.verb().isWrite() && writes.find() ? writes.group(1) : "");
    }

    private static Use use(Statement statement, Verb verb, String sql) {
        if (statement.truncated()
                || sql.contains("pg_catalog.")
                || sql.contains("information_schema.")
                || sql.contains("pg_advisory_")
                || sql.contains("pg_try_advisory_")) {
            return Use.NONE;
        }
        if (verb.isWrite()) {
            return Use.WRITE;
        }
        if (verb != Verb.SELECT) {
            return Use.NONE;
        }
        return sql.contains("nextval") && !sql.contains("from ") ? Use.SEQUENCE : Use.READ;
    }

    long fingerprint() {
        return statement.fingerprint();
    }

    /** Whether a write of the other changes what this one reads, as far as names tell. */
    boolean reads(StatementTraits write) {
        return write.written.isEmpty()
                || statement.sql().toLowerCase(Locale.ROOT).contains(write.written);
    }

    /** Whether rows come back from an INSERT: generated keys, mostly. */
    boolean returns() {
        return shape.verb() == Verb.INSERT
                && statement.sql().toLowerCase(Locale.ROOT).contains(" returning ");
    }

    /** Whether the parameter is compared for equality wherever it stands, as a key is and the start of a page is not. */
    boolean comparesEqual(int position) {
        String sql = statement.sql();
        String parameter = "$" + position;
        boolean found = false;
        for (int at = sql.indexOf(parameter); at >= 0; at = sql.indexOf(parameter, at + 1)) {
            int end = at + parameter.length();
            if (end < sql.length() && Character.isDigit(sql.charAt(end))) {
                continue;
            }
            String before = sql.substring(0, at).stripTrailing();
            String after = sql.substring(end).stripLeading();
            boolean equal =
                    (before.endsWith("=") && !before.endsWith("<=") && !before.endsWith(">=") && !before.endsWith("!="))
                            || after.startsWith("=");
            if (!equal) {
                return false;
            }
            found = true;
        }
        return found;
    }
}
