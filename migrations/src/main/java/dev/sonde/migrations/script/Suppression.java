package dev.sonde.migrations.script;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code -- sonde:ignore rule-id reason} above a statement.
 *
 * @param reason empty if none is given, and then the finding stays
 */
public record Suppression(String ruleId, String reason) {

    private static final Pattern COMMENT = Pattern.compile("--\\s*sonde:ignore\\s+([a-z0-9-]+)[ \\t]*:?(.*)");

    static Optional<Suppression> of(String comment) {
        Matcher match = COMMENT.matcher(comment.stripTrailing());
        return match.matches()
                ? Optional.of(new Suppression(match.group(1), match.group(2).strip()))
                : Optional.empty();
    }
}
