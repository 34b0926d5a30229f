package dev.sonde.engine.rewrite;

import dev.sonde.analysis.fix.KeyType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** The types that the clone finds for a statement's parameters. */
final class ParameterTypes {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private ParameterTypes() {}

    /** Type names by position. */
    static Map<Integer, String> of(Connection connection, CapturedLoop loop) throws SQLException {
        String name = "sonde_loop_" + NUMBERS.incrementAndGet(); // an error may leave one behind
        Savepoint savepoint = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            try {
                statement.execute("prepare " + name + " as " + loop.sql());
            } catch (SQLException untyped) {
                // Where the text alone does not tell, the types that the driver sent may
                connection.rollback(savepoint);
                statement.execute("prepare " + name + " (" + declared(loop) + ") as " + loop.sql());
            }
            Map<Integer, String> types = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery("select t.position, format_type(t.type, null)"
                    + " from pg_prepared_statements p,"
                    + " unnest(p.parameter_types::oid[]) with ordinality as t(type, position)"
                    + " where p.name = '" + name + "'")) {
                while (rows.next()) {
                    types.put(rows.getInt(1), rows.getString(2));
                }
            }
            statement.execute("deallocate " + name);
            return types;
        }
    }

    private static String declared(CapturedLoop loop) {
        List<String> types = new ArrayList<>();
        int positions = Math.max(loop.bindTypes().size(), loop.key());
        for (int position = 1; position <= positions; position++) {
            String type = KeyType.of(loop.bindTypes(), position);
            types.add(type == null ? "unknown" : type);
        }
        return String.join(", ", types);
    }
}
