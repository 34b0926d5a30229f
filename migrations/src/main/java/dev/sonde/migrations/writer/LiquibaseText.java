package dev.sonde.migrations.writer;

import java.util.stream.Collectors;

/**
 * A migration as Liquibase's formatted SQL. All statements are in one changeset: if one fails, none is recorded and the
 * next update begins with the first again, which removes an INVALID leftover.
 */
final class LiquibaseText {

    /** Ends of statements to choose from; one that the script does not hold is taken. Liquibase compares one character. */
    private static final String DELIMITERS = "#@~^`|?!§¤¬¦";

    private LiquibaseText() {}

    /**
     * The file's text.
     *
     * @throws IllegalArgumentException if the names in the script use up all characters that could end a statement
     */
    static String of(String fileName, IndexChange.Script script) {
        String statements = String.join("\n", script.statements());
        String delimiter = DELIMITERS
                .codePoints()
                .mapToObj(Character::toString)
                .filter(candidate -> !statements.contains(candidate))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no character is left to end a statement of " + fileName + " with"));
        StringBuilder text = new StringBuilder("--liquibase formatted sql\n\n--changeset sonde:");
        text.append(fileName.replaceFirst("\\.[^.]*$", "").replaceAll("[^A-Za-z0-9_.-]", "-"));
        text.append(script.inTransaction() ? "" : " runInTransaction:false");
        text.append(" stripComments:false endDelimiter:").append(delimiter).append('\n');
        // Behind a bar: a line of evidence that begins with the name of a Liquibase directive would be one.
        for (String line : script.header()) {
            if (!line.equals(IndexScript.SEE_CONF) && !IndexScript.DEFAULT_LOCK.contains(line)) {
                text.append(SqlText.comment("| " + line)).append('\n');
            }
        }
        text.append(script.statements().stream()
                .map(statement -> statement.substring(0, statement.length() - 1) + "\n" + delimiter + "\n")
                .collect(Collectors.joining()));
        return text.toString();
    }
}
