package dev.sonde.engine.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.analysis.fix.BatchRewrite;
import dev.sonde.analysis.fix.BatchRewrite.Form;
import dev.sonde.analysis.fix.BatchRewriter;
import dev.sonde.capture.hash.ValueHasher;
import dev.sonde.capture.sql.NormalizedSql;
import dev.sonde.capture.sql.SqlNormalizer;
import dev.sonde.engine.Source;
import dev.sonde.engine.rewrite.RewriteCheck.Outcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements as frameworks write them, rewritten and run on a real server. */
class RewriteVerifierTest {

    private static final String SHOP = """
            create table customer (id bigint generated always as identity primary key, email varchar(40), region char(4));
            create table orders (id bigint generated always as identity primary key,
              customer_id bigint not null references customer, status varchar(10) not null, total numeric(10,2) not null,
              placed date not null, ref uuid not null default gen_random_uuid());
            create table line (id bigint generated always as identity primary key, order_id bigint references orders,
              sku text, qty int not null, meta jsonb);
            create table category (id int primary key, parent_id int references category, name text);
            create table "Odd table" ("Key" int, "from" text);
            create view noise as select id, customer_id, random() as r from orders;
            insert into customer (email, region) select 'C' || i || '@example.org', 'r' || i % 3 from generate_series(1, 60) i;
            insert into orders (customer_id, status, total, placed)
              select 1 + i % 50, case when i % 3 = 0 then 'open' else 'done' end, i * 1.10, date '2026-01-01' + i % 40
              from generate_series(1, 400) i;
            insert into line (order_id, sku, qty, meta)
              select 1 + i % 380, 'sku' || i % 17, i % 5, case when i % 4 = 0 then '{"a": 1}'::jsonb end
              from generate_series(1, 1500) i;
            insert into category select i, nullif(i / 2, 0), 'c' || i from generate_series(1, 31) i;
            insert into "Odd table" select i % 7, 'f' || i from generate_series(1, 40) i;
            analyze
            """;

    private static String database;
    private static Connection connection;

    @BeforeAll
    static void fillsAShop() throws SQLException {
        database = Source.database(SHOP);
        connection = Source.connect(database);
    }

    @AfterAll
    static void disconnects() throws SQLException {
        connection.close();
    }

    /** Key position, expected form, statement as a framework gives it to JDBC. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Hibernate 6 and 7
                "1|KEYS|select o1_0.customer_id,o1_0.id,o1_0.placed,o1_0.status,o1_0.total from orders o1_0 where o1_0.customer_id=?",
                "1|KEYS|select c1_0.id,c1_0.email from customer c1_0 where c1_0.id=?",
                "1|KEYS|select c1_0.id,c1_0.email,o1_0.customer_id,o1_0.id,o1_0.total from customer c1_0 left join orders o1_0 on c1_0.id=o1_0.customer_id where c1_0.id=?",
                "1|KEYS|select l1_0.id,l1_0.qty,l1_0.sku from line l1_0 where l1_0.order_id=? and l1_0.sku=? order by l1_0.id",
                "1|LATERAL|select o1_0.id from orders o1_0 where o1_0.customer_id=? order by o1_0.id desc fetch first ? rows only",
                "1|COUNTS|select count(o1_0.id) from orders o1_0 where o1_0.customer_id=?",
                "1|COUNTS|select count(*) from orders o1_0 where o1_0.customer_id=? and o1_0.status=?",
                "1|LATERAL|select coalesce(sum(o1_0.total),?) from orders o1_0 where o1_0.customer_id=? and o1_0.customer_id=?",
                "1|KEYS|select distinct o1_0.status from orders o1_0 where o1_0.customer_id=?",
                "1|KEYS|select o1_0.id from orders o1_0 join line l1_0 on l1_0.order_id=o1_0.id where o1_0.customer_id=? and exists(select 1 from line l2_0 where l2_0.order_id=o1_0.id and l2_0.qty>?)",
                // jOOQ
                "1|KEYS|select \"public\".\"orders\".\"id\", \"public\".\"orders\".\"total\" from \"public\".\"orders\" where \"public\".\"orders\".\"customer_id\" = ?",
                "1|KEYS|select \"Odd table\".\"from\" from \"Odd table\" where \"Odd table\".\"Key\" = ?",
                "2|LATERAL|select \"o\".\"id\" from \"orders\" as \"o\" where (\"o\".\"status\" = ? and \"o\".\"customer_id\" = ?) order by \"o\".\"id\" limit ?",
                "1|LATERAL|select exists (select 1 as \"one\" from \"orders\" where \"orders\".\"customer_id\" = ?)",
                "1|KEYS|select \"id\" from \"orders\" where \"customer_id\" = cast(? as bigint)",
                // EclipseLink
                "1|KEYS|SELECT ID, STATUS, TOTAL FROM ORDERS WHERE (CUSTOMER_ID = ?)",
                "2|KEYS|SELECT t1.ID, t1.SKU FROM ORDERS t0, LINE t1 WHERE ((t0.STATUS = ?) AND (t1.ORDER_ID = ?) AND (t0.ID = t1.ORDER_ID))",
                // MyBatis and JdbcTemplate
                "1|KEYS|select * from orders where customer_id = ?",
                "1|KEYS|select o.*, c.email from orders o join customer c on c.id = o.customer_id where o.customer_id = ?",
                "1|KEYS|select id, status as state from orders where ? = customer_id",
                "1|KEYS|select status, count(*) from orders where customer_id = ? group by status having count(*) > ?",
                "1|KEYS|select id from customer where lower(email) = ?",
                "1|KEYS|select id from customer where region = ?",
                "2|KEYS|select id, meta ->> 'a' from line where order_id = ? and meta is not null",
                "1|KEYS|select id from orders where ref = ?::uuid",
                "1|KEYS|select id from orders where customer_id = ? and placed between ? and ? and status is distinct from 'none'",
                "1|LATERAL|select id from orders where customer_id = ? or status = 'none'",
                "1|LATERAL|select id, row_number() over (order by id) from orders where customer_id = ?",
                "1|LATERAL|select id from orders where customer_id = ? union select order_id from line where order_id = ?",
                "1|LATERAL|with o as (select * from orders where customer_id = ?) select count(*), max(total) from o",
                "1|LATERAL|select max(placed) from orders where customer_id = ?",
                "1|LATERAL|select distinct on (status) status, id from orders where customer_id = ? order by status, id",
                "1|LATERAL|select status, count(*) from orders where customer_id = ? group by rollup (status)",
                "1|LATERAL|select c.id, o.id from customer c left join orders o on o.customer_id = c.id and o.customer_id = ?",
                "1|LATERAL|select 1 from line where order_id = ? limit 1",
            })
    void theRewriteReadsWhatTheLoopReads(int key, Form form, String jdbcSql) throws SQLException {
        CapturedLoop loop = loop(jdbcSql.replace("`", ""), key);

        RewriteCheck check = new RewriteVerifier(connection, CheckOptions.ofDefaults()).check(loop);

        assertThat(check.outcome()).as(check.explanation() + "\n" + check.sql()).isEqualTo(Outcome.EQUAL);
        assertThat(check.sql())
                .contains(
                        switch (form) {
                            case KEYS -> "= any($";
                            case COUNTS -> " group by ";
                            case LATERAL -> " cross join lateral (";
                            case RECURSIVE -> "with recursive";
                        });
        assertThat(check.rows()).as("a comparison of nothing proves nothing").isPositive();
        assertThat(check.tripsBefore()).isEqualTo(check.keys()).isGreaterThan(1);
        assertThat(check.tripsAfter()).isEqualTo(1);
        assertThat(check.repetitions()).isEqualTo(5);
    }

    /** A loop whose values have to be found on the clone, but for those that no column tells. */
    private static CapturedLoop loop(String jdbcSql, int key) {
        NormalizedSql normal = SqlNormalizer.normalize(jdbcSql);
        String sql = normal.sql();
        List<Map<Integer, String>> values = new ArrayList<>();
        if (sql.contains("lower(")) {
            values.add(Map.of(1, "c1@example.org"));
            values.add(Map.of(1, "c2@example.org"));
        } else if (sql.contains("::uuid")) {
            values.addAll(refs());
        } else if (sql.contains("coalesce")) {
            return sample(
                    "select coalesce(sum(o1_0.total),$2) from orders o1_0 where o1_0.customer_id=$1 and $1 > $2", 1);
        } else if (sql.contains("union")) {
            return sample(
                    "select id from orders where customer_id = $1 union select order_id from line where order_id = $1",
                    1);
        } else if (normal.slots().size() > 1 || sql.contains("cast(") || sql.startsWith("with")) {
            return sample(sql, key);
        }
        return new CapturedLoop(sql, List.of(), key, 60, null, null, List.of(), values, null);
    }

    private static List<Map<Integer, String>> refs() {
        List<Map<Integer, String>> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select ref from orders limit 5")) {
            while (rows.next()) {
                values.add(Map.of(1, rows.getString(1)));
            }
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return values;
    }

    private static CapturedLoop sample(String sql, int key) {
        List<Map<Integer, String>> values = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            Map<Integer, String> sample = new TreeMap<>();
            for (int position = 1; position < 6; position++) {
                sample.put(position, constant(sql, position));
            }
            sample.put(key, Integer.toString(i));
            values.add(sample);
        }
        return new CapturedLoop(sql, List.of(), key, 60, null, null, List.of(), values, null);
    }

    private static String constant(String sql, int position) {
        String before = sql.substring(0, Math.max(0, sql.indexOf("$" + position)))
                .stripTrailing()
                .toLowerCase();
        if (before.endsWith("status=") || before.endsWith("status\" =") || before.endsWith("status =")) {
            return "open";
        } else if (before.endsWith("sku=")) {
            return "sku3";
        } else if (before.endsWith("between")) {
            return "2026-01-05";
        } else if (before.endsWith("and") && sql.contains("between")) {
            return "2026-02-01";
        } else if (before.endsWith("from") || before.endsWith("->>")) {
            return "a";
        }
        return "2";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1|it locks rows|select id from orders where customer_id = $1 for update",
                "1|it locks rows|select id from orders where customer_id = $1 for no key update skip locked",
                "1|random, which may be volatile|select id, random() from orders where customer_id = $1",
                "1|nextval, which may be volatile|select nextval($2) from orders where customer_id = $1",
                "1|price_of, which may be volatile|select id, price_of(id) from orders where customer_id = $1",
                "1|it is no query|update orders set status = $2 where id = $1",
                "1|it changes data|with d as (delete from line where order_id = $1 returning id) select id from d",
                "1|random sample|select id from orders tablesample system (10) where customer_id = $1",
                "2|the page, not a key|select id from orders where status = $1 limit $2",
                "1|an argument of sum|select sum($1 + total) from orders where customer_id = $1",
                "3|not in its text|select id from orders where customer_id = $1",
                "1|more than one statement|select id from orders where customer_id = $1; drop table orders",
                "1|the key's type is not in the capture|select max(id) from orders where customer_id = $1",
            })
    void whereItIsNotSafeThereIsAReason(int key, String reason, String sql) {
        assertThat(BatchRewriter.of(sql, key, null))
                .isInstanceOfSatisfying(
                        BatchRewrite.None.class,
                        none -> assertThat(none.reason()).contains(reason));
    }

    @Test
    void keysAreRecognisedByTheirHashes() throws SQLException {
        ValueHasher hasher = ValueHasher.of("000102030405060708090a0b0c0d0e0f");
        List<List<Integer>> hashes = new ArrayList<>();
        for (long key : new long[] {3, 7, 11, 13}) {
            hashes.add(List.of(hasher.hash(key), hasher.hash("open")));
        }
        CapturedLoop loop = new CapturedLoop(
                "select id, total from orders where customer_id = $1 and status = $2",
                List.of(),
                1,
                50,
                "select id, email from customer where region = $1",
                "id",
                List.copyOf(hashes),
                List.of(),
                hasher);

        RewriteCheck check = new RewriteVerifier(connection, CheckOptions.ofDefaults()).check(loop);

        assertThat(check.outcome()).isEqualTo(Outcome.EQUAL);
        assertThat(check.keys()).isEqualTo(4);
        assertThat(check.keySource()).isEqualTo("values of customer.id recognised by their hashes");
        assertThat(check.constantSource()).isEqualTo("recognised by their hashes");
    }

    @Test
    void limitsAndLiteralsOfTheTextAreRecognisedToo() throws SQLException {
        ValueHasher hasher = ValueHasher.of("000102030405060708090a0b0c0d0e0f");
        CapturedLoop loop = new CapturedLoop(
                "select id, coalesce(sku, $1) from line where order_id = $2 order by id limit $3",
                List.of(),
                2,
                20,
                null,
                null,
                List.of(List.of(hasher.hash(""), hasher.hash(9_000_001L), hasher.hash(2L))),
                List.of(),
                hasher);

        RewriteCheck check = new RewriteVerifier(connection, CheckOptions.ofDefaults()).check(loop);

        assertThat(check.outcome()).as(check.explanation()).isEqualTo(Outcome.EQUAL);
        assertThat(check.constantSource()).isEqualTo("recognised by their hashes");
        assertThat(check.rows()).isLessThanOrEqualTo(2L * check.keys());
    }

    @Test
    void aValueThatCannotBeKnownIsNamed() throws SQLException {
        RewriteCheck check = new RewriteVerifier(connection, CheckOptions.ofDefaults())
                .check(new CapturedLoop(
                        "select coalesce(sku, $1) from line where order_id = $2",
                        List.of(),
                        2,
                        20,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        null));

        assertThat(check.outcome()).isEqualTo(Outcome.NOT_RUN);
        assertThat(check.explanation()).startsWith("the value of $1 is not known");
    }

    @Test
    void keysOfAnotherDatabaseAreReplacedByOnesOfTheClone() throws SQLException {
        ValueHasher hasher = ValueHasher.of("000102030405060708090a0b0c0d0e0f");
        CapturedLoop loop = new CapturedLoop(
                "select id from orders where customer_id = $1 and status = $2",
                List.of(),
                1,
                12,
                null,
                null,
                List.of(List.of(hasher.hash(9_000_001L), hasher.hash("gone"))),
                List.of(),
                hasher);

        RewriteCheck check = new RewriteVerifier(connection, CheckOptions.ofDefaults()).check(loop);

        assertThat(check.outcome()).isEqualTo(Outcome.EQUAL);
        assertThat(check.keys()).isEqualTo(12);
        assertThat(check.keySource()).isEqualTo("any values of customer.id on the clone");
        assertThat(check.constantSource()).isEqualTo("the most common of orders.status on the clone");
    }

    @Test
    void aResultThatDiffersIsCalledSo() throws SQLException {
        RewriteCheck check = new RewriteVerifier(connection, CheckOptions.ofDefaults())
                .check(sample("select id, r from noise where customer_id = $1", 1));

        assertThat(check.outcome()).isEqualTo(Outcome.NOT_EQUAL);
        assertThat(check.explanation()).startsWith("for one key the loop reads");
    }

    @Test
    void aStatementThatTakesTooLongIsCancelled() throws SQLException {
        CheckOptions hasty = new CheckOptions(
                Duration.ofMillis(300), Duration.ofMillis(100), 1, Duration.ofSeconds(1), 1_000_000_000);
        RewriteCheck check = new RewriteVerifier(connection, hasty)
                .check(sample(
                        "select count(*) from line a, line b, line c where a.order_id = $1 and a.qty <= b.qty + c.qty",
                        1));

        assertThat(check.outcome()).isEqualTo(Outcome.NOT_RUN);
        assertThat(check.explanation()).isEqualTo("a statement was cancelled after 300 ms on the clone");
    }

    @Test
    void aLockThatIsHeldEndsTheWait() throws SQLException {
        try (Connection holder = Source.connect(database);
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("lock table category in access exclusive mode");

            RewriteCheck check = new RewriteVerifier(
                            connection,
                            new CheckOptions(
                                    Duration.ofSeconds(5), Duration.ofMillis(200), 1, Duration.ofSeconds(1), 100))
                    .check(sample("select name from category where parent_id = $1", 1));
            holder.rollback();

            assertThat(check.explanation()).isEqualTo("a lock was not free within 200 ms on the clone");
        }
    }

    @Test
    void aTableThatTheCloneLacksIsNamed() throws SQLException {
        RewriteCheck check = new RewriteVerifier(connection, CheckOptions.ofDefaults())
                .check(sample("select id from elsewhere where customer_id = $1", 1));

        assertThat(check.outcome()).isEqualTo(Outcome.NOT_RUN);
        assertThat(check.explanation()).contains("relation \"elsewhere\" does not exist");
    }

    @Test
    void nothingCanBeWrittenThroughIt() throws SQLException {
        String sql = "select id from orders where customer_id = $1; commit; drop table line";

        RewriteCheck check = new RewriteVerifier(connection, CheckOptions.ofDefaults()).check(sample(sql, 1));

        assertThat(check.outcome()).isEqualTo(Outcome.NOT_RUN);
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.execute("select 1 from line limit 1")).isTrue();
        }
        connection.rollback();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "parent_id|select c1_0.id,c1_0.name,c1_0.parent_id from category c1_0 where c1_0.id=$1",
                "up|select id, parent_id as up from category where id = $1",
                "id|select id, name from category where parent_id = $1",
            })
    void aWalkReadsTheRowsOfAllItsSteps(String next, String sql) throws SQLException {
        RewriteCheck check = new RewriteVerifier(connection, CheckOptions.ofDefaults())
                .checkWalk(new CapturedLoop(sql, List.of(), 1, 31, null, next, List.of(), List.of(), null));

        assertThat(check.outcome()).as(check.explanation()).isEqualTo(Outcome.EQUAL);
        assertThat(check.sql()).startsWith("with recursive walk as (");
        assertThat(check.rows()).isGreaterThan(40);
        assertThat(check.tripsBefore()).isGreaterThan(3 * check.tripsAfter() / 2);
    }

    @Test
    void aWalkInACircleIsGivenUp() throws SQLException {
        CheckOptions options =
                new CheckOptions(Duration.ofSeconds(5), Duration.ofSeconds(1), 1, Duration.ofSeconds(1), 500);

        RewriteCheck check = new RewriteVerifier(connection, options)
                .checkWalk(new CapturedLoop(
                        "select id, id as again from category where id = $1",
                        List.of(),
                        1,
                        5,
                        null,
                        "again",
                        List.of(),
                        List.of(),
                        null));

        assertThat(check.outcome()).isEqualTo(Outcome.NOT_RUN);
        assertThat(check.explanation()).isEqualTo("the loop reads more than 500 rows");
    }
}
