package dev.sonde.migrations.writer;

import dev.sonde.engine.index.QualifiedName;
import java.util.List;

/** Something to be done to one index of a table, by one migration or by several that follow one another. */
public sealed interface IndexChange permits IndexMigration, PartitionedIndex, IndexDrop {

    /** Schema and name of the index. */
    QualifiedName qualifiedName();

    /** The migrations, in the order they must run in. */
    List<Script> scripts();

    /** The statements that take the change back, for the report. */
    String undo();

    /**
     * One migration.
     *
     * @param words for the file's name
     * @param header comment lines, without the dashes
     * @param statements each with its final semicolon
     * @param inTransaction whether it may run in one
     */
    record Script(String words, List<String> header, List<String> statements, boolean inTransaction) {
        public Script {
            header = List.copyOf(header);
            statements = List.copyOf(statements);
        }

        /** Text of the file for Flyway. */
        public String text() {
            StringBuilder text = new StringBuilder();
            header.forEach(line -> text.append(SqlText.comment(line)).append('\n'));
            statements.forEach(statement -> text.append(statement).append('\n'));
            return text.toString();
        }
    }
}
