package dev.sonde.migrations.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a migration file of Flyway or Liquibase into statements, as far as one can without running it. */
public final class SqlStatements {

    private static final Pattern CHANGESET =
            Pattern.compile("(?i)--\\s*changeset\\s(?:.*\\sendDelimiter:(\\S+)(?:\\s.*)?|.*)");

    private SqlStatements() {}

    /** The tokens of each statement, without comments and delimiters. */
    public static List<List<SqlToken>> of(String sql) {
        List<List<SqlToken>> statements = new ArrayList<>();
        List<SqlToken> statement = new ArrayList<>();
        String delimiter = ";";
        for (SqlToken token : SqlToken.of(sql)) {
            if (token.kind() == SqlToken.Kind.COMMENT) {
                delimiter = delimiter(token.text(), delimiter);
            } else if (token.is(";") || token.is(delimiter)) {
                add(statement, statements);
                statement = new ArrayList<>();
            } else {
                statement.add(token);
            }
        }
        add(statement, statements);
        return statements;
    }

    private static void add(List<SqlToken> statement, List<List<SqlToken>> statements) {
        if (!statement.isEmpty()) {
            statements.add(statement);
        }
    }

    /** Liquibase's changesets may end their statements otherwise. */
    private static String delimiter(String comment, String before) {
        Matcher changeset = CHANGESET.matcher(comment);
        return changeset.matches() ? (changeset.group(1) == null ? ";" : changeset.group(1)) : before;
    }
}
