package dev.sonde.migrations.impact;

import dev.sonde.migrations.trace.HeldLock;
import dev.sonde.migrations.trace.LockMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Foreign keys, whose triggers lock the table at the other end when a statement is executed; no plan shows that. An
 * UPDATE does so only if it changes a key, which is not looked into.
 */
public final class ForeignKeys {

    private static final String QUERY = """
            select conrelid::int8, confrelid::int8, confdeltype::text from pg_catalog.pg_constraint
            where contype operator(pg_catalog.=) 'f' order by oid""";

    private record Key(long referencing, long referenced, boolean deletingWrites) {}

    private final List<Key> keys;

    private ForeignKeys(List<Key> keys) {
        this.keys = keys;
    }

    /** The keys of a database. */
    public static ForeignKeys of(Connection connection) throws SQLException {
        List<Key> keys = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            while (rows.next()) {
                boolean checks = "ar".contains(rows.getString(3)); // NO ACTION and RESTRICT only look
                keys.add(new Key(rows.getLong(1), rows.getLong(2), !checks));
            }
        }
        return new ForeignKeys(keys);
    }

    /** The locks that a statement with these locks needs beyond them, by oid. */
    Map<Long, LockMode> further(String sql, List<HeldLock> locks) {
        String text = sql.stripLeading().toLowerCase(Locale.ROOT);
        boolean inserts = text.startsWith("insert");
        boolean deletes = text.startsWith("delete");
        Map<Long, LockMode> further = new TreeMap<>();
        for (HeldLock lock : locks) {
            long oid = lock.relation().oid();
            boolean written = lock.mode() == LockMode.ROW_EXCLUSIVE;
            for (Key key : keys) {
                if (written && inserts && key.referencing() == oid) {
                    further.putIfAbsent(key.referenced(), LockMode.ROW_SHARE);
                } else if (written && deletes && key.referenced() == oid) {
                    LockMode mode = key.deletingWrites() ? LockMode.ROW_EXCLUSIVE : LockMode.ROW_SHARE;
                    further.merge(key.referencing(), mode, LockMode::stronger);
                }
            }
        }
        return further;
    }
}
