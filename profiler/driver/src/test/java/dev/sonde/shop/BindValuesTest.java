package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.KeptValue;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.capture.CaptureRecord.Statement;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BindValuesTest {

    @TempDir
    Path folder;

    @RegisterExtension
    final CapturedDatabase database = new CapturedDatabase(() -> folder);

    @BeforeAll
    static void createTable() throws SQLException {
        try (Connection connection = CapturedDatabase.raw();
                var statement = connection.createStatement()) {
            statement.execute("create table if not exists kept (id bigint, status text, email text, password text,"
                    + " amount numeric, day date, at timestamptz, plain timestamp, ref uuid, flag boolean, n int)");
        }
    }

    @Test
    void keepsWhatTheListAllowsAndNothingElse() throws Exception {
        try (Connection connection = connect("type:bigint,column:kept.status,column:password");
                PreparedStatement select = connection.prepareStatement(
                        "select id from kept k where k.id = ?"
                                + " and k.status = ? and email = ? and password = ? and flag = 'true' and status <> 'lit''eral'")) {
            select.setLong(1, 4711);
            select.setString(2, "O'Hara ü");
            select.setString(3, "hidden@example.org");
            select.setString(4, "hidden");
            select.executeQuery().close();
            select.setNull(2, Types.VARCHAR);
            select.executeQuery().close();
        }

        List<CaptureRecord> records = database.records();

        assertThat(CapturedDatabase.all(records, Session.class).get(0).binds()).isEqualTo("values");
        assertThat(samples(records, "kept k"))
                .extracting(BindSample::values)
                .containsExactlyInAnyOrder(
                        List.of(new KeptValue(1, "4711"), new KeptValue(2, "O'Hara ü"), new KeptValue(6, "lit'eral")),
                        List.of(new KeptValue(1, "4711"), new KeptValue(2, null), new KeptValue(6, "lit'eral")));
        Execution execution = CapturedDatabase.executionsOf(records, "kept k").get(0);
        assertThat(execution.binds()).hasSize(6).doesNotContainNull();
        assertThat(samples(records, "kept k")).allSatisfy(sample -> {
            assertThat(sample.weightNanos()).isPositive();
            assertThat(sample.seen()).isEqualTo(2);
        });
        assertThat(records.toString()).doesNotContain("hidden");
    }

    @Test
    void keepsValuesInAFormThatTheServerReadsAsTheSameValue() throws Exception {
        UUID ref = UUID.randomUUID();
        Timestamp timestamp = Timestamp.valueOf("2026-03-29 02:30:00.123456");
        OffsetDateTime at = OffsetDateTime.parse("2026-01-01T10:00:00.5+05:30");
        try (Connection connection = connect("column:*");
                PreparedStatement select = connection.prepareStatement(
                        "select id from kept where id = ? and amount = ? and day = ? and at = ? and plain = ?"
                                + " and ref = ? and flag = ? and n in (?, ?) and status = any (?)")) {
            select.setLong(1, Long.MIN_VALUE);
            select.setBigDecimal(2, new BigDecimal("1E+3"));
            select.setObject(3, LocalDate.MAX);
            select.setObject(4, at);
            select.setTimestamp(5, timestamp);
            select.setObject(6, ref);
            select.setBoolean(7, true);
            select.setInt(8, -5);
            select.setObject(9, 6, Types.INTEGER);
            select.setArray(10, connection.createArrayOf("text", new Object[] {"hidden"}));
            select.executeQuery().close();
        }

        List<CaptureRecord> records = database.records();

        BindSample sample = samples(records, "from kept").get(0);
        assertThat(sample.values()).extracting(KeptValue::position).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        String[] types = {"bigint", "numeric", "date", "timestamptz", "timestamp", "uuid", "boolean", "int", "int"};
        String[] expected = {
            "'-9223372036854775808'::bigint",
            "1000::numeric",
            "'infinity'::date",
            "'" + at + "'::timestamptz",
            "'" + timestamp + "'::timestamp",
            "'" + ref + "'::uuid",
            "true",
            "-5",
            "6"
        };
        try (Connection raw = CapturedDatabase.raw()) {
            for (int i = 0; i < types.length; i++) {
                String text = sample.values().get(i).text();
                try (var rows = raw.createStatement()
                        .executeQuery("select '" + text + "'::" + types[i] + " = (" + expected[i] + ")")) {
                    rows.next();
                    assertThat(rows.getBoolean(1))
                            .as("%s as %s", text, types[i])
                            .isTrue();
                }
            }
        }
    }

    @Test
    void keepsAtMostThirtyTwoExecutionsPerStatementAndNoLongTexts() throws Exception {
        try (Connection connection = connect("column:status");
                PreparedStatement select = connection.prepareStatement("select id from kept where status = ?")) {
            for (int i = 0; i < 200; i++) {
                select.setString(1, i % 2 == 0 ? "s" + i : "long".repeat(100));
                select.executeQuery().close();
            }
        }

        List<BindSample> samples = samples(database.records(), "from kept");

        assertThat(samples).hasSize(32).allSatisfy(sample -> {
            assertThat(sample.values().get(0).text()).startsWith("s");
            assertThat(sample.seen()).isEqualTo(200);
        });
    }

    private Connection connect(String allowed) throws SQLException {
        return database.connect("&sonde.binds=values&sonde.values=" + allowed);
    }

    private static List<BindSample> samples(List<CaptureRecord> records, String words) {
        List<Long> statements = CapturedDatabase.all(records, Statement.class).stream()
                .filter(statement -> statement.sql().contains(words))
                .map(Statement::id)
                .toList();
        return CapturedDatabase.all(records, BindSample.class).stream()
                .filter(sample -> statements.contains(sample.statement()))
                .toList();
    }
}
