package dev.sonde.migrations.lint;

import dev.sonde.migrations.script.ScriptStatement;
import dev.sonde.migrations.sql.SqlToken;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What statements do to the settings of the session that they run in, as far as words tell. */
public final class SessionSettings {

    /** The limit on how long a statement waits for a lock. */
    public static final String LOCK_TIMEOUT = "lock_timeout";

    // Flyway restores these two between migrations; the others name no setting.
    private static final Set<String> RESTORED =
            Set.of("search_path", "role", "local", "transaction", "constraints", "session authorization");

    private static final Pattern DURATION = Pattern.compile("(\\d{1,15})\\s*(us|ms|s|min|h|d)?");

    private SessionSettings() {}

    /** The setting that a SET of the session changes, empty for other statements. */
    static Optional<String> changed(ScriptStatement statement) {
        if (!statement.startsWith("set") || statement.tokens().size() < 2) {
            return Optional.empty();
        }
        String name = name(statement, statement.startsWith("set", "session") ? 2 : 1);
        boolean characteristics = statement.contains("session", "characteristics")
                || statement.contains("session", "authorization")
                || statement.contains("time", "zone");
        return RESTORED.contains(name) || characteristics ? Optional.empty() : Optional.of(name);
    }

    /** The name of a setting that begins with that token. */
    static String name(ScriptStatement statement, int index) {
        List<SqlToken> tokens = statement.tokens();
        StringBuilder name = new StringBuilder();
        for (int i = index; i < tokens.size() && (i == index || !tokens.get(i).spaced()); i++) {
            if (tokens.get(i).is("=")) {
                break;
            }
            name.append(tokens.get(i).value());
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    /** What sets {@code lock_timeout} for all migrations of a project, as far as its settings and callbacks show. */
    public static Optional<String> lockTimeoutFrom(List<ProjectFile> files, ProjectSettings settings) {
        return settings.lockTimeoutFrom().or(() -> callbackWithLockTimeout(files));
    }

    private static Optional<String> callbackWithLockTimeout(List<ProjectFile> files) {
        for (ProjectFile file : files) {
            boolean sets = file.name().kind() == FileName.Kind.CALLBACK
                    && file.script().isPresent()
                    && file.script().get().statements().stream()
                            .anyMatch(statement -> changed(statement)
                                    .filter(LOCK_TIMEOUT::equals)
                                    .isPresent());
            if (sets) {
                return Optional.of(file.name().name());
            }
        }
        return Optional.empty();
    }

    /**
     * A limit of time that statements before set and did not take back.
     *
     * @param setting such as {@code lock_timeout}
     * @param transaction whether they run in a transaction, without which SET LOCAL does nothing
     * @return empty if they set none, or set it to no limit or to something that is not understood
     */
    public static Optional<Duration> limit(List<ScriptStatement> before, String setting, boolean transaction) {
        Optional<Duration> limit = Optional.empty();
        for (ScriptStatement statement : before) {
            boolean local = statement.startsWith("set", "local");
            int at = local || statement.startsWith("set", "session") ? 2 : 1;
            if (statement.startsWith("reset", "all") || statement.startsWith("reset", setting)) {
                limit = Optional.empty();
            } else if (statement.startsWith("set")
                    && statement.tokens().size() > at + 2
                    && name(statement, at).equals(setting)
                    && (!local || transaction)) {
                List<SqlToken> tokens = statement.tokens();
                limit = duration(tokens.get(tokens.size() - 1).value());
            }
        }
        return limit;
    }

    /** A duration as PostgreSQL reads it, in milliseconds without a unit; empty for 0, which is no limit. */
    private static Optional<Duration> duration(String text) {
        Matcher duration = DURATION.matcher(text.strip());
        if (!duration.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(duration.group(1));
        String unit = duration.group(2) == null ? "ms" : duration.group(2);
        Duration limit = switch (unit) {
            case "us" -> Duration.ofNanos(number * 1000);
            case "s" -> Duration.ofSeconds(number);
            case "min" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofMillis(number);
        };
        return limit.isZero() ? Optional.empty() : Optional.of(limit);
    }
}
