package dev.sonde.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.Source;
import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Key;
import dev.sonde.engine.index.QualifiedName;
import dev.sonde.engine.verify.Verification.Measured;
import dev.sonde.engine.verify.Verification.Subject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdviceVerifierTest {

    private static final QualifiedName EVENTS = new QualifiedName("public", "events");
    private static final IndexDefinition BY_ACCOUNT = IndexDefinition.btree(EVENTS, "account");
    private static final IndexDefinition BY_TIME = IndexDefinition.btree(EVENTS, "happened");

    private static String database;
    private static long before;

    /** The open events are the last by time, which the planner does not know; rows lie in no order. */
    @BeforeAll
    static void create() throws SQLException {
        database = Source.database("""
            create table events as
              select i as id, i % 3000 as account, happened, case when happened > 297000 then 'open' else 'done' end as state,
                repeat('x', 60) as filler
              from (select i, (i::bigint * 104729 % 300000)::int as happened from generate_series(1, 300000) i) s;
            create table empty_one (id int, note text);
            create table visits (account int, at int, filler text) partition by range (at);
            create table visits_old partition of visits for values from (0) to (100000);
            create schema parts;
            create table parts.visits_new partition of visits for values from (100000) to (200000);
            insert into visits select i % 3000, i, repeat('x', 60) from generate_series(1, 150000) i;
            create index visits_old_account on visits_old (account);
            """);
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        }
        before = indexes();
    }

    private static Verification verify(List<IndexDefinition> indexes, String... statements) throws SQLException {
        return verify(Duration.ofSeconds(10), indexes, statements);
    }

    private static Verification verify(Duration timeout, List<IndexDefinition> indexes, String... statements)
            throws SQLException {
        VerifyOptions options = new VerifyOptions(timeout, Duration.ofMinutes(1), Duration.ofSeconds(1), 3);
        try (Connection connection = Source.connect(database)) {
            List<Subject> subjects = List.of(statements).stream()
                    .map(sql -> new Subject("of " + sql, sql, 10))
                    .toList();
            return new AdviceVerifier(connection, options).verify(indexes, List.of(), subjects);
        }
    }

    private static long indexes() throws SQLException {
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from pg_class where relkind = 'i' and relnamespace in ('public'::regnamespace, 'parts'::regnamespace)")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void acceptsAnIndexThatIsMeasuredToHelpAndDropsIt() throws SQLException {
        Verification result = verify(List.of(BY_ACCOUNT), "select count(*) from events where account = 77");

        Measured measured = result.statements().get(0);
        assertThat(measured.uses()).containsExactly(BY_ACCOUNT);
        assertThat(measured.afterMillis()).isLessThan(measured.beforeMillis());
        assertThat(result.indexes().get(0).rejection()).isNull();
        assertThat(result.indexes().get(0).bytes()).isGreaterThan(1_000_000);
        assertThat(result.rejected()).isEmpty();
        assertThat(indexes()).isEqualTo(before);
    }

    @Test
    void buildsAnIndexOfAPartitionedTableOnItsPartitionsAndLeavesAnEqualOneOfAPartition() throws SQLException {
        IndexDefinition byAccount = IndexDefinition.btree(new QualifiedName("public", "visits"), "account");

        Verification result = verify(List.of(byAccount), "select count(filler) from visits where account = 77");

        assertThat(result.statements().get(0).uses()).containsExactly(byAccount);
        assertThat(result.indexes().get(0).rejection()).isNull();
        assertThat(result.indexes().get(0).bytes()).isGreaterThan(1_000_000);
        assertThat(indexes()).isEqualTo(before);
    }

    /** The planner takes the index in time order to find ten open events soon; they all come last. */
    @Test
    void rejectsAnIndexThatThePlannerLikesAndTheClockDoesNot() throws SQLException {
        String sql = "select * from events where state = 'open' order by happened limit 10";
        Verification result = verify(List.of(BY_TIME, BY_ACCOUNT), sql);

        assertThat(result.withAll().get(0).uses()).containsExactly(BY_TIME);
        assertThat(result.withAll().get(0).isRegression()).isTrue();
        assertThat(result.indexes().get(0).rejection()).startsWith("slower with it, measured: of select");
        assertThat(result.indexes().get(1).rejection()).isEqualTo("no statement that was run used it");
        assertThat(result.rejected()).containsExactly(BY_TIME, BY_ACCOUNT);
        assertThat(result.slower()).containsExactly(BY_TIME);
        assertThat(indexes()).isEqualTo(before);
    }

    /**
     * One part is the statement of the test before, the others look-ups that are the faster for their index: without the index
     * of the one, all takes a third of what it took before, and with it several times as long.
     */
    @Test
    void rejectsOfTheIndexesOfASlowerStatementOnlyTheOneThatItIsSlowerFor() throws SQLException {
        String lookup = "select count(filler) from events where account = 77";
        String both = "select (" + lookup + "), (" + lookup.replace("77", "78") + "),"
                + " (select filler from events where state = 'open' order by happened limit 1 offset 9)";

        Verification result = verify(List.of(BY_ACCOUNT, BY_TIME), both, lookup);

        assertThat(result.withAll().get(0).uses()).containsExactly(BY_ACCOUNT, BY_TIME);
        assertThat(result.withAll().get(0).isRegression()).isTrue();
        assertThat(result.rejected()).containsExactly(BY_TIME);
        assertThat(result.standing()).containsExactly(BY_ACCOUNT);
        assertThat(result.indexes().get(1).rejection()).isEqualTo("slower with it, measured: of " + both);
        assertThat(result.statements())
                .extracting(Measured::uses)
                .containsExactly(List.of(BY_ACCOUNT), List.of(BY_ACCOUNT));
        assertThat(result.statements()).noneMatch(Measured::isRegression);
        assertThat(indexes()).isEqualTo(before);
    }

    /** Both parts are slower for their index, so that without either one alone the whole is still slower than before. */
    @Test
    void rejectsOneAfterTheOtherWhereSeveralMakeAStatementSlower() throws SQLException {
        IndexDefinition byExpression = new IndexDefinition(
                EVENTS,
                "btree",
                List.of(new Key("happened + 0", false, "", IndexDefinition.Order.ASC_NULLS_LAST)),
                List.of(),
                false,
                "");
        String open = "(select filler from events where state = 'open' order by happened limit 1 offset 9)";
        String both = "select " + open + ", " + open.replace("happened", "happened + 0");

        Verification result = verify(List.of(BY_TIME, byExpression), both);

        assertThat(result.withAll().get(0).uses()).containsExactly(BY_TIME, byExpression);
        assertThat(result.slower()).containsExactly(BY_TIME, byExpression);
        assertThat(result.rejected()).isEqualTo(result.slower());
        assertThat(result.statements().get(0).uses()).isEmpty();
        assertThat(indexes()).isEqualTo(before);
    }

    @Test
    void runsNothingThatWritesOrIsNotWhole() throws SQLException {
        Verification result = verify(
                List.of(BY_ACCOUNT),
                "update events set account = 1",
                "with gone as (delete from events returning id) select * from gone",
                "select * from events where account = $1",
                "select 1; drop table events",
                "select no_such_column from events");

        assertThat(result.statements()).isEmpty();
        assertThat(result.skipped())
                .extracting(Verification.Skipped::reason)
                .satisfiesExactlyInAnyOrder(
                        reason -> assertThat(reason).isEqualTo("only queries are run"),
                        reason -> assertThat(reason).contains("read-only transaction"),
                        reason -> assertThat(reason).isEqualTo("not all of its values are known"),
                        reason -> assertThat(reason).isEqualTo("more than one statement"),
                        reason -> assertThat(reason).contains("no_such_column"));
    }

    @Test
    void aStatementThatEndsInTimeOnlyWithTheIndexIsNoRegression() throws SQLException {
        String sql = "select pg_sleep(0.3) from events where account = 77 limit 1 offset 99";
        Verification slow = verify(Duration.ofMillis(200), List.of(BY_ACCOUNT), sql);

        assertThat(slow.statements().get(0).beforeTimedOut()).isTrue();
        assertThat(slow.statements().get(0).beforeMillis()).isEqualTo(200);
        assertThat(slow.statements().get(0).isRegression()).isFalse();
    }

    @Test
    void saysWhyAnIndexCouldNotBeBuilt() throws SQLException {
        IndexDefinition unique =
                new IndexDefinition(EVENTS, "btree", List.of(Key.column("account")), List.of(), true, "");
        Verification result = verify(List.of(unique), "select count(*) from events where account = 77");

        assertThat(result.indexes().get(0).rejection())
                .startsWith("could not be built: ")
                .contains("duplicated");
        assertThat(indexes()).isEqualTo(before);
    }

    /** As after a kill: the comment says whose it is. One of the same name that somebody else made stays. */
    @Test
    void dropsWhatAnEarlierRunLeftBehindAndNothingElse() throws SQLException {
        try (Connection connection = Source.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("create index sonde_verify_left_0 on empty_one (id)");
            statement.execute(
                    "comment on index sonde_verify_left_0 is" + " 'built by sonde advise --verify, to be dropped'");
            statement.execute("create index sonde_verify_mine on empty_one (note)");
            try {
                verify(List.of(), "select 1");

                try (ResultSet row = statement.executeQuery(
                        "select to_regclass('sonde_verify_left_0'), to_regclass('sonde_verify_mine')")) {
                    row.next();
                    assertThat(row.getString(1)).isNull();
                    assertThat(row.getString(2)).isEqualTo("sonde_verify_mine");
                }
            } finally {
                statement.execute("drop index if exists sonde_verify_mine, sonde_verify_left_0");
            }
        }
    }
}
