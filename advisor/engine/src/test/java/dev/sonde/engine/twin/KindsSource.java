package dev.sonde.engine.twin;

import dev.sonde.engine.Majors;
import dev.sonde.engine.plan.ExplainJson;
import dev.sonde.engine.plan.PlanNode;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.server.ThrowawayServer;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.snapshot.GinPages;
import dev.sonde.engine.snapshot.SnapshotReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** A server of some major version with real rows of many types, to be indexed in every kind. */
final class KindsSource implements AutoCloseable {

    /** One index of each kind that the planner prices by itself, by name. */
    static final Map<String, String> INDEXES = Map.ofEntries(
            Map.entry("things_tags_gin", "using gin (tags)"),
            Map.entry("things_data_gin", "using gin (data jsonb_path_ops)"),
            Map.entry("things_words_gin", "using gin (to_tsvector('english', body))"),
            Map.entry("things_body_trgm", "using gin (body gin_trgm_ops)"),
            Map.entry("things_place_gist", "using gist (place)"),
            Map.entry("things_during_gist", "using gist (during)"),
            Map.entry("things_place_spgist", "using spgist (place)"),
            Map.entry("things_code_spgist", "using spgist (code)"),
            Map.entry("things_at_brin", "using brin (at) with (pages_per_range = 16)"),
            Map.entry("things_n_brin", "using brin (n)"),
            Map.entry("things_code_hash", "using hash (code)"),
            Map.entry("things_lower_code", "(lower(code))"),
            Map.entry("things_tenant_at", "(tenant, at desc) include (n)"),
            Map.entry("things_partial", "(at) where state = 'new'"));

    static final List<String> STATEMENTS = List.of(
            "select * from things where tags @> '{t7}'",
            "select * from things where tags && '{t7,t19}'",
            "select * from things where tags @> $1",
            "select * from things where data @> '{\"k\": 17}'",
            "select * from things where data @> '{\"k\": 17, \"name\": \"n317\"}'",
            "select * from things where tags @> '{t7,t19,t23,t31,t37}'",
            "select * from things where to_tsvector('english', body) @@ to_tsquery('english', 'w12 & w13')",
            "select * from things where body like '%abc1%'",
            "select * from things where place <@ box '(10,10),(12,12)'",
            "select * from things order by place <-> point '(5,5)' limit 10",
            "select * from things where during && tstzrange('2025-01-20', '2025-01-21')",
            "select * from things where during @> timestamptz '2025-01-23'",
            "select * from things where at between '2025-01-20' and '2025-01-22'",
            "select count(*) from things where n between 10000 and 10500",
            "select * from things where code = 'code 4711'",
            "select * from things where code = $1",
            "select * from things where lower(code) = 'code 4712'",
            "select * from things where lower(code) like 'code 47%'",
            "select n from things where tenant = 3 and at > '2025-01-30' order by at desc limit 5",
            "select * from things where state = 'new' and at > '2025-01-10'",
            "select state, count(*) from things where amount > 900 group by state",
            "select * from things where short = 'c3' and amount between 10 and 11",
            "select count(*) from things a join things b on a.n = b.tenant where b.code = 'code 17'",
            "select * from things where days && '{3,4}' and tenant = 2",
            "select * from things where days = '{1,2}'");

    private static final String SCRIPT = """
            create extension pg_trgm;
            create type state as enum ('new', 'open', 'done');
            create domain amount as numeric(12, 2) check (value >= 0);
            create table things (id bigint primary key, tenant int not null, n int not null, code varchar(40) not null,
              short char(4), state state not null, amount amount, at timestamptz not null, during tstzrange, place point,
              tags text[] not null, days int[], data jsonb, body text not null);
            select setseed(0.5);
            insert into things
              select i, i % 20, i, 'code ' || i, 'c' || i % 7,
                (case when i % 50 = 0 then 'new' when i % 10 = 0 then 'open' else 'done' end)::state, random() * 1000,
                timestamptz '2025-01-01' + i * interval '2 minutes',
                case when i % 9 > 0 then tstzrange(timestamptz '2025-01-01' + i * interval '2 minutes',
                  timestamptz '2025-01-01' + i * interval '2 minutes' + random() * interval '10 hours') else 'empty' end,
                point(random() * 100, random() * 100),
                array(select 't' || (i * k) % 97 from generate_series(1, 1 + i % 4) k),
                case when i % 3 = 0 then array[i % 5, i % 11] end,
                jsonb_build_object('k', i % 300, 'name', 'n' || i % 1000),
                md5(i::text) || ' w' || i % 40 || ' w' || (i + 1) % 40 || ' w' || i % 1000
              from generate_series(1, 30000) i;
            """;

    private static final int WITH_GENERIC_PLAN = 16;

    private final ThrowawayServer server;
    private final int major;

    private KindsSource(ThrowawayServer server, int major) {
        this.server = server;
        this.major = major;
    }

    /** Filled and analysed, with a primary key and no other index. */
    static KindsSource start(int major) throws SQLException {
        ThrowawayServer server = ThrowawayServer.start(
                Majors.home(major),
                List.of(List.of("--locale=C.UTF-8")),
                Map.of("fsync", "off", "autovacuum", "off", "jit", "off", "shared_buffers", "64MB"));
        KindsSource source = new KindsSource(server, major);
        try {
            source.execute(SCRIPT);
            source.execute("vacuum analyze things");
            return source;
        } catch (SQLException e) {
            source.close();
            throw e;
        }
    }

    void index() throws SQLException {
        for (String name : INDEXES.keySet().stream().sorted().toList()) {
            execute("create index " + name + " on things " + INDEXES.get(name));
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Connection connect() throws SQLException {
        return server.connect("postgres");
    }

    /** Pages, tuples and height of an index that was built over real rows. */
    Planner.IndexSize sizeOf(String index) throws SQLException {
        execute("create extension if not exists pageinspect");
        GinPages gin = null;
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select g.* from pg_class c join pg_am m on m.oid = c.relam cross join lateral "
                                + "gin_metapage_info(get_raw_page(c.oid::regclass::text, 0)) g where m.amname = 'gin' and c.relname = '"
                                + index + "'")) {
            if (row.next()) {
                gin = new GinPages(
                        row.getLong("n_pending_pages"),
                        row.getLong("n_total_pages"),
                        row.getLong("n_entry_pages"),
                        row.getLong("n_data_pages"),
                        row.getLong("n_entries"));
            }
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select pg_relation_size(c.oid) / 8192, c.reltuples, case when m.amname = 'btree' "
                                + "then (bt_metap(c.oid::regclass::text)).fastlevel else 0 end "
                                + "from pg_class c join pg_am m on m.oid = c.relam where c.relname = '" + index
                                + "'")) {
            row.next();
            return new Planner.IndexSize(row.getLong(1), row.getDouble(2), row.getInt(3), gin);
        }
    }

    CatalogSnapshot snapshot() throws SQLException {
        execute("checkpoint");
        try (Connection connection = connect()) {
            return SnapshotReader.read(connection, SnapshotReader.Options.ofDefaults());
        }
    }

    /** What a role sees that may read the tables, and no files of the server. */
    CatalogSnapshot snapshotOfPlainRole() throws SQLException {
        execute("create role plain login; grant select on all tables in schema public to plain");
        return SnapshotReader.read(
                server.url("postgres").replace("user=postgres", "user=plain"), SnapshotReader.Options.ofDefaults());
    }

    /** The server's own plan, generic if the statement has parameters. */
    PlanNode plan(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            if (sql.contains("$") && major >= WITH_GENERIC_PLAN) {
                return explain(statement, "generic_plan, ", sql);
            }
            if (sql.contains("$")) {
                statement.execute("set plan_cache_mode = force_generic_plan");
                statement.execute("prepare p as " + sql);
                return explain(statement, "", "execute p(null)");
            }
            return explain(statement, "", sql);
        }
    }

    private static PlanNode explain(Statement statement, String option, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery("explain (" + option + "verbose, format json) " + sql)) {
            row.next();
            return ExplainJson.parse(row.getString(1));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
