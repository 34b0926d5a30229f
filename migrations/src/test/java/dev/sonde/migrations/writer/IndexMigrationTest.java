package dev.sonde.migrations.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sonde.engine.index.IndexDefinition;
import dev.sonde.engine.index.IndexDefinition.Order;
import dev.sonde.engine.index.QualifiedName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexMigrationTest {

    private static final QualifiedName ORDERS = new QualifiedName("public", "orders");
    private static final Evidence EVIDENCE =
            new Evidence("3f2a9c1d", 3, List.of("estimated: cost 61000.00 to 8.40 (plan twin, PostgreSQL 18.4)"));

    @Test
    void aConcurrentBuildRemovesItsOwnLeftoverAndAssertsThatTheIndexIsValid() {
        IndexMigration migration = new IndexMigration(
                IndexDefinition.btree(ORDERS, "customer_id"), "idx_orders_customer_id", EVIDENCE, BuildMode.CONCURRENT);

        assertThat(migration.script()).isEqualTo("""
                -- Sonde advice 3f2a9c1d: index on public.orders for 3 captured queries
                -- estimated: cost 61000.00 to 8.40 (plan twin, PostgreSQL 18.4)
                -- Takes SHARE UPDATE EXCLUSIVE on the table: reads and writes go on, VACUUM and DDL wait.
                -- Runs outside a transaction, see the .conf file beside this one.
                -- With Flyway's default lock it refuses to run, since it would wait for Flyway for ever, unless Flyway's own
                -- JDBC URL has preferQueryMode=simple.
                do $sonde$
                begin
                  -- keys of Flyway's advisory locks begin with the letters Fl, give or take the hash that is added
                  if exists (
                    select 1
                    from pg_catalog.pg_locks l
                    join pg_catalog.pg_stat_activity a on a.pid = l.pid
                    where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.classid in (18027, 18028, 18029)
                      and a.datname = pg_catalog.current_database() and a.pid <> pg_catalog.pg_backend_pid()
                      and a.state = 'idle in transaction' and a.backend_xmin is not null)
                  then
                    raise exception 'this would wait for ever for the transaction in which Flyway keeps its lock'
                      using hint = 'give the JDBC URL that Flyway connects to preferQueryMode=simple, or set'
                        ' flyway.postgresql.transactional.lock=false; sonde doctor names the line';
                  end if;
                end
                $sonde$;
                set lock_timeout = '3s';
                do $sonde$
                begin
                  -- only what a failed build left behind, never a valid index
                  if exists (
                    select 1 from pg_catalog.pg_index
                    where indexrelid = pg_catalog.to_regclass('public.idx_orders_customer_id')
                      and indrelid = pg_catalog.to_regclass('public.orders')
                      and not indisvalid)
                  then
                    execute 'drop index public.idx_orders_customer_id';
                  end if;
                end
                $sonde$;
                set lock_timeout = '30min';
                set statement_timeout = 0;
                create index concurrently if not exists idx_orders_customer_id on public.orders (customer_id);
                do $sonde$
                begin
                  if not exists (
                    select 1 from pg_catalog.pg_index
                    where indexrelid = pg_catalog.to_regclass('public.idx_orders_customer_id')
                      and indrelid = pg_catalog.to_regclass('public.orders')
                      and indisvalid and indisready)
                  then
                    raise exception 'index % is missing or invalid, or not on table %', 'public.idx_orders_customer_id', 'public.orders';
                  end if;
                end
                $sonde$;
                reset lock_timeout;
                reset statement_timeout;
                """);
        assertThat(migration.undo()).isEqualTo("drop index concurrently if exists public.idx_orders_customer_id;");
    }

    @Test
    void aPlainBuildStaysInItsTransactionAndLeaksNoSetting() {
        String script = new IndexMigration(
                        IndexDefinition.btree(ORDERS, "customer_id"),
                        "idx_orders_customer_id",
                        EVIDENCE,
                        BuildMode.PLAIN)
                .script();

        assertThat(script)
                .contains("set local lock_timeout = '3s';")
                .contains("\ncreate index if not exists idx_orders_customer_id on public.orders (customer_id);\n")
                .contains("writes wait until the index is built")
                .doesNotContain("concurrently", "statement_timeout", "reset");
    }

    @Test
    void anIndexOnAnExpressionIsFollowedByAnalyze() {
        IndexDefinition index = new IndexDefinition(
                ORDERS,
                "btree",
                List.of(new IndexDefinition.Key(
                        "lower((email)::text)", false, "text_pattern_ops", Order.DESC_NULLS_LAST)),
                List.of("id"),
                true,
                "(deleted_at IS NULL) AND (state = 'it''s\\ \n${x}'::text)");

        String script = new IndexMigration(index, "i", EVIDENCE, BuildMode.CONCURRENT).script();

        assertThat(script)
                .contains("create unique index concurrently if not exists i on public.orders "
                        + "((lower((email)::text)) text_pattern_ops desc nulls last) include (id) where "
                        + "(deleted_at IS NULL) AND (state = E'it''s\\\\ \\u000A\\u0024{x}'::text);")
                .contains("\nanalyze public.orders;\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = 1; drop table canary",
                "a = 1 -- x",
                "a /* x */ = 1",
                "a = $$x$$",
                "a = E'\\''",
                "a = 'x",
                "a = \"x",
                "a) , (b",
                "(a = 1",
                "a = $1",
                "a = {x}",
                "\\! ls",
                "a\u2028 = 1",
            })
    void refusesWhatIsMoreThanAnExpression(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IndexMigration(
                        new IndexDefinition(
                                ORDERS, "btree", List.of(IndexDefinition.Key.column("a")), List.of(), false, text),
                        "i",
                        EVIDENCE,
                        BuildMode.CONCURRENT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IndexMigration(
                        new IndexDefinition(
                                ORDERS,
                                "btree",
                                List.of(new IndexDefinition.Key(text, false, "", Order.ASC_NULLS_LAST)),
                                List.of(),
                                false,
                                ""),
                        "i",
                        EVIDENCE,
                        BuildMode.CONCURRENT));
    }

    @Test
    void refusesANameThatPostgresWouldCut() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IndexMigration(
                        IndexDefinition.btree(ORDERS, "a"), "ü".repeat(32), EVIDENCE, BuildMode.PLAIN))
                .withMessageContaining("64");
    }

    @Test
    void nothingInTheEvidenceCanEndTheComment() {
        Evidence hostile =
                new Evidence("x\ndrop table canary;", 1, List.of("a\r\nb\u2028c\u202Ed ${x} */ \u0085 \u001b[31m"));

        String script = new IndexMigration(
                        IndexDefinition.btree(new QualifiedName("public", "o\n; drop"), "a"),
                        "i",
                        hostile,
                        BuildMode.CONCURRENT)
                .script();

        assertThat(script.lines().takeWhile(line -> !line.startsWith("do ")))
                .hasSize(6)
                .allMatch(line -> line.startsWith("-- "));
        assertThat(script)
                .doesNotContain("${")
                .contains("a<U+000D><U+000A>b<U+2028>c<U+202E>d $ {x} */ <U+0085> <U+001B>[31m");
    }
}
