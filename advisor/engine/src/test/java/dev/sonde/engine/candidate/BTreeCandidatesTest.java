package dev.sonde.engine.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.plan.Expression.Column;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BTreeCandidatesTest {

    private static String database;

    @BeforeAll
    static void makeRows() throws SQLException {
        database = Proposed.database("""
                create table accounts (id bigint primary key, name text not null);
                insert into accounts select i, 'account ' || i from generate_series(1, 20000) i;
                create table orders (id bigint generated always as identity primary key,
                  account_id bigint not null references accounts, tenant int not null, status varchar(16) not null,
                  total numeric(12, 2) not null, note text, created_at timestamp not null, seen_at timestamptz not null,
                  deleted_at timestamp, open boolean not null, "Größe" int not null);
                insert into orders (account_id, tenant, status, total, note, created_at, seen_at, deleted_at, open, "Größe")
                  select 1 + (i::bigint * 7919 % 20000), i % 50, case when i % 500 = 0 then 'queued' else 'done' end, i % 977,
                    'note ' || i, timestamp '2025-01-01' + (i::bigint * 104729 % 100000) * interval '1 minute',
                    timestamptz '2025-01-01' + i * interval '1 minute',
                    case when i % 3 = 0 then timestamp '2025-06-01' end, i % 400 = 0, i::bigint * 31 % 5000
                  from generate_series(1, 100000) i;
                create table foreign_accounts (id int primary key);
                """);
    }

    private static void isProposedAndUsed(String target, String sql) throws SQLException {
        Proposed proposed = Proposed.on(database).statements(sql);

        assertThat(proposed.targets()).contains(target);
        assertThat(proposed.isUsed(target, sql)).as(target + " for " + sql).isTrue();
    }

    @Test
    void putsEqualityBeforeOrder() throws SQLException {
        isProposedAndUsed(
                "public.orders (tenant, created_at)",
                "select * from orders where tenant = $1 order by created_at desc limit 20");
    }

    @Test
    void keepsDirectionsThatDiffer() throws SQLException {
        isProposedAndUsed(
                "public.orders (tenant, created_at desc, id)",
                "select * from orders where tenant = $1 order by created_at desc, id limit 20");
        isProposedAndUsed(
                "public.orders (created_at nulls first)",
                "select * from orders order by created_at desc nulls last limit 20");
    }

    @Test
    void proposesNoOrderThatAnotherIsReadBackwards() throws SQLException {
        Proposed proposed = Proposed.on(database)
                .statements(
                        "select * from orders order by created_at desc, id limit 20",
                        "select * from orders order by created_at, id desc limit 20");

        assertThat(proposed.targets())
                .contains("public.orders (created_at desc, id)")
                .doesNotContain("public.orders (created_at, id desc)");
    }

    @Test
    void servesPagingByKey() throws SQLException {
        isProposedAndUsed(
                "public.orders (tenant, created_at, id)",
                "select * from orders where tenant = $1 and (created_at, id) < ($2, $3) limit 20");
    }

    @Test
    void triesAListBeforeAndAfterTheOrder() throws SQLException {
        Proposed proposed = Proposed.on(database)
                .statements(
                        "select * from orders where tenant = 7 and \"Größe\" in (1, 2, 3) order by created_at limit 20");

        assertThat(proposed.targets())
                .contains(
                        "public.orders (tenant, \"Größe\", created_at)",
                        "public.orders (tenant, created_at, \"Größe\")");
    }

    @Test
    void servesTheFirstAndTheLast() throws SQLException {
        isProposedAndUsed("public.orders (created_at)", "select max(created_at) from orders");
    }

    @Test
    void servesEachSideOfAnOr() throws SQLException {
        Proposed proposed =
                Proposed.on(database).statements("select * from orders where account_id = 5 or \"Größe\" = 7");

        assertThat(proposed.targets()).contains("public.orders (account_id)", "public.orders (\"Größe\")");
    }

    @Test
    void indexesWhatIsComputed() throws SQLException {
        isProposedAndUsed("public.orders ((lower(note)))", "select * from orders where lower(note) = $1");
        isProposedAndUsed(
                "public.orders ((date_trunc('day'::text, created_at)))",
                "select * from orders where date_trunc('day', created_at) = '2025-01-05'");
        isProposedAndUsed(
                "public.orders ((lower((status)::text)), created_at)",
                "select * from orders where lower(status) = 'queued' order by created_at limit 10");
        isProposedAndUsed(
                "public.orders ((COALESCE(note, ''::text)))",
                "select * from orders where coalesce(note, '') = 'note 5'");
    }

    @Test
    void saysWhyAnExpressionCannotBeIndexed() throws SQLException {
        Proposed proposed = Proposed.on(database)
                .statements(
                        "select * from orders where date_trunc('day', seen_at) = '2025-01-05'",
                        "select * from orders where seen_at::date = '2025-01-05'",
                        "select * from orders where to_char(created_at, 'YYYY') = '2025'",
                        "select * from orders where id::numeric = 5.0");

        assertThat(proposed.targets()).isEmpty();
        assertThat(proposed.rejections())
                .extracting(Rejection::reason)
                .satisfiesExactlyInAnyOrder(
                        reason -> assertThat(reason).contains("date_trunc of a time with time zone"),
                        reason -> assertThat(reason).contains("timestamp with time zone to date"),
                        reason -> assertThat(reason).contains("to_char"),
                        reason -> assertThat(reason).contains("makes the server convert the column"));
        assertThat(proposed.rejections()).extracting(Rejection::hint).contains("bind it as bigint, not as numeric");
    }

    @Test
    void keepsOnlyRowsThatALiteralOrANullTestNames() throws SQLException {
        isProposedAndUsed(
                "public.orders (created_at) where (status)::text = 'queued'::text",
                "select * from orders where status = 'queued' order by created_at limit 10");
        isProposedAndUsed(
                "public.orders (account_id) where deleted_at is null",
                "select * from orders where account_id = $1 and deleted_at is null");
        isProposedAndUsed(
                "public.orders (created_at) where open",
                "select * from orders where open order by created_at limit 10");
    }

    @Test
    void keepsNoRowsByAValueThatWasBoundOrIsFrequent() throws SQLException {
        Proposed bound = Proposed.on(database)
                .statement(
                        "select * from orders where status = 'queued' order by created_at limit 10",
                        Set.of(new Column("orders", "status")),
                        Double.NaN);
        Proposed frequent = Proposed.on(database)
                .statements("select * from orders where status = 'done' order by created_at limit 10");

        assertThat(bound.targets()).isNotEmpty().noneMatch(target -> target.contains("where"));
        assertThat(frequent.targets()).isNotEmpty().noneMatch(target -> target.contains("where"));
    }

    @Test
    void includesColumnsUnlessUpdatesChangeThem() throws SQLException {
        String sql = "select sum(total) from orders where account_id = $1";
        isProposedAndUsed("public.orders (account_id) include (total)", sql);

        Proposed updated = Proposed.on(database).statements(sql, "update orders set total = 0 where id = $1");

        assertThat(updated.targets())
                .contains("public.orders (account_id)")
                .noneMatch(target -> target.contains("include (total)"));
        assertThat(updated.rejections())
                .anySatisfy(rejection -> assertThat(rejection.reason()).contains("change total"));
    }

    @Test
    void servesTheCheckBehindAForeignKey() throws SQLException {
        Proposed deleted = Proposed.on(database).statements("delete from accounts where id = $1");
        Proposed renamed = Proposed.on(database).statements("update accounts set name = $1 where id = $2");

        assertThat(deleted.targets()).contains("public.orders (account_id)");
        assertThat(deleted.isUsed("public.orders (account_id)", "select from orders x where account_id = $1"))
                .isTrue();
        assertThat(renamed.targets()).isEmpty();
    }

    @Test
    void putsFirstWhatOtherStatementsCompareToo() throws SQLException {
        Proposed proposed = Proposed.on(database)
                .statements(
                        "select * from orders where tenant = $1 and account_id = $2",
                        "select count(*) from orders where tenant = $1");

        assertThat(proposed.targets()).contains("public.orders (tenant, account_id)");
    }

    @Test
    void saysWhatAnIndexCoversAlready() throws SQLException {
        Proposed proposed = Proposed.on(database).statements("select * from orders where id = $1");

        assertThat(proposed.targets()).isEmpty();
        assertThat(proposed.rejections())
                .extracting(Rejection::reason)
                .containsExactly("index orders_pkey does this already");
    }

    @Test
    void passesOverSmallTables() throws SQLException {
        Proposed proposed = Proposed.on(database).statements("select * from foreign_accounts where id > 5");

        assertThat(proposed.targets()).isEmpty();
        assertThat(proposed.rejections())
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.reason()).contains("reading it through is as good"));
    }

    @Test
    void passesOverTablesOfTheSystem() throws SQLException {
        Proposed proposed = Proposed.on(database).statements("select * from pg_class where relpages > 5");

        assertThat(proposed.targets()).isEmpty();
        assertThat(proposed.rejections())
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.reason()).contains("not a table of the snapshot"));
    }

    @Test
    void boundsTheirNumber() throws SQLException {
        Proposed proposed = Proposed.on(database);
        String[] columns = {"account_id", "tenant", "status", "note", "created_at", "total", "\"Größe\"", "seen_at"};
        for (String first : columns) {
            for (String second : columns) {
                for (String order : columns) {
                    proposed.statements("select id from orders where " + first + " = $1 and " + second
                            + " = $2 order by " + order + " limit 5");
                }
            }
        }

        assertThat(proposed.candidates()).hasSize(Proposals.MAX_PER_TABLE);
        assertThat(proposed.rejections())
                .anySatisfy(rejection -> assertThat(rejection.reason()).contains("left out: of the "));
    }
}
