package dev.sonde.engine.snapshot;

import dev.sonde.engine.index.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the planner knows of a database, and what restoring its schema takes.
 *
 * @param schemaVersion version of this file format
 * @param takenAt instant of the reading transaction, ISO 8601
 * @param serverVersion as {@code server_version}, for example {@code 18.6}
 * @param redacted whether text values were taken out of the statistics
 * @param settings planner settings in their base units, and {@code search_path}
 * @param types statements that create enums, domains, composite and range types, in the order they were made
 * @param functions statements that create the functions used by defaults, constraints, indexes and views
 * @param sequences statements that create the sequences, but for those of identity columns
 * @param foreignKeys of all tables, since they can be restored only after all tables
 * @param views statements that create the views, in order of their dependencies
 * @param unreadable what the role was not allowed to read
 * @param notes what was passed over, and why
 * @param collations statements that create the collations
 * @param sequenceOwners statements that tie sequences to the columns that own them
 * @param settingOverrides planner settings of the database and of roles
 * @param server state of the server; in files of format 1 nothing is known of it
 */
public record CatalogSnapshot(
        int schemaVersion,
        String takenAt,
        String serverVersion,
        int serverVersionNumber,
        String database,
        DatabaseLocale locale,
        boolean redacted,
        Map<String, String> settings,
        List<String> schemas,
        List<Extension> extensions,
        List<String> types,
        List<String> functions,
        List<String> sequences,
        List<TableSnapshot> tables,
        List<ForeignKey> foreignKeys,
        List<String> views,
        List<String> unreadable,
        List<String> notes,
        List<String> collations,
        List<String> sequenceOwners,
        List<SettingOverride> settingOverrides,
        ServerState server) {

    /** Version of the format that this program writes. */
    public static final int CURRENT_VERSION = 2;

    /**
     * How the database compares text.
     *
     * @param provider {@code libc}, {@code icu} or {@code builtin}
     * @param name locale of that provider
     */
    public record DatabaseLocale(String provider, String name) {}

    /** An installed extension. */
    public record Extension(String name, String schema, String version) {}

    /** A foreign key; {@code definition} as {@code pg_get_constraintdef} gives it. */
    public record ForeignKey(
            QualifiedName table, String name, List<String> columns, QualifiedName referenced, String definition) {
        private static final Pattern REFERENCED = Pattern.compile("(?is)\\breferences\\b[^(]*\\(([^)]*)\\)");

        public ForeignKey {
            columns = List.copyOf(columns);
        }

        /** Columns of the referenced table, in the order of {@code columns}; empty if the definition does not name them. */
        public List<String> referencedColumns() {
            Matcher referencing = REFERENCED.matcher(definition);
            List<String> names = new ArrayList<>();
            if (referencing.find()) {
                for (String column : referencing.group(1).split(",")) {
                    String name = column.strip();
                    names.add(
                            name.startsWith("\"")
                                    ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                                    : name);
                }
            }
            return names;
        }
    }

    /**
     * A planner setting that holds for new sessions of a role, of the database, or of a role in the database.
     *
     * @param role null: every role
     * @param ofDatabase whether it holds in this database only
     */
    public record SettingOverride(@Nullable String role, boolean ofDatabase, String name, String value) {}

    /**
     * State of the server.
     *
     * @param inRecovery whether it is a standby: its counters tell of its own readers only, not of the primary's
     * @param startedAt ISO 8601; counters do not reach further back than a crash
     * @param countersResetAt when the database's counters were last reset, ISO 8601; null: not known to have been
     * @param databaseBytes size of the whole database, -1 if not readable
     */
    public record ServerState(
            boolean inRecovery,
            @Nullable String startedAt,
            @Nullable String countersResetAt,
            long databaseBytes) {
        static final ServerState UNKNOWN = new ServerState(false, null, null, -1);
    }

    public CatalogSnapshot {
        settings = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(settings));
        schemas = List.copyOf(schemas);
        extensions = List.copyOf(extensions);
        types = List.copyOf(types);
        functions = List.copyOf(functions);
        sequences = List.copyOf(sequences);
        tables = List.copyOf(tables);
        foreignKeys = List.copyOf(foreignKeys);
        views = List.copyOf(views);
        unreadable = List.copyOf(unreadable);
        notes = List.copyOf(notes);
        // Files of format 1 have none of these.
        collations = collations == null ? List.of() : List.copyOf(collations);
        sequenceOwners = sequenceOwners == null ? List.of() : List.copyOf(sequenceOwners);
        settingOverrides = settingOverrides == null ? List.of() : List.copyOf(settingOverrides);
        server = server == null ? ServerState.UNKNOWN : server;
    }

    /** The table of that name. */
    public Optional<TableSnapshot> table(QualifiedName name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    /** Tables that hold rows but were never analysed, so that the planner guesses. */
    public List<QualifiedName> neverAnalysed() {
        return tables.stream()
                .filter(TableSnapshot::neverAnalysed)
                .map(TableSnapshot::name)
                .toList();
    }

    /** Whether the role could not read the statistics of an index's expressions. */
    public boolean hidesExpressionsOf(QualifiedName index) {
        return unreadable.stream().anyMatch(what -> what.startsWith(StatisticsReader.OF_EXPRESSIONS + index + ":"));
    }
}
