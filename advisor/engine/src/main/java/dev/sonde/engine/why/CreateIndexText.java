package dev.sonde.engine.why;

import dev.sonde.engine.AdvisorException;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.plan.StatementText;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.IndexSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import dev.sonde.engine.snapshot.TableSnapshot;
import dev.sonde.engine.twin.EmptyCopy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads CREATE INDEX as the server does: it makes the index on a copy of the schema without rows, and looks at it there. */
public final class CreateIndexText {

    private static final Pattern CREATE_INDEX = Pattern.compile("(?is)\\s*create\\s+(?:unique\\s+)?index\\b.*");

    private CreateIndexText() {}

    /** Whether the text is meant as a statement, not as a name. */
    public static boolean isMeant(String text) {
        return CREATE_INDEX.matcher(text).matches();
    }

    /**
     * What the statements would create.
     *
     * @throws AdvisorException if the server refuses one
     */
    public static List<NamedIndex.WhatIf> read(CatalogSnapshot snapshot, List<String> statements) {
        if (statements.isEmpty()) {
            return List.of();
        }
        try (EmptyCopy copy = EmptyCopy.start(Optional.of(snapshot));
                Connection connection = DriverManager.getConnection(copy.url())) {
            String searchPath = snapshot.settings().getOrDefault("search_path", "public");
            try (Statement statement = connection.createStatement()) {
                statement.execute("set search_path = " + (searchPath.isEmpty() ? "''" : searchPath));
            }
            List<NamedIndex.WhatIf> read = new ArrayList<>();
            for (String text : statements) {
                read.add(read(connection, text));
            }
            return read;
        } catch (SQLException e) {
            throw AdvisorException.environment("the copy of the schema does not answer: " + e.getMessage(), e);
        }
    }

    private static NamedIndex.WhatIf read(Connection connection, String text) throws SQLException {
        if (StatementText.hasSeveralStatements(text)) {
            throw AdvisorException.badInput("more than one statement: " + text, null);
        }
        Set<QualifiedName> before = indexes(connection);
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(text);
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw AdvisorException.badInput("the server refuses " + text.strip() + ": " + message, e);
        }
        for (TableSnapshot table : SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults())
                .tables()) {
            for (IndexSnapshot index : table.indexes()) {
                if (index.parent() == null && !before.contains(name(table, index))) {
                    return new NamedIndex.WhatIf(text.strip(), index.on(table.name()));
                }
            }
        }
        throw AdvisorException.badInput("an index of that name is there already; ask by its name: " + text, null);
    }

    private static Set<QualifiedName> indexes(Connection connection) throws SQLException {
        Set<QualifiedName> names = new HashSet<>();
        SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults())
                .tables()
                .forEach(table -> table.indexes().forEach(index -> names.add(name(table, index))));
        return names;
    }

    private static QualifiedName name(TableSnapshot table, IndexSnapshot index) {
        return new QualifiedName(table.name().schema(), index.name());
    }
}
