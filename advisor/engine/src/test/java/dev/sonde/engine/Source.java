package dev.sonde.engine;

import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.SnapshotReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** A real server with real rows, one for all tests of this module. */
public final class Source {

    private static final Map<String, String> SETTINGS = Map.of(
            "fsync",
            "off",
            "autovacuum",
            "off",
            "jit",
            "off",
            "unix_socket_directories",
            "",
            "listen_addresses",
            "127.0.0.1");

    private static final ThrowawayServer SERVER =
            ThrowawayServer.start(List.of(List.of("--locale=C.UTF-8", "--locale-provider=libc")), SETTINGS);

    private static final String AGENTS = """
            create table agents (id bigint generated always as identity primary key, tenant int not null,
              name text not null, email varchar(80) not null, settings jsonb, created_at timestamptz not null);
            create table tasks (id bigint generated always as identity primary key,
              agent_id bigint not null references agents, status varchar(16) not null, priority int not null,
              title text not null, payload text not null, created_at timestamptz not null, deleted_at timestamptz);
            create table messages (id bigint generated always as identity primary key,
              task_id bigint not null references tasks, role text not null, tokens int not null, body text not null,
              created_at timestamptz not null);
            create table audit (id bigint primary key, note text);
            create table colours (id int primary key, name text not null);
            insert into agents (tenant, name, email, settings, created_at)
              select i % 40, 'agent ' || i, 'a' || i || '@example.org', '{"a": 1}', timestamptz '2025-01-01' + i * interval '1 minute'
              from generate_series(1, 5000) i;
            insert into tasks (agent_id, status, priority, title, payload, created_at, deleted_at)
              select 1 + (i * 7919 % 5000), case when i % 200 = 0 then 'queued' when i % 50 = 0 then 'running' else 'done' end,
                i % 10, 'task ' || i, repeat(md5(i::text), 4), timestamptz '2025-01-01' + i * interval '1 minute',
                case when i % 3 = 0 then timestamptz '2025-06-01' end
              from generate_series(1, 80000) i;
            insert into messages (task_id, role, tokens, body, created_at)
              select 1 + (i::bigint * 104729 % 80000), case when i % 4 = 0 then 'user' else 'assistant' end, i % 1000,
                repeat(md5(i::text), 2), timestamptz '2025-01-01' + i * interval '20 seconds'
              from generate_series(1, 120000) i;
            insert into colours select i, 'colour ' || i from generate_series(1, 50) i;
            create index messages_role_created on messages (role, created_at desc);
            create index agents_email on agents (email);
            """;

    private static int databases;

    private Source() {}

    /** A new database; the statements run one by one. */
    public static synchronized String database(String script) throws SQLException {
        String name = "source" + databases++;
        try (Connection connection = SERVER.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        try (Connection connection = SERVER.connect(name);
                Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
        return name;
    }

    /** A new database, analysed and vacuumed. */
    public static String analysed(String script) throws SQLException {
        String name = database(script);
        try (Connection connection = connect(name);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
            statement.execute("checkpoint");
        }
        return name;
    }

    /** The agents' database, analysed and vacuumed. */
    public static String agents() throws SQLException {
        return Agents.NAME;
    }

    /** A new database with what another one holds, its statistics too; nobody may be connected to that one. */
    public static synchronized String copyOf(String database) throws SQLException {
        String name = "source" + databases++;
        try (Connection connection = SERVER.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + " template " + database);
        }
        return name;
    }

    public static Connection connect(String database) throws SQLException {
        return SERVER.connect(database);
    }

    public static String url(String database) {
        return SERVER.url(database);
    }

    public static CatalogSnapshot snapshot(String database) throws SQLException {
        try (Connection connection = connect(database)) {
            return SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults());
        }
    }

    /** Made when first asked for. */
    private static final class Agents {
        static final String NAME = make();

        static String make() {
            try {
                return analysed(AGENTS);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
