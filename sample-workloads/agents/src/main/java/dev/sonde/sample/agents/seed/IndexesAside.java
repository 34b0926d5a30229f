package dev.sonde.sample.agents.seed;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Foreign keys and secondary indexes, dropped before a bulk load and built again after it, which is far faster. */
final class IndexesAside {

    private final List<String> restore = new ArrayList<>();

    /** Drops them all; what a primary key or a unique constraint needs stays. */
    static IndexesAside drop(Connection connection) throws SQLException {
        IndexesAside aside = new IndexesAside();
        List<String> drops = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            aside.collect(statement, drops, """
                    select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
                    from pg_index i join pg_class c on c.oid = i.indrelid
                    where c.relnamespace = 'public'::regnamespace
                      and c.relname in ('tenants', 'agents', 'agent_skills', 'tasks', 'runs', 'messages', 'tool_calls',
                                        'memories')
                      and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype <> 'f')
                    order by i.indexrelid
                    """);
            aside.collect(statement, drops, """
                    select format('alter table %s drop constraint %I', conrelid::regclass, conname),
                           format('alter table %s add constraint %I %s', conrelid::regclass, conname,
                                  pg_get_constraintdef(oid))
                    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by oid
                    """);
            for (String drop : drops) {
                statement.execute(drop);
            }
        }
        return aside;
    }

    void restore(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : restore) {
                statement.execute(sql);
            }
        }
    }

    private void collect(Statement statement, List<String> drops, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                drops.add(rows.getString(1));
                restore.add(rows.getString(2));
            }
        }
    }
}
