package dev.sonde.migrations.finding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One fault at one place.
 *
 * @param file path relative to the repository, with forward slashes
 * @param line first line, from 1
 * @param endLine last line
 * @param message what is wrong, with the names of the relations concerned
 * @param fix what to do in this case
 * @param suggestion text to put in place of the statement, empty if there is no one text
 * @param statement the statement on one line, empty for findings about a whole file
 * @param ordinal the how many-eth of equal findings in the file, from 0
 * @param suppressed why it is left, empty for one that counts
 */
public record MigrationFinding(
        MigrationRule rule,
        Severity severity,
        String file,
        int line,
        int endLine,
        String message,
        String fix,
        Optional<String> suggestion,
        String statement,
        int ordinal,
        Optional<Suppressed> suppressed) {

    /** Worst first, then by place. */
    public static final Comparator<MigrationFinding> ORDER = Comparator.comparing(MigrationFinding::severity)
            .thenComparing(MigrationFinding::file)
            .thenComparingInt(MigrationFinding::line)
            .thenComparing(finding -> finding.rule().id())
            .thenComparing(MigrationFinding::message);

    /** A finding about a file. */
    public static MigrationFinding of(MigrationRule rule, String file, int line, String message, String fix) {
        return new MigrationFinding(
                rule, rule.severity(), file, line, line, message, fix, Optional.empty(), "", 0, Optional.empty());
    }

    /** The same about a statement. */
    public MigrationFinding at(String normalisedStatement, int firstLine, int lastLine) {
        return new MigrationFinding(
                rule,
                severity,
                file,
                firstLine,
                lastLine,
                message,
                fix,
                suggestion,
                normalisedStatement,
                ordinal,
                suppressed);
    }

    /** The same with a text to put in place of the statement. */
    public MigrationFinding withSuggestion(String text) {
        return new MigrationFinding(
                rule, severity, file, line, endLine, message, fix, Optional.of(text), statement, ordinal, suppressed);
    }

    /** The same, as bad as said. */
    public MigrationFinding withSeverity(Severity other) {
        return new MigrationFinding(
                rule, other, file, line, endLine, message, fix, suggestion, statement, ordinal, suppressed);
    }

    /** The same as the n-th of its kind. */
    public MigrationFinding withOrdinal(int number) {
        return new MigrationFinding(
                rule, severity, file, line, endLine, message, fix, suggestion, statement, number, suppressed);
    }

    /** The same, left for a reason. */
    public MigrationFinding suppressedBy(Suppressed why) {
        return new MigrationFinding(
                rule, severity, file, line, endLine, message, fix, suggestion, statement, ordinal, Optional.of(why));
    }

    /** Stays the same when lines move: a hash of rule, file, statement and ordinal, 32 hexadecimal digits. */
    public String fingerprint() {
        String identity = String.join("\0", rule.id(), file, statement, Integer.toString(ordinal));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
