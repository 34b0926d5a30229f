package dev.sonde.migrations.trace;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What statements lock, write anew and read, by major version of PostgreSQL; {@code docs/lock-table.md} is made of it. */
final class LockTable {

    static final int OLDEST = 14;
    static final int NEWEST = 18;

    static final String BASE = """
            create table t (id int primary key, v varchar(10), n numeric(6,2), j json, ts timestamp, e text);
            create index t_ts on t (ts);
            create index t_v on t (v);
            create table u (id int primary key, t_id int);
            create unique index u_t on u (t_id);
            create table g (id int not null, twice int generated always as (id * 2) stored);
            create unique index g_id on g (id);
            create table part (id int, d date) partition by range (d);
            create table part_1 partition of part for values from ('2026-01-01') to ('2027-01-01');
            create table part_2 (id int, d date);
            create materialized view mv as select id from u;
            create unique index mv_id on mv (id);
            create domain posint as int check (value > 0);
            create type mood as enum ('sad', 'glad');
            create table m (id int primary key, is_mood mood);
            create function trg() returns trigger language plpgsql as 'begin return new; end';
            create trigger u_trg before insert on u for each row execute function trg();
            alter table u add constraint u_ck check (t_id > 0) not valid;
            create table p (id int primary key);
            create table k (id int primary key, p_id int);
            alter table k add constraint k_fk foreign key (p_id) references p not valid;
            """;

    /** Statement; versions, all if empty; locks from ROW SHARE on; what is written anew; what is built or read. */
    private static final String ROWS = """
            alter table t add column c int                                     ||t ACCESS EXCLUSIVE||
            alter table t add column c timestamptz default now()               ||t ACCESS EXCLUSIVE||
            alter table t add column c int generated always as (id + 1) virtual|18|t ACCESS EXCLUSIVE||
            alter table t drop column e                                        ||t ACCESS EXCLUSIVE||
            alter table t rename column e to f                                 ||t ACCESS EXCLUSIVE||
            alter table t rename to t_old                                      ||t ACCESS EXCLUSIVE||
            alter table t alter column e set default 'x'                       ||t ACCESS EXCLUSIVE||
            alter table t add constraint ck check (id > 0) not valid           ||t ACCESS EXCLUSIVE||
            alter table t add constraint nn not null e not valid               |18|t ACCESS EXCLUSIVE||
            alter table t alter column v type varchar(20)                      ||t ACCESS EXCLUSIVE||
            alter table t alter column v type text                             ||t ACCESS EXCLUSIVE||
            alter table t alter column n type numeric(8,2)                     ||t ACCESS EXCLUSIVE||
            alter table g alter column twice drop expression                   ||g ACCESS EXCLUSIVE||
            alter table t enable row level security                            ||t ACCESS EXCLUSIVE||
            create policy p on t                                               ||t ACCESS EXCLUSIVE||
            drop trigger u_trg on u                                            ||u ACCESS EXCLUSIVE||
            drop index t_v                                                     ||t ACCESS EXCLUSIVE||
            drop table m                                                       ||m ACCESS EXCLUSIVE||
            truncate m                                                         ||m ACCESS EXCLUSIVE||
            alter table t alter column e set not null                          ||t ACCESS EXCLUSIVE||reads t
            alter table t add constraint ck check (id > 0)                     ||t ACCESS EXCLUSIVE||reads t
            alter table t add column c timestamptz default clock_timestamp()   ||t ACCESS EXCLUSIVE|t t_pkey t_ts t_v|
            alter table t add column c uuid default gen_random_uuid()          ||t ACCESS EXCLUSIVE|t t_pkey t_ts t_v|
            alter table t add column c serial                                  ||t ACCESS EXCLUSIVE|t t_pkey t_ts t_v|
            alter table t add column c int generated always as identity        ||t ACCESS EXCLUSIVE|t t_pkey t_ts t_v|
            alter table t add column c int generated always as (id + 1) stored ||t ACCESS EXCLUSIVE|t t_pkey t_ts t_v|
            alter table t add column c posint default 1                        ||t ACCESS EXCLUSIVE|t t_pkey t_ts t_v|
            alter table g alter column twice set expression as (id * 3)        |17-18|g ACCESS EXCLUSIVE|g g_id|
            alter table t alter column id type bigint                          ||t ACCESS EXCLUSIVE|t t_pkey t_ts t_v|
            alter table p alter column id type bigint                          ||k ACCESS EXCLUSIVE, p ACCESS EXCLUSIVE|p p_pkey|
            alter table t alter column v type varchar(5)                       ||t ACCESS EXCLUSIVE|t t_pkey t_ts t_v|
            alter table t alter column n type numeric(8,3)                     ||t ACCESS EXCLUSIVE|t t_pkey t_ts t_v|
            alter table t alter column j type jsonb                            ||t ACCESS EXCLUSIVE|t t_pkey t_ts t_v|
            alter table m alter column is_mood type text                       ||m ACCESS EXCLUSIVE|m m_pkey|
            alter table m set unlogged                                         ||m ACCESS EXCLUSIVE|m m_pkey|
            cluster t using t_pkey                                             ||t ACCESS EXCLUSIVE|t t_pkey t_ts t_v|
            vacuum full t                                                      ||t ACCESS EXCLUSIVE|t t_pkey t_ts t_v|
            refresh materialized view mv                                       ||mv ACCESS EXCLUSIVE|mv mv_id|reads u
            alter table t add constraint uq unique (e)                         ||t ACCESS EXCLUSIVE||builds uq on t
            alter table g add primary key using index g_id                     ||g ACCESS EXCLUSIVE||
            create index i on t (e)                                            ||t SHARE||builds i on t
            create index i on part (id)                                        ||part SHARE, part_1 SHARE||builds part_1_id_idx on part_1
            reindex index t_v                                                  ||t SHARE, t_v ACCESS EXCLUSIVE|t_v|
            reindex table t                                                    ||t SHARE, t_pkey ACCESS EXCLUSIVE, t_ts ACCESS EXCLUSIVE, t_v ACCESS EXCLUSIVE|t_pkey t_ts t_v|
            alter table u add foreign key (id) references t                    ||t SHARE ROW EXCLUSIVE, u SHARE ROW EXCLUSIVE||reads u
            alter table u add foreign key (id) references t not valid          ||t SHARE ROW EXCLUSIVE, u SHARE ROW EXCLUSIVE||
            alter table part add foreign key (id) references t not valid       |18|part SHARE ROW EXCLUSIVE, part_1 SHARE ROW EXCLUSIVE, t SHARE ROW EXCLUSIVE||
            create trigger g before insert on t for each row execute function trg()||t SHARE ROW EXCLUSIVE||
            alter table u disable trigger u_trg                                ||u SHARE ROW EXCLUSIVE||
            create table w (id int, t_id int references t)                     ||t SHARE ROW EXCLUSIVE||
            refresh materialized view concurrently mv                          ||mv EXCLUSIVE||reads mv u
            alter table u validate constraint u_ck                             ||u SHARE UPDATE EXCLUSIVE||reads u
            alter table k validate constraint k_fk                             ||k SHARE UPDATE EXCLUSIVE, p ROW SHARE||reads k
            alter table t set (fillfactor = 80)                                ||t SHARE UPDATE EXCLUSIVE||
            alter table t alter column v set statistics 500                    ||t SHARE UPDATE EXCLUSIVE||
            alter index t_v rename to t_w                                      ||t_v SHARE UPDATE EXCLUSIVE||
            comment on table t is 'x'                                          ||t SHARE UPDATE EXCLUSIVE||
            create statistics s on id, v from t                                ||t SHARE UPDATE EXCLUSIVE||
            analyze t                                                          ||t SHARE UPDATE EXCLUSIVE||
            vacuum t                                                           ||t SHARE UPDATE EXCLUSIVE||
            alter table part attach partition part_2 for values from ('2027-01-01') to ('2028-01-01')||part SHARE UPDATE EXCLUSIVE, part_2 ACCESS EXCLUSIVE||reads part_2
            alter table part detach partition part_1                           ||part ACCESS EXCLUSIVE, part_1 ACCESS EXCLUSIVE||
            alter table part detach partition part_1 concurrently              ||part SHARE UPDATE EXCLUSIVE, part_1 ACCESS EXCLUSIVE||
            create index concurrently i on t (e)                               ||t SHARE UPDATE EXCLUSIVE||builds i on t
            drop index concurrently t_v                                        ||t SHARE UPDATE EXCLUSIVE||
            reindex table concurrently t                                       ||t SHARE UPDATE EXCLUSIVE|t_pkey t_ts t_v|
            update t set e = 'x'                                               ||t ROW EXCLUSIVE||reads t
            select id from t for update                                        ||t ROW SHARE||reads t
            """;

    /**
     * One line.
     *
     * @param locks strongest from ROW SHARE on, by name
     * @param writtenAnew tables and indexes
     * @param work what is read or built besides
     */
    record Row(String statement, int from, int to, String locks, String writtenAnew, String work) {

        boolean heldBy(int major) {
            return from <= major && major <= to;
        }

        /** Empty if it holds for all. */
        String versions() {
            if (from == OLDEST && to == NEWEST) {
                return "";
            }
            return from == to ? Integer.toString(from) : from + " to " + to;
        }

        private static Row of(String line) {
            List<String> cells =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            String[] versions = cells.get(1).isEmpty()
                    ? new String[] {"14", "18"}
                    : cells.get(1).split("-");
            return new Row(
                    cells.get(0),
                    Integer.parseInt(versions[0]),
                    Integer.parseInt(versions[versions.length - 1]),
                    cells.get(2),
                    cells.get(3),
                    cells.get(4));
        }
    }

    private LockTable() {}

    static List<Row> rows() {
        return ROWS.lines().map(Row::of).toList();
    }

    /** The table as a page. */
    static String page() {
        StringBuilder page = new StringBuilder("""
                # What statements lock

                Measured on PostgreSQL 14, 15, 16, 17 and 18 by the tracer of `sonde review`, which runs each statement through real Flyway on the
                schema below (`LockTableTest`, which fails if a cell is anything else). A statement that exists in two versions locks, writes and reads
                the same in both; where a version is named, the others refuse the statement.

                * Locks: the strongest on each table that was there before, from ROW SHARE on, and of indexes only what goes beyond their table's.
                * Written anew: tables and indexes whose file is another one afterwards, so that the time grows with their size.
                * CONCURRENTLY: what is held or asked for at the points at which the statement waits for others.

                | statement | PostgreSQL | locks | written anew | besides |
                |---|---|---|---|---|
                """);
        for (Row row : rows()) {
            page.append("| `")
                    .append(row.statement())
                    .append("` | ")
                    .append(row.versions())
                    .append(" | ")
                    .append(row.locks())
                    .append(" | ")
                    .append(row.writtenAnew())
                    .append(" | ")
                    .append(row.work())
                    .append(" |\n");
        }
        return page.append("\n```sql\n").append(BASE).append("```\n").toString();
    }

    static List<Integer> majors() {
        return IntStream.rangeClosed(OLDEST, NEWEST).boxed().toList();
    }
}
