package dev.sonde.shop;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.using;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.BatchBindStep;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.SQLDataType;

/** A small program with jOOQ; what it sees is what it returns. */
final class JooqProgram {

    private static final Table<Record> BOOK = table("jooq_book");
    private static final Field<Integer> ID = field("jooq_book.id", SQLDataType.INTEGER);
    private static final Field<String> TITLE = field("title", SQLDataType.VARCHAR);
    private static final Field<BigDecimal> PRICE = field("price", SQLDataType.NUMERIC);
    private static final Field<Integer[]> RATINGS = field("ratings", SQLDataType.INTEGER.getArrayDataType());
    private static final Field<JSONB> EXTRAS = field("extras", SQLDataType.JSONB);
    private static final Field<UUID> TOKEN = field("token", SQLDataType.UUID);
    private static final Field<OffsetDateTime> MADE = field("made", SQLDataType.TIMESTAMPWITHTIMEZONE);
    private static final Field<Integer> VERSION = field("version", SQLDataType.INTEGER);

    private JooqProgram() {}

    static List<String> run(DataSource dataSource) {
        DSLContext context = using(dataSource, SQLDialect.POSTGRES);
        List<String> seen = new ArrayList<>();
        write(context, seen);
        read(context, seen);
        lock(context, seen);
        return seen;
    }

    private static void write(DSLContext context, List<String> seen) {
        context.execute("drop table if exists jooq_book");
        context.execute("create table jooq_book (id serial primary key, title text unique, price numeric,"
                + " ratings int[], extras jsonb, token uuid, made timestamptz, version int default 0)");
        seen.add("inserted "
                + context.insertInto(BOOK, TITLE, PRICE, RATINGS, EXTRAS, TOKEN, MADE)
                        .values(
                                "first?",
                                new BigDecimal("1.50"),
                                new Integer[] {1, null, 3},
                                JSONB.valueOf("{\"a\": 1}"),
                                new UUID(3, 4),
                                OffsetDateTime.of(2024, 2, 29, 1, 2, 3, 0, ZoneOffset.UTC))
                        .returning(ID, TITLE, RATINGS, EXTRAS, TOKEN)
                        .fetchOne());
        BatchBindStep batch =
                context.batch(context.insertInto(BOOK, TITLE, PRICE).values("", BigDecimal.ZERO));
        for (int i = 0; i < 25; i++) {
            batch = batch.bind("book " + i, new BigDecimal(i));
        }
        seen.add("batch of " + batch.execute().length);
        seen.add("updated "
                + context.update(BOOK)
                        .set(PRICE, PRICE.plus(1))
                        .where(TITLE.like("book 1%"))
                        .returning(TITLE, PRICE)
                        .fetch()
                        .sortAsc(TITLE));
        seen.add("upserted "
                + context.insertInto(BOOK, TITLE, PRICE)
                        .values("book 1", BigDecimal.TEN)
                        .onConflict(TITLE)
                        .doUpdate()
                        .set(PRICE, BigDecimal.TEN)
                        .execute());
        try {
            context.transaction(inner -> {
                using(inner).deleteFrom(BOOK).execute();
                using(inner).insertInto(BOOK, TITLE).values("a").execute();
                using(inner).insertInto(BOOK, TITLE).values("a").execute();
            });
            seen.add("no violation");
        } catch (DataAccessException e) {
            seen.add(e.sqlState());
        }
    }

    private static void read(DSLContext context, List<String> seen) {
        context.transaction(inner -> {
            try (Cursor<Record1<String>> cursor = using(inner)
                    .select(TITLE)
                    .from(BOOK)
                    .orderBy(ID)
                    .fetchSize(4)
                    .fetchLazy()) {
                cursor.forEach(row -> seen.add("cursor " + row.value1()));
            }
        });
        seen.add("page "
                + context.select(ID, TITLE, PRICE)
                        .from(BOOK)
                        .where(PRICE.gt(BigDecimal.ONE))
                        .orderBy(PRICE.desc(), ID)
                        .limit(4)
                        .offset(3)
                        .fetch());
        seen.add("nested "
                + context.select(
                                ID,
                                multiset(select(TITLE)
                                        .from(BOOK)
                                        .where(PRICE.lt(new BigDecimal(2)))
                                        .orderBy(TITLE)))
                        .from(BOOK)
                        .orderBy(ID)
                        .limit(1)
                        .fetch());
        seen.add("several " + context.fetchMany("select 1; select 2, 3").size());
        seen.add("plain " + context.fetch("select extras ?? 'a', ratings, 'what?' from jooq_book where id = ?", 1));
        seen.add("count " + context.select(count()).from(BOOK).fetchOne(0, int.class));
        seen.add("described " + context.meta().getTables("jooq_book").get(0).fields().length);
    }

    private static void lock(DSLContext context, List<String> seen) {
        for (int attempt = 0; attempt < 2; attempt++) {
            seen.add("updated "
                    + context.update(BOOK)
                            .set(VERSION, 1)
                            .where(ID.eq(1).and(VERSION.eq(0)))
                            .execute());
        }
        context.transaction(inner -> {
            seen.add("locked "
                    + using(inner)
                            .select(ID)
                            .from(BOOK)
                            .where(ID.eq(1))
                            .forUpdate()
                            .fetch());
            try {
                context.select(ID)
                        .from(BOOK)
                        .where(ID.eq(1))
                        .forUpdate()
                        .noWait()
                        .fetch();
                seen.add("not locked");
            } catch (DataAccessException e) {
                seen.add(e.sqlState());
            }
        });
    }
}
