package dev.sonde.engine.twin;

import dev.sonde.engine.index.QualifiedName;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The main files of all relations of the twin: which they are, and how long they have to seem. */
final class TwinFiles {

    private static final String FILES = """
            select n.nspname, c.relname, pg_relation_filepath(c.oid) from pg_catalog.pg_class c
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'm', 'i') and n.nspname <> 'pg_catalog' and n.nspname <> 'information_schema'
              and n.nspname !~ '^pg_toast'
            """;

    private final Path dataDirectory;
    private final Map<QualifiedName, Path> files = new HashMap<>();

    TwinFiles(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    /** Looks up the files of all relations, in one query. */
    void find(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(FILES)) {
            while (rows.next()) {
                files.put(
                        new QualifiedName(rows.getString(1), rows.getString(2)),
                        dataDirectory.resolve(rows.getString(3)));
            }
        }
    }

    /** The first file of a relation, null if the twin has no such relation. */
    @Nullable
    Path of(QualifiedName relation) {
        return files.get(relation);
    }

    /** Takes the length away, so that building an index does not read a file of zeros. */
    void deflate(QualifiedName table) throws IOException {
        RelationFiles.empty(known(table));
    }

    void inflate(QualifiedName table, long pages) throws IOException {
        RelationFiles.extend(known(table), pages);
    }

    private Path known(QualifiedName relation) {
        Path file = files.get(relation);
        if (file == null) {
            throw new IllegalArgumentException("the twin has no relation " + relation);
        }
        return file;
    }
}
