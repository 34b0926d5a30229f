package dev.sonde.migrations.writer;

import java.util.ArrayList;
import java.util.List;

/**
 * Text of a migration that builds one index. A build that fails leaves an INVALID index of the same name, which
 * {@code if not exists} would take for done: so the script first removes such a leftover and finally asserts that the
 * index can be used. An index that someone built by hand before is kept.
 */
final class IndexScript {

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

    String text() {
        List<String> lines = new ArrayList<>(header());
        boolean concurrent = migration.mode() == BuildMode.CONCURRENT;
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
        return String.join("\n", lines) + "\n";
    }

    private List<String> header() {
        Evidence evidence = migration.evidence();
        List<String> lines = new ArrayList<>();
        lines.add(SqlText.comment("Sonde advice " + evidence.id() + ": index on "
                + migration.index().table() + " for " + evidence.queries()
                + (evidence.queries() == 1 ? " captured query" : " captured queries")));
        evidence.figures().forEach(figure -> lines.add(SqlText.comment(figure)));
        if (migration.mode() == BuildMode.CONCURRENT) {
            lines.add("-- Takes SHARE UPDATE EXCLUSIVE on the table: reads and writes go on, VACUUM and DDL wait.");
            lines.add("-- Runs outside a transaction, see the .conf file beside this one. With Flyway's default lock,"
                    + " give");
            lines.add("-- Flyway's own JDBC URL preferQueryMode=simple, or the build waits for Flyway for ever.");
        } else {
            lines.add("-- Takes SHARE on the table: reads go on, writes wait until the index is built.");
        }
        return lines;
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
