package dev.sonde.migrations.plans;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.engine.snapshot.TableSnapshot;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether a snapshot is of a database that has the base branch's migrations and nothing else. */
public final class SchemaDrift {

    private static final String HISTORY = "flyway_schema_history";

    private SchemaDrift() {}

    /**
     * What differs, in words; empty if nothing does.
     *
     * @param migrated address of a database that was empty before the base branch's migrations ran
     */
    public static List<String> of(CatalogSnapshot snapshot, String migrated) {
        CatalogSnapshot expected;
        try (Connection connection = DriverManager.getConnection(migrated)) {
            expected = SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults());
        } catch (SQLException e) {
            throw AdvisorException.environment("the throw-away server does not answer: " + e.getMessage(), e);
        }
        Map<String, TableSnapshot> there = tables(snapshot);
        Map<String, TableSnapshot> made = tables(expected);
        List<String> lacking = new ArrayList<>();
        made.forEach((name, table) -> {
            TableSnapshot found = there.get(name);
            if (found == null) {
                lacking.add("table " + name);
            } else {
                for (TableSnapshot.Column column : table.columns()) {
                    if (found.column(column.name()).isEmpty()) {
                        lacking.add("column " + name + "." + column.name());
                    }
                }
            }
        });
        List<String> unknown = there.entrySet().stream()
                // Partitions come and go without migrations.
                .filter(table ->
                        !made.containsKey(table.getKey()) && !table.getValue().partition())
                .map(Map.Entry::getKey)
                .toList();
        List<String> notes = new ArrayList<>();
        if (!lacking.isEmpty()) {
            notes.add(
                    "the snapshot, of " + snapshot.takenAt() + ", lacks what migrations of the base branch make, so it"
                            + " is older than they are or of another database: " + Words.list(lacking, what -> what)
                            + "; take a new one");
        }
        if (!unknown.isEmpty()) {
            notes.add("the snapshot has tables that no migration of the base branch makes: "
                    + Words.list(unknown, what -> what));
        }
        return notes;
    }

    private static Map<String, TableSnapshot> tables(CatalogSnapshot catalog) {
        Map<String, TableSnapshot> tables = new TreeMap<>();
        for (TableSnapshot table : catalog.tables()) {
            if (!table.name().name().equals(HISTORY)) {
                tables.put(table.name().toString(), table);
            }
        }
        return tables;
    }
}
