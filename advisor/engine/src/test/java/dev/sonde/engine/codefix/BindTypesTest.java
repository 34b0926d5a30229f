package dev.sonde.engine.codefix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.analysis.fix.KeyType;
import dev.sonde.engine.Source;
import dev.sonde.engine.bind.PlannedWorkload;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import dev.sonde.engine.workload.Workload;
import dev.sonde.engine.workload.WorkloadStatement;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What pgjdbc declares, what a real server makes of it, and what is said. */
class BindTypesTest {

    private static final String SCHEMA = """
            create type mood as enum ('sad', 'happy');
            create table t (big bigint, whole int, small smallint, exact numeric(12,2), approximate float8, words text,
              label varchar(40), code char(8), key uuid, mood mood, day date, moment timestamptz, local timestamp, flag bool);
            insert into t select i, i, i % 30000, i, i, 'w' || i, 'l' || i, 'c' || i, gen_random_uuid(), 'sad',
              date '2000-01-01' + i, timestamptz '2000-01-01' + i * interval '1 hour',
              timestamp '2000-01-01' + i * interval '1 hour', i % 2 = 0
              from generate_series(1, 20000) i;
            create index on t (big); create index on t (whole); create index on t (small); create index on t (exact);
            create index on t (approximate); create index on t (words); create index on t (label); create index on t (code);
            create index on t (key); create index on t (mood); create index on t (day); create index on t (moment);
            create index on t (local);
            """;

    private static String database;
    private static CatalogSnapshot snapshot;
    private static PlanTwin twin;

    @BeforeAll
    static void makeDatabase() throws SQLException {
        database = Source.analysed(SCHEMA);
        snapshot = Source.snapshot(database);
        twin = PlanTwin.start(snapshot);
    }

    @AfterAll
    static void stopTwin() {
        twin.close();
    }

    /** Calls a setter. */
    @FunctionalInterface
    private interface Setter {
        void set(PreparedStatement statement) throws SQLException;
    }

    /**
     * One way to bind a column.
     *
     * @param type as the profiler records it
     * @param wrong whether the index cannot be used
     */
    private record Bound(String column, String how, Setter setter, int type, boolean wrong) {
        @Override
        public String toString() {
            return how + " on " + column;
        }
    }

    private static Stream<Bound> ways() {
        BigDecimal decimal = new BigDecimal(17);
        Timestamp timestamp = Timestamp.valueOf("2000-01-02 03:00:00");
        LocalDateTime local = LocalDateTime.of(2000, 1, 2, 3, 0);
        OffsetDateTime moment = local.atOffset(ZoneOffset.UTC);
        return Stream.of(
                new Bound("big", "setLong", s -> s.setLong(1, 17), Types.BIGINT, false),
                new Bound("big", "setInt", s -> s.setInt(1, 17), Types.INTEGER, false),
                new Bound("big", "setBigDecimal", s -> s.setBigDecimal(1, decimal), Types.NUMERIC, true),
                new Bound("big", "setDouble", s -> s.setDouble(1, 17), Types.DOUBLE, true),
                new Bound("whole", "setLong", s -> s.setLong(1, 17), Types.BIGINT, false),
                new Bound("whole", "setBigDecimal", s -> s.setBigDecimal(1, decimal), Types.NUMERIC, true),
                new Bound("whole", "setFloat", s -> s.setFloat(1, 17), Types.REAL, true),
                new Bound("big", "setFloat", s -> s.setFloat(1, 17), Types.REAL, true),
                new Bound("whole", "setDouble", s -> s.setDouble(1, 17), Types.DOUBLE, true),
                new Bound("small", "setBigDecimal", s -> s.setBigDecimal(1, decimal), Types.NUMERIC, true),
                new Bound("small", "setDouble", s -> s.setDouble(1, 17), Types.DOUBLE, true),
                new Bound("small", "setFloat", s -> s.setFloat(1, 17), Types.REAL, true),
                new Bound("small", "setLong", s -> s.setLong(1, 17), Types.BIGINT, false),
                new Bound("exact", "setFloat", s -> s.setFloat(1, 17), Types.REAL, true),
                new Bound("exact", "setInt", s -> s.setInt(1, 17), Types.INTEGER, false),
                new Bound("approximate", "setLong", s -> s.setLong(1, 17), Types.BIGINT, false),
                new Bound("small", "setInt", s -> s.setInt(1, 17), Types.INTEGER, false),
                new Bound("exact", "setBigDecimal", s -> s.setBigDecimal(1, decimal), Types.NUMERIC, false),
                new Bound("exact", "setLong", s -> s.setLong(1, 17), Types.BIGINT, false),
                new Bound("exact", "setDouble", s -> s.setDouble(1, 17), Types.DOUBLE, true),
                new Bound("approximate", "setBigDecimal", s -> s.setBigDecimal(1, decimal), Types.NUMERIC, false),
                new Bound("approximate", "setInt", s -> s.setInt(1, 17), Types.INTEGER, false),
                new Bound("words", "setString", s -> s.setString(1, "w17"), Types.VARCHAR, false),
                new Bound("label", "setString", s -> s.setString(1, "l17"), Types.VARCHAR, false),
                new Bound("code", "setString", s -> s.setString(1, "c17"), Types.VARCHAR, false),
                new Bound("key", "setObject(UUID)", s -> s.setObject(1, new UUID(1, 2)), 0, false),
                new Bound("mood", "setObject(OTHER)", s -> s.setObject(1, "sad", Types.OTHER), Types.VARCHAR, false),
                new Bound("day", "setDate", s -> s.setDate(1, java.sql.Date.valueOf("2000-01-02")), Types.DATE, false),
                new Bound("day", "LocalDate", s -> s.setObject(1, LocalDate.of(2000, 1, 2)), Types.DATE, false),
                new Bound("day", "setTimestamp", s -> s.setTimestamp(1, timestamp), Types.TIMESTAMP, false),
                new Bound("moment", "setTimestamp", s -> s.setTimestamp(1, timestamp), Types.TIMESTAMP, false),
                new Bound("moment", "LocalDateTime", s -> s.setObject(1, local), Types.TIMESTAMP, false),
                new Bound(
                        "moment", "OffsetDateTime", s -> s.setObject(1, moment), Types.TIMESTAMP_WITH_TIMEZONE, false),
                new Bound("local", "setTimestamp", s -> s.setTimestamp(1, timestamp), Types.TIMESTAMP, false),
                new Bound(
                        "local", "OffsetDateTime", s -> s.setObject(1, moment), Types.TIMESTAMP_WITH_TIMEZONE, false));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void saysWhatTheServerDoes(Bound bound) throws SQLException {
        String sql = "select * from t where " + bound.column() + " = ";

        List<CodeFix> fixes = fixes(statement(sql + "$1", bound.type()));

        assertThat(usesIndex(sql + "?", bound.setter())).isEqualTo(!bound.wrong());
        assertThat(fixes).hasSize(bound.wrong() ? 1 : 0);
        if (bound.wrong()) {
            assertThat(fixes.get(0).column()).isEqualTo("public.t." + bound.column());
            assertThat(fixes.get(0).parameter()).isEqualTo(1);
            assertThat(fixes.get(0).costAfter()).isLessThan(fixes.get(0).costBefore() / 10);
        }
    }

    /** What the capture's type is taken for is what goes over the wire. */
    @ParameterizedTest
    @MethodSource("ways")
    void theDeclaredTypeIsTheOneThatTheDriverSends(Bound bound) throws SQLException {
        // Against an unknown type the server keeps what was declared
        String declared = KeyType.of(List.of(bound.type()), 1);

        String sent = sentType("select * from t where " + bound.column() + " = ?", bound.setter());

        if (declared != null && !bound.how().equals("setObject(OTHER)")) {
            assertThat(sent).isEqualTo(declared.equals("varchar") ? "character varying" : declared);
        }
    }

    @Test
    void textsOfUnspecifiedTypeAreConvertedAndNotTheColumn() throws SQLException {
        for (String column : List.of("whole", "key", "mood", "moment")) {
            String value = column.equals("whole")
                    ? "17"
                    : column.equals("key")
                            ? "6f1ed002-ab57-4cbb-8b2d-1f0c9d7f5a11"
                            : column.equals("mood") ? "sad" : "2000-01-02";
            assertThat(usesIndex(
                            "select * from t where " + column + " = ?",
                            s -> s.setString(1, value),
                            "&stringtype=unspecified"))
                    .as(column)
                    .isTrue();
        }
    }

    @Test
    void saysWhatAndHowToMendIt() {
        CodeFix fix = fixes(statement("select * from t where big = $1", Types.NUMERIC))
                .get(0);

        assertThat(fix.rule()).isEqualTo("bind-type");
        assertThat(fix.message())
                .isEqualTo("$1 is bound as numeric, so the server converts big (bigint) to numeric for every row and no"
                        + " index on it can be used");
        assertThat(fix.fix()).isEqualTo("bind it as bigint: setLong, or a Long property");
        assertThat(fix.callSites()).containsExactly("dev.example.Repository.find(Repository.java:17)");
    }

    @Test
    void theStatementMayConvertTheColumnItself() {
        List<CodeFix> fixes = fixes(
                statement("select * from t where key::text = $1", Types.VARCHAR),
                statement("select * from t where mood::text = $1", Types.VARCHAR),
                statement("select * from t where code = cast($1 as text)", Types.VARCHAR),
                statement("select * from t where label::text = $1", Types.VARCHAR));

        assertThat(fixes)
                .extracting(CodeFix::fix)
                .containsExactly(
                        "convert the value instead of the column: key = cast(? as uuid)",
                        "convert the value instead of the column: mood = cast(? as public.mood)",
                        "convert the value instead of the column: code = cast(? as character(8))");
    }

    @Test
    void aTypeThatTheServerRefusesWasNeverDeclared() {
        assertThat(fixes(
                        statement("select * from t where whole = $1", Types.VARCHAR),
                        statement("select * from t where key = $1", Types.VARCHAR),
                        statement("select * from t where mood = $1", Types.VARCHAR),
                        statement("select * from t where big = any ($1)", Types.ARRAY)))
                .isEmpty();
    }

    private static List<CodeFix> fixes(WorkloadStatement... statements) {
        PlannedWorkload planned =
                PlannedWorkload.of(twin, snapshot, (hash, value, type) -> false, new Workload(List.of(statements), ""));
        assertThat(planned.unplannable()).isEmpty();
        return BindTypes.of(twin, snapshot, planned.general());
    }

    private static WorkloadStatement statement(String sql, int type) {
        return new WorkloadStatement(
                "%016x".formatted(sql.hashCode()),
                "%016x".formatted(sql.hashCode()),
                sql,
                Set.of(),
                List.of(type),
                100,
                1,
                1,
                List.of("dev.example.Repository.find(Repository.java:17)"),
                List.of());
    }

    private static boolean usesIndex(String sql, Setter setter) throws SQLException {
        return usesIndex(sql, setter, "");
    }

    private static boolean usesIndex(String sql, Setter setter, String settings) throws SQLException {
        try (Connection connection = DriverManager.getConnection(Source.url(database) + settings);
                Statement noScans = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement("explain " + sql)) {
            noScans.execute("set enable_seqscan = off");
            setter.set(statement);
            List<String> plan = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    plan.add(rows.getString(1));
                }
            }
            return plan.stream().anyMatch(line -> line.contains("Index Cond"));
        }
    }

    private static String sentType(String sql, Setter setter) throws SQLException {
        try (Connection connection = DriverManager.getConnection(Source.url(database));
                PreparedStatement statement = connection.prepareStatement(sql);
                Statement catalog = connection.createStatement()) {
            for (int i = 0; i < 6; i++) {
                setter.set(statement);
                statement.executeQuery().close();
            }
            try (ResultSet row = catalog.executeQuery(
                    "select parameter_types[1]::text,"
                            + " parameter_types[1]::oid::regtype::text from pg_prepared_statements where statement like '%from t%'")) {
                assertThat(row.next()).isTrue();
                return row.getString(2);
            }
        }
    }
}
