package dev.sonde.migrations.writer;

import java.util.ArrayList;
import java.util.List;

/**
 * Text of a migration that drops one index, but only the one that was examined: an index that has another definition by
 * now, or that a constraint, the replica identity or a partitioned index needs, is left alone and the migration fails.
 * A drop that is cancelled leaves the index INVALID; running the migration again finishes it.
 */
final class DropScript {

    private final IndexDrop drop;
    private final String index;
    private final String indexLiteral;
    private final String definitionLiteral;

    DropScript(IndexDrop drop) {
        this.drop = drop;
        this.index = drop.qualifiedName().sql();
        this.indexLiteral = SqlText.literal(index);
        this.definitionLiteral = SqlText.literal(drop.definition());
    }

    IndexChange.Script script() {
        List<String> header = new ArrayList<>();
        header.add("Sonde advice " + drop.evidence().id() + ": drop of index " + drop.qualifiedName());
        header.addAll(drop.evidence().figures());
        header.add("To undo it: " + drop.undo());
        header.add("Takes ACCESS EXCLUSIVE on the index only when nobody uses it any more: reads and writes go on.");
        // Unlike a build, a drop waits for no snapshots, so Flyway's default lock does not stop it.
        header.add(IndexScript.SEE_CONF);
        List<String> statements = new ArrayList<>();
        statements.add("set lock_timeout = '3s';");
        statements.add("do " + SqlText.dollarQuoted(assertExamined()) + ";");
        drop.replacement()
                .ifPresent(replacement -> statements.add(
                        "do " + SqlText.dollarQuoted(assertReplaced(SqlText.literal(replacement.sql()))) + ";"));
        // A drop that is cut off leaves an index that was valid INVALID.
        statements.add("set lock_timeout = '30min';");
        statements.add("set statement_timeout = 0;");
        statements.add("drop index concurrently if exists " + SqlText.rewritten(index) + ";");
        statements.add("reset lock_timeout;");
        statements.add("reset statement_timeout;");
        return new IndexChange.Script("drop " + drop.name(), header, statements, false);
    }

    private String assertExamined() {
        return """

                begin
                  -- names in expressions are written as the search path needs them, so both ways count
                  if pg_catalog.pg_get_indexdef(pg_catalog.to_regclass(%1$s)) <> %2$s then
                    perform pg_catalog.set_config('search_path', 'pg_catalog', true);
                    if pg_catalog.pg_get_indexdef(pg_catalog.to_regclass(%1$s)) <> %2$s then
                      raise exception 'index %% is not the one that was examined, which was: %%', %1$s, %2$s;
                    end if;
                  end if;
                  if exists (
                    select 1 from pg_catalog.pg_constraint where conindid = pg_catalog.to_regclass(%1$s)
                    union all
                    select 1 from pg_catalog.pg_inherits where inhrelid = pg_catalog.to_regclass(%1$s)
                    union all
                    select 1 from pg_catalog.pg_index
                    where indexrelid = pg_catalog.to_regclass(%1$s) and (indisreplident or indisclustered))
                  then
                    raise exception 'index %% is needed by a constraint, a partitioned index, the replica identity or CLUSTER', %1$s;
                  end if;
                end
                """.formatted(indexLiteral, definitionLiteral);
    }

    private String assertReplaced(String replacement) {
        return """

                begin
                  if not exists (
                    select 1 from pg_catalog.pg_index
                    where indexrelid = pg_catalog.to_regclass(%1$s) and indisvalid and indisready)
                  then
                    raise exception 'index %% stays, since %% that takes its place is missing or invalid', %2$s, %1$s;
                  end if;
                end
                """.formatted(replacement, indexLiteral);
    }
}
