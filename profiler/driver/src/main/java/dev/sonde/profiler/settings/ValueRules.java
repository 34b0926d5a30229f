package dev.sonde.profiler.settings;

import dev.sonde.capture.sql.BindColumn;
import dev.sonde.capture.sql.BindColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bind values {@code binds=values} may keep. What no rule allows is not kept, and columns whose names speak of
 * secrets are never kept, whatever the rules say.
 *
 * @param types SQL types whose values may be kept
 * @param columns patterns of columns whose values may be kept, {@code column} or {@code table.column}, with {@code *}
 */
public record ValueRules(Set<String> types, List<String> columns) {

    /** By hand for the reason that {@link ProfilerSettings#equals} has. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ValueRules rules && types.equals(rules.types) && columns.equals(rules.columns);
    }

    @Override
    public int hashCode() {
        return 31 * types.hashCode() + columns.hashCode();
    }

    /** Allows nothing. */
    public static final ValueRules NONE = new ValueRules(Set.of(), List.of());

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("bigint", "bigint"),
            Map.entry("int8", "bigint"),
            Map.entry("integer", "integer"),
            Map.entry("int", "integer"),
            Map.entry("int4", "integer"),
            Map.entry("smallint", "smallint"),
            Map.entry("int2", "smallint"),
            Map.entry("numeric", "numeric"),
            Map.entry("decimal", "numeric"),
            Map.entry("double precision", "double precision"),
            Map.entry("double", "double precision"),
            Map.entry("float8", "double precision"),
            Map.entry("real", "real"),
            Map.entry("float4", "real"),
            Map.entry("boolean", "boolean"),
            Map.entry("bool", "boolean"),
            Map.entry("text", "text"),
            Map.entry("varchar", "text"),
            Map.entry("character varying", "text"),
            Map.entry("uuid", "uuid"),
            Map.entry("date", "date"),
            Map.entry("time", "time"),
            Map.entry("timestamp", "timestamp"),
            Map.entry("timestamptz", "timestamptz"),
            Map.entry("timestamp with time zone", "timestamptz"));

    /** A secret wherever it stands in a name. */
    private static final Pattern SECRET_PART = Pattern.compile("passw|passphrase|pwd|secret|token|api_?key|private_?key"
            + "|access_?key|credential|card_?n|credit_?card|account_?n|session_?id|cookie|fingerprint|biometric");

    /** A secret as a word of its own. */
    private static final Set<String> SECRET_WORDS = Set.of(
            "pass",
            "ssn",
            "iban",
            "bic",
            "pan",
            "card",
            "cards",
            "cvv",
            "cvc",
            "cvv2",
            "pin",
            "otp",
            "totp",
            "mfa",
            "salt",
            "dblink",
            "crypt",
            "signature",
            "jwt",
            "auth",
            "bearer",
            "nonce",
            "passport",
            "taxid");

    public ValueRules {
        types = Set.copyOf(types);
        columns = List.copyOf(columns);
    }

    /** Reads the allow-list; what cannot be read is added to the problems. */
    static ValueRules parse(String setting, List<String> rules, List<String> problems) {
        Set<String> types = new TreeSet<>();
        List<String> columns = new ArrayList<>();
        for (String rule : rules) {
            if (rule.startsWith("type:")) {
                String type = TYPES.get(rule.substring(5).trim().toLowerCase(Locale.ROOT));
                if (type == null) {
                    problems.add(setting + ": unknown type in " + rule + "; known are "
                            + String.join(", ", new TreeSet<>(TYPES.values())));
                } else {
                    types.add(type);
                }
            } else if (rule.startsWith("column:") && isPattern(rule.substring(7).trim())) {
                columns.add(rule.substring(7).trim().toLowerCase(Locale.ROOT));
            } else {
                problems.add(
                        setting + " must list type:<sql type> and column:<name> or column:<table>.<name>: " + rule);
            }
        }
        return new ValueRules(types, columns);
    }

    private static boolean isPattern(String pattern) {
        return !pattern.isEmpty() && pattern.split("\\.", -1).length <= 2 && !pattern.startsWith(".");
    }

    /** Whether values of these columns may be kept whatever their type; false if there are none. */
    public boolean allowsColumns(List<BindColumn> bound) {
        return !bound.isEmpty() && bound.stream().allMatch(this::allows);
    }

    /**
     * Whether values at a position may be kept if their type is allowed: not if a column is a secret, and not if none
     * is known and the statement names a secret anywhere, or may do so without our seeing it.
     */
    public static boolean allowsTypes(List<BindColumn> bound, BindColumns statement) {
        return bound.isEmpty()
                ? statement.names().stream().noneMatch(name -> name.isEmpty() || isSecret(name))
                : bound.stream().noneMatch(column -> isSecret(column.name()) || isSecret(column.table()));
    }

    private boolean allows(BindColumn column) {
        return !isSecret(column.name())
                && columns.stream().anyMatch(pattern -> {
                    int dot = pattern.indexOf('.');
                    return matches(pattern.substring(dot + 1), column.name())
                            && (dot < 0 || matches(pattern.substring(0, dot), column.table()));
                });
    }

    private static boolean matches(String pattern, String name) {
        if (name.isEmpty()) {
            return false;
        }
        StringBuilder regex = new StringBuilder();
        for (String part : pattern.split("\\*", -1)) {
            regex.append(regex.length() == 0 ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL)
                .matcher(name.toLowerCase(Locale.ROOT))
                .matches();
    }

    /** Whether a column's name speaks of a secret. */
    static boolean isSecret(String name) {
        String words = name.replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_");
        if (SECRET_PART.matcher(words).find()) {
            return true;
        }
        for (String word : words.split("_")) {
            if (SECRET_WORDS.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
