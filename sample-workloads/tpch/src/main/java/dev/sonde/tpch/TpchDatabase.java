package dev.sonde.tpch;

import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Fills an empty database with the eight tables of TPC-H. Equal scales give equal rows: the generator has fixed seeds.
 *
 * @param scale 1 is about 1 GB of rows, 6 million of them order lines
 * @param foreignKeys whether the specification's foreign keys are made as well; its primary keys always are
 */
public record TpchDatabase(double scale, boolean foreignKeys) {

    /** The tables, in an order in which foreign keys point backwards. */
    private static final TpchTable<?>[] TABLES = {
        TpchTable.REGION,
        TpchTable.NATION,
        TpchTable.PART,
        TpchTable.SUPPLIER,
        TpchTable.PART_SUPPLIER,
        TpchTable.CUSTOMER,
        TpchTable.ORDERS,
        TpchTable.LINE_ITEM
    };

    private static final double LARGEST = 1000;

    public TpchDatabase {
        if (!(scale > 0) || scale > LARGEST) {
            throw new IllegalArgumentException("scale must be above 0 and at most " + LARGEST + ": " + scale);
        }
    }

    /** With primary keys only. */
    public static TpchDatabase ofScale(double scale) {
        return new TpchDatabase(scale, false);
    }

    /**
     * Makes the tables in the first schema of the search path, copies the rows, makes the keys and vacuums with
     * ANALYZE. The connection must commit by itself, since VACUUM runs in no transaction.
     */
    public void fill(Connection connection) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(Resource.text("tables.sql"));
            for (TpchTable<?> table : TABLES) {
                copy(connection.unwrap(PGConnection.class), table);
            }
            statement.execute(Resource.text("primary-keys.sql"));
            if (foreignKeys) {
                statement.execute(Resource.text("foreign-keys.sql"));
            }
            for (TpchTable<?> table : TABLES) {
                // One by one: VACUUM of all tables would take those of other programs too.
                statement.execute("vacuum (analyze) " + table.getTableName());
            }
        }
    }

    private void copy(PGConnection connection, TpchTable<?> table) throws SQLException, IOException {
        // The generator's text holds neither the delimiter nor a backslash.
        String sql = "copy " + table.getTableName() + " from stdin with (format text, delimiter '|')";
        try (PGCopyOutputStream rows = new PGCopyOutputStream(connection, sql)) {
            for (TpchEntity row : table.createGenerator(scale, 1, 1)) {
                String line = row.toLine();
                // Each line ends with a delimiter, which COPY would take for one column more.
                rows.write((line.substring(0, line.length() - 1) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
