package dev.sonde.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.capture.CaptureRecord;
import dev.sonde.capture.CaptureRecord.BindSample;
import dev.sonde.capture.CaptureRecord.Execution;
import dev.sonde.capture.CaptureRecord.Session;
import dev.sonde.profiler.UnitOfWork;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PGobject;

/** A service that does everything wrong with its secrets, and the search for them in all that the profiler leaves. */
class PrivacyTest {

    private static final String CANARY = "canary_table";
    private static final String WORD = "s3cr3tw0rd";

    @TempDir
    Path folder;

    @RegisterExtension
    final CapturedDatabase database = new CapturedDatabase(() -> folder);

    private final PlantedSecrets secrets = new PlantedSecrets();
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Logger logger = Logger.getLogger("dev.sonde");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            java.io.StringWriter text = new java.io.StringWriter();
            text.append(new java.util.logging.SimpleFormatter().format(entry));
            log.add(text.toString());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @AfterEach
    void endCapture() {
        logger.removeHandler(handler);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "hashed", "values"})
    void leavesNoPlantedSecretAnywhere(String binds) throws Exception {
        logger.addHandler(handler);
        logger.setLevel(Level.ALL);
        secrets.text(WORD);
        String allowed = binds.equals("values") ? "&sonde.values=type:smallint,column:canary_table.allowed" : "";

        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", WORD);
        String url = database.url("&sonde.binds=" + binds + allowed) + "&ApplicationName=" + WORD;
        try (Connection connection = DriverManager.getConnection(url, properties);
                UnitOfWork unit = UnitOfWork.open("GET /canary", "trace-1")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create temp table canary_table (allowed text, hidden text, n numeric)");
            }
            bindEveryType(connection);
            sendLiterals(connection);
            sendStatementsThatCarryCredentials(connection);
            sendBrokenSql(connection);
            readLabels(connection);
            assertThat(unit.isClosed()).isFalse();
            assertThat(secrets.foundIn(jmx().getBytes(StandardCharsets.UTF_8))).isEmpty();
        }
        connectInVain(binds + allowed);

        List<CaptureRecord> records = database.records();
        assertThat(CapturedDatabase.all(records, Session.class).get(0).binds()).isEqualTo(binds);
        assertThat(CapturedDatabase.all(records, Execution.class)).hasSizeGreaterThan(60);
        PlantedSecrets canary = new PlantedSecrets();
        canary.text(CANARY);
        List<String> found = new ArrayList<>();
        boolean canaryFound = false;
        for (Path file : database.files()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            found.addAll(secrets.foundIn(file.toString().getBytes(StandardCharsets.UTF_8)));
            for (byte[] bytes : PlantedSecrets.everyByteOf(file)) {
                found.addAll(secrets.foundIn(bytes));
                canaryFound |= !canary.foundIn(bytes).isEmpty();
            }
        }
        assertThat(found).isEmpty();
        assertThat(canaryFound).as("the search finds what is there").isTrue();
        assertThat(log).isNotEmpty();
        assertThat(secrets.foundIn(String.join("\n", log).getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(CapturedDatabase.all(records, BindSample.class)).hasSize(binds.equals("values") ? 2 : 0);
    }

    private void bindEveryType(Connection connection) throws SQLException {
        UUID uuid = UUID.randomUUID();
        byte[] bytes = "b1nary-s3cr3t".getBytes(StandardCharsets.UTF_8);
        PGobject json = new PGobject();
        json.setType("jsonb");
        json.setValue("{\"k\":\"js0n-s3cr3t\"}");
        LocalDate date = LocalDate.of(2987, 6, 5);
        LocalDateTime time = LocalDateTime.of(2986, 5, 4, 13, 12, 11, 123_456_000);
        List<Object> values = List.of(
                "t3xt-s3cr3t-ü€😀",
                8_123_456_789_012L,
                1_987_654_321,
                new BigDecimal("987654321.123456789"),
                9.87654321987e88,
                uuid,
                bytes,
                json,
                date,
                time,
                OffsetDateTime.parse("2985-04-03T02:01:00.123456+05:00"),
                LocalTime.of(23, 58, 57, 654_321_000),
                Timestamp.valueOf(time.plusYears(1)),
                java.sql.Date.valueOf(date.plusYears(2)),
                connection.createArrayOf("text", new String[] {"arr4y-s3cr3t"}),
                "l0ng-s3cr3t".repeat(1_000));
        for (String secret :
                List.of("t3xt-s3cr3t-ü€😀", "js0n-s3cr3t", "arr4y-s3cr3t", "l0ng-s3cr3t", "str3am-s3cr3t")) {
            secrets.text(secret);
        }
        for (String secret : List.of(
                "987654321.123456789",
                "9.87654321987",
                uuid.toString(),
                "2987-06-05",
                "2986-05-04",
                "2985-04-03",
                "23:58:57",
                "2987-05-04",
                "2989-06-05",
                "b1nary-s3cr3t")) {
            secrets.text(secret);
        }
        secrets.number(8_123_456_789_012L);
        secrets.number(1_987_654_321);
        secrets.bytes(bytes);
        secrets.bytes(java.nio.ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array());
        for (Object value : values) {
            // Beside a column that may be kept, so that the execution enters the sample
            try (PreparedStatement select = connection.prepareStatement(
                    "select ? is null from canary_table" + " where hidden = cast(? as text) or n::text = ?::text")) {
                for (int position = 1; position <= 3; position++) {
                    select.setObject(position, value);
                }
                attempt(select::execute);
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into canary_table (allowed, hidden) values (?, ?)")) {
            insert.setString(1, "kept");
            insert.setCharacterStream(2, new StringReader("str3am-s3cr3t"));
            insert.addBatch();
            insert.setString(1, "kept");
            insert.setBinaryStream(2, new ByteArrayInputStream("str3am-s3cr3t".getBytes(StandardCharsets.UTF_8)));
            insert.addBatch();
            attempt(insert::executeBatch);
            insert.setString(1, "kept");
            insert.setObject(2, "t3xt-s3cr3t-ü€😀", Types.VARCHAR);
            attempt(insert::execute);
        }
    }

    private void sendLiterals(Connection connection) {
        secrets.text("inl1ne-s3cr3t");
        secrets.text("inl1ne's3cr3t");
        secrets.number(7_766_554_433_221L);
        secrets.text("110100111010011101001110");
        secrets.text("c0ffee1234beef");
        for (String literal : List.of(
                "'inl1ne-s3cr3t'",
                "'inl1ne''s3cr3t'",
                "E'inl1ne\\'s3cr3t'",
                "E'\\x69nl1ne-s3cr3t'",
                "$$inl1ne-s3cr3t$$",
                "$inl1ne_s3cr3t_tag$inl1ne-s3cr3t$inl1ne_s3cr3t_tag$",
                "U&'inl1ne-s3cr3t'",
                "U&'!0069nl1ne-s3cr3t' uescape '!'",
                "N'inl1ne-s3cr3t'",
                "'inl1ne-'\n's3cr3t'",
                "B'110100111010011101001110'",
                "X'c0ffee1234beef'",
                "7766554433221",
                "-7766554433221",
                "7766554433221.5e3",
                "7_766_554_433_221",
                "text 'inl1ne-s3cr3t'",
                "'inl1ne-s3cr3t'::varchar(30)",
                "array['inl1ne-s3cr3t']",
                "/* inl1ne-s3cr3t */ 1 -- inl1ne-s3cr3t",
                "/* a /* inl1ne-s3cr3t */ inl1ne-s3cr3t */ 1",
                "1 /* inl1ne-s3cr3t")) {
            execute(connection, "select " + literal);
            execute(connection, "select n from canary_table where hidden = " + literal);
            execute(connection, "select 1 from canary_table group by " + literal + " order by " + literal);
        }
        execute(connection, "do $$ begin perform 'inl1ne-s3cr3t'; end $$");
        execute(connection, "prepare p as select 'inl1ne-s3cr3t'");
        execute(connection, "execute p('inl1ne-s3cr3t', 7766554433221)");
        execute(connection, "notify canary, 'inl1ne-s3cr3t'");
        execute(connection, "comment on table canary_table is 'inl1ne-s3cr3t'");
        execute(connection, "set application_name = 'inl1ne-s3cr3t'");
        execute(connection, "explain select 'inl1ne-s3cr3t'");
        execute(connection, "{call pg_sleep('inl1ne-s3cr3t')}");
        execute(connection, "select {fn concat('inl1ne-s3cr3t', 'x')}");
    }

    private void sendStatementsThatCarryCredentials(Connection connection) {
        for (String sql : List.of(
                "create role x login password 's3cr3tw0rd'",
                "create user x encrypted password 's3cr3tw0rd' valid until '2030-01-01'",
                "create role x password \"s3cr3tw0rd\"",
                "create role x password s3cr3tw0rd",
                "alter role postgres password $$s3cr3tw0rd$$; drop role if exists x",
                "ALTER USER x WITH PASSWORD E's3cr3tw0rd'",
                "create user mapping for x server s options (user 'u', password 's3cr3tw0rd')",
                "alter user mapping for x server s options (set password 's3cr3tw0rd')",
                "create server s foreign data wrapper w options (host 's3cr3tw0rd')",
                "create subscription s connection 'host=h password=s3cr3tw0rd' publication p",
                "alter subscription s connection 'host=h password=s3cr3tw0rd'",
                "alter system set primary_conninfo = 'password=s3cr3tw0rd'",
                "alter system set ssl_passphrase_command to s3cr3tw0rd",
                "alter role x set my.token = s3cr3tw0rd",
                "alter database postgres set my.api_key to s3cr3tw0rd",
                "set my.secret = s3cr3tw0rd",
                "set local my.password to s3cr3tw0rd",
                "set session my.\"api token\" = 's3cr3tw0rd'",
                "select set_config('my.x', 's3cr3tw0rd', false)",
                "copy canary_table from program 'curl -H s3cr3tw0rd http://h/'",
                "copy canary_table to '/tmp/s3cr3tw0rd' with (format csv)",
                "select * from dblink('host=h password=s3cr3tw0rd', 'select 1') as t(a int)",
                "select dblink_connect('c', 'password=s3cr3tw0rd')",
                "select \"dblink\"('host=h password=s3cr3tw0rd')",
                "select crypt('s3cr3tw0rd', gen_salt('bf'))",
                "select pgp_sym_encrypt('data', 's3cr3tw0rd')")) {
            execute(connection, sql);
        }
    }

    private void sendBrokenSql(Connection connection) {
        for (String sql : List.of(
                "select 's3cr3tw0rd",
                "select E's3cr3tw0rd\\",
                "select $x$s3cr3tw0rd",
                "select \"s3cr3tw0rd",
                "select U&'s3cr3tw0rd",
                "select n from canary_table where hidden = 'O'Brien s3cr3tw0rd'",
                "select n from canary_table where hidden = O'Brien s3cr3tw0rd",
                "select n from canary_table where hidden = 'it\\'s s3cr3tw0rd'",
                "select n from canary_table where n = 1s3cr3tw0rd",
                "select 1/0 where 's3cr3tw0rd' <> 'x'",
                "select 's3cr3tw0rd'::int",
                "select cast('s3cr3tw0rd' as uuid)",
                "insert into canary_table (n) values ('s3cr3tw0rd')",
                "do $$ begin raise exception 's3cr3tw0rd' using errcode = 'P0001', detail = 's3cr3tw0rd'; end $$",
                "do $$ begin raise warning 's3cr3tw0rd'; end $$")) {
            execute(connection, sql);
        }
    }

    private void readLabels(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select 's3cr3tw0rd', 's3cr3tw0rd' as label, 's3cr3tw0rd'::text")) {
            while (rows.next()) {
                rows.getString("label");
                rows.getObject(1);
            }
        }
    }

    private void connectInVain(String settings) throws SQLException {
        for (String url : List.of(
                "jdbc:sonde:postgresql://postgres:s3cr3tw0rd@localhost:1/x?sonde.folder=" + folder,
                "jdbc:sonde:postgresql://localhost:1/x?user=u&password=s3cr3tw0rd&sonde.folder=" + folder,
                "jdbc:sonde:nosuch://u:s3cr3tw0rd@localhost/x?password=s3cr3tw0rd",
                "jdbc:sonde:postgresql://localhost:1/x?password=s3cr3tw0rd&sonde.no-such=1")) {
            try {
                DriverManager.getConnection(url).close();
            } catch (SQLException e) {
                if (String.valueOf(e.getMessage()).startsWith("Sonde:")) {
                    assertThat(e.getMessage()).doesNotContain(WORD);
                }
            }
        }
        String known = database.url("&sonde.binds=" + settings);
        DriverManager.getConnection(known + "&options=-c%20my.password=" + WORD).close();
    }

    private interface Attempt {
        void run() throws SQLException;
    }

    private static void execute(Connection connection, String sql) {
        attempt(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
    }

    private static void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (SQLException refusedByTheServer) {
            // what matters is what is kept of it
        }
    }

    private static String jmx() throws Exception {
        StringBuilder text = new StringBuilder();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(new ObjectName("dev.sonde:*"), null)) {
            text.append(name);
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                text.append(attribute.getName()).append(server.getAttribute(name, attribute.getName()));
            }
        }
        assertThat(text).contains("sonde");
        return text.toString();
    }
}
