package dev.sonde.migrations.writer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Text of a migration that builds one index. A build that fails leaves an INVALID index of the same name, which
 * {@code if not exists} would take for done: so the script first removes such a leftover and finally asserts that the
 * index can be used. An index that someone built by hand before is kept. Where the build would wait for Flyway's own
 * open transaction, the script fails at once instead.
 */
final class IndexScript {

    /** How a script that cannot run in a transaction must be run. */
    static final String SEE_CONF = "Runs outside a transaction, see the .conf file beside this one.";

    static final List<String> DEFAULT_LOCK = List.of(
            "With Flyway's default lock it refuses to run, since it would wait for Flyway for ever, unless Flyway's own",
            "JDBC URL has preferQueryMode=simple.");

    /**
     * Fails where Flyway would wait for itself: it holds its lock in an open transaction, and if that keeps a snapshot,
     * a concurrent build waits for its end, which Flyway does not come to before the build is done.
     */
    static final String REFUSE_TO_HANG = """

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
            """;

    private final IndexMigration migration;
    private final String qualifiedIndex;
    private final String indexLiteral;
    private final String tableLiteral;

    IndexScript(IndexMigration migration) {
        this.migration = migration;
        this.qualifiedIndex = migration.qualifiedName().sql();
        this.indexLiteral = SqlText.literal(qualifiedIndex);
        this.tableLiteral = SqlText.literal(migration.index().table().sql());
    }

    IndexChange.Script script() {
        List<String> lines = new ArrayList<>();
        boolean concurrent = migration.mode() == BuildMode.CONCURRENT;
        if (concurrent) {
            lines.add("do " + SqlText.dollarQuoted(REFUSE_TO_HANG) + ";");
        }
        lines.add((concurrent ? "set" : "set local") + " lock_timeout = '3s';");
        lines.add("do " + SqlText.dollarQuoted(dropLeftover()) + ";");
        if (concurrent) {
            // The build waits for transactions older than itself; a short lock_timeout would kill it in the middle.
            lines.add("set lock_timeout = '30min';");
            lines.add("set statement_timeout = 0;");
        }
        lines.add(create(concurrent));
        lines.add("do " + SqlText.dollarQuoted(assertUsable()) + ";");
        if (migration.index().keys().stream().anyMatch(key -> !key.isColumn())) {
            // The server gathers statistics on an index's expressions only when it analyses the table.
            lines.add("analyze " + SqlText.rewritten(migration.index().table().sql()) + ";");
        }
        if (concurrent) {
            lines.add("reset lock_timeout;");
            lines.add("reset statement_timeout;");
        }
        return new IndexChange.Script(migration.name(), header(), lines, !concurrent);
    }

    private List<String> header() {
        Evidence evidence = migration.evidence();
        List<String> lines = new ArrayList<>();
        lines.add("Sonde advice " + evidence.id() + ": index on "
                + migration.index().table() + " for " + evidence.queries()
                + (evidence.queries() == 1 ? " captured query" : " captured queries"));
        lines.addAll(evidence.figures());
        if (migration.index().unique()) {
            lines.add("Fails if two rows have the same key; this finds them before: " + duplicates());
        }
        if (migration.mode() == BuildMode.CONCURRENT) {
            lines.add("Takes SHARE UPDATE EXCLUSIVE on the table: reads and writes go on, VACUUM and DDL wait.");
            lines.add(SEE_CONF);
            lines.addAll(DEFAULT_LOCK);
        } else {
            lines.add("Takes SHARE on the table: reads go on, writes wait until the index is built.");
        }
        return lines;
    }

    private String duplicates() {
        String keys = migration.index().keys().stream()
                .map(key -> key.isColumn()
                        ? SqlText.identifier(key.expression())
                        : "(" + SqlText.rewritten(key.expression()) + ")")
                .collect(Collectors.joining(", "));
        String predicate = migration.index().predicate();
        return "select " + keys + ", count(*) from "
                + SqlText.rewritten(migration.index().table().sql())
                + (predicate.isEmpty() ? "" : " where " + SqlText.rewritten(predicate))
                + " group by " + keys + " having count(*) > 1;";
    }

    private String dropLeftover() {
        return """

                begin
                  -- only what a failed build left behind, never a valid index
                  if exists (
                    select 1 from pg_catalog.pg_index
                    where indexrelid = pg_catalog.to_regclass(%s)
                      and indrelid = pg_catalog.to_regclass(%s)
                      and not indisvalid)
                  then
                    execute %s;
                  end if;
                end
                """.formatted(indexLiteral, tableLiteral, SqlText.literal("drop index " + qualifiedIndex));
    }

    private String create(boolean concurrent) {
        return "create " + (migration.index().unique() ? "unique " : "") + "index "
                + (concurrent ? "concurrently " : "") + "if not exists " + SqlText.identifier(migration.name()) + " on "
                + SqlText.rewritten(migration.index().target()) + ";";
    }

    private String assertUsable() {
        return """

                begin
                  if not exists (
                    select 1 from pg_catalog.pg_index
                    where indexrelid = pg_catalog.to_regclass(%s)
                      and indrelid = pg_catalog.to_regclass(%s)
                      and indisvalid and indisready)
                  then
                    raise exception 'index %% is missing or invalid, or not on table %%', %s, %s;
                  end if;
                end
                """.formatted(indexLiteral, tableLiteral, indexLiteral, tableLiteral);
    }
}
