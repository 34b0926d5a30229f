package dev.sonde.migrations.script;

import dev.sonde.migrations.sql.SqlToken;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One statement of a migration file.
 *
 * @param sql from its first word to its last, without the semicolon
 * @param tokens its elements without comments
 * @param comments the comments between the statement before and this one's first word, as written
 * @param line of the first word, from 1
 * @param column of the first word, from 1
 * @param endLine of the last word
 */
public record ScriptStatement(
        String sql, List<SqlToken> tokens, List<String> comments, int line, int column, int endLine) {

    private static final int LEADING = 12;

    // As Flyway's PostgreSQLParser has them.
    private static final Pattern NON_TRANSACTIONAL = Pattern.compile("(?:(?:CREATE|DROP)(?: UNIQUE)? INDEX CONCURRENTLY"
            + "|(?:CREATE|DROP) (?:DATABASE|TABLESPACE|SUBSCRIPTION)"
            + "|ALTER SYSTEM|REINDEX(?: VERBOSE)? (?:SCHEMA|DATABASE|SYSTEM)|VACUUM|DISCARD ALL).*");

    // What PostgreSQL refuses in a transaction though Flyway would begin one.
    private static final Pattern UNDETECTED = Pattern.compile(
            "(?:REINDEX(?: \\(.*\\))?(?: VERBOSE)? (?:INDEX|TABLE|SCHEMA|DATABASE|SYSTEM) CONCURRENTLY\\b.*"
                    + "|REINDEX \\(.*\\bCONCURRENTLY\\b.*"
                    + "|REINDEX \\(.*\\) (?:SCHEMA|DATABASE|SYSTEM)\\b.*"
                    + "|ALTER TABLE .* DETACH PARTITION .* CONCURRENTLY"
                    + "|CLUSTER(?: VERBOSE)?|REPACK \\(.*\\bCONCURRENTLY\\b.*)");

    public ScriptStatement {
        tokens = List.copyOf(tokens);
        comments = List.copyOf(comments);
    }

    /** Whether it begins with these words, in any case. */
    public boolean startsWith(String... words) {
        if (tokens.size() < words.length) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            if (!tokens.get(i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether these words stand in it one after the other. */
    public boolean contains(String... words) {
        for (int i = 0; i + words.length <= tokens.size(); i++) {
            boolean all = true;
            for (int j = 0; j < words.length && all; j++) {
                all = tokens.get(i + j).is(words[j]);
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    /** Whether Flyway takes it for one that cannot run in a transaction, and runs its file without one. */
    public boolean detectedAsNonTransactional() {
        return NON_TRANSACTIONAL.matcher(words(LEADING)).matches();
    }

    /** Whether PostgreSQL refuses it in a transaction and Flyway does not know. */
    public boolean undetectedNonTransactional() {
        return !detectedAsNonTransactional()
                && UNDETECTED.matcher(words(tokens.size())).matches();
    }

    /** Whether it builds or drops an index without blocking writers. */
    public boolean isConcurrentIndex() {
        return startsWith("create", "index", "concurrently")
                || startsWith("create", "unique", "index", "concurrently")
                || startsWith("drop", "index", "concurrently");
    }

    /** The statement on one line with single spaces and without comments: equal for statements that say the same. */
    public String normalised() {
        StringBuilder text = new StringBuilder();
        for (SqlToken token : tokens) {
            if (token.spaced() && !text.isEmpty()) {
                text.append(' ');
            }
            text.append(token.text());
        }
        return text.toString();
    }

    private String words(int limit) {
        return tokens.stream()
                .limit(limit)
                .map(token -> token.kind() == SqlToken.Kind.QUOTED_IDENTIFIER ? "?" : token.text())
                .collect(Collectors.joining(" "))
                .toUpperCase(Locale.ROOT);
    }
}
