package dev.sonde.sample.nplusone.jooq;

import static dev.sonde.sample.nplusone.jooq.Shop.*;

import dev.sonde.sample.nplusone.scenario.Service;
import java.math.BigDecimal;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.LongStream;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.Record2;
import org.jooq.Record3;
import org.jooq.impl.DSL;

/** What happens to carts, and what is written down about their owners. */
final class Carts {
    private static final int PAGE = 3;

    private Carts() {}

    static String itemsWithProduct(Service service, int n) {
        DSLContext dsl = dsl(service);
        StringJoiner page = new StringJoiner("\n");
        for (Record3<Long, Long, Integer> item : items(dsl, n)) {
            page.add(item.value3() + " × " + productName(dsl, item.value2()));
        }
        return page.toString();
    }

    static String productsById(Service service, int n) {
        DSLContext dsl = dsl(service);
        StringJoiner page = new StringJoiner("\n");
        List<Long> ids = dsl.select(ITEM_PRODUCT)
                .from(ITEMS)
                .where(ITEM_CART.eq(Service.ownerOf(n)))
                .orderBy(ITEM_ID)
                .fetch(ITEM_PRODUCT);
        for (Long id : ids) {
            page.add(productName(dsl, id));
        }
        return page.toString();
    }

    private static String productName(DSLContext dsl, Long id) {
        return dsl.select(PRODUCT_NAME).from(PRODUCTS).where(PRODUCT_ID.eq(id)).fetchSingle(PRODUCT_NAME);
    }

    static void doubleQuantities(Service service, int n) {
        dsl(service).transaction(transaction -> {
            DSLContext dsl = transaction.dsl();
            for (Record3<Long, Long, Integer> item : items(dsl, n)) {
                dsl.update(ITEMS)
                        .set(DSL.field(DSL.name("quantity"), Integer.class), item.value3() * 2)
                        .where(ITEM_ID.eq(item.value1()))
                        .execute();
            }
        });
    }

    static void empty(Service service, int n) {
        dsl(service).transaction(transaction -> {
            DSLContext dsl = transaction.dsl();
            for (Record3<Long, Long, Integer> item : items(dsl, n)) {
                dsl.deleteFrom(ITEMS).where(ITEM_ID.eq(item.value1())).execute();
            }
        });
    }

    private static List<Record3<Long, Long, Integer>> items(DSLContext dsl, int n) {
        return dsl.select(ITEM_ID, ITEM_PRODUCT, ITEM_QUANTITY)
                .from(ITEMS)
                .where(ITEM_CART.eq(Service.ownerOf(n)))
                .orderBy(ITEM_ID)
                .fetch();
    }

    static void visits(Service service, int n) {
        dsl(service).transaction(transaction -> {
            for (long i = 1; i <= n; i++) {
                visit(transaction.dsl(), i).execute();
            }
        });
    }

    static void visitsInBatch(Service service, int n) {
        DSLContext dsl = dsl(service);
        dsl.batch(LongStream.rangeClosed(1, n).mapToObj(i -> visit(dsl, i)).toList())
                .execute();
    }

    private static Query visit(DSLContext dsl, long id) {
        return dsl.insertInto(VISITS, VISIT_ID, VISIT_PAGE).values(id, "/page/" + id);
    }

    /** The insert is one statement, but each number is asked for alone. */
    static void numberedVisits(Service service, int n) {
        DSLContext dsl = dsl(service);
        var insert = dsl.insertInto(VISITS, VISIT_ID, VISIT_PAGE);
        for (int i = 1; i <= n; i++) {
            insert = insert.values(dsl.nextval("visit_id").longValue(), "/page/" + i);
        }
        insert.execute();
    }

    static void bookings(Service service, int n) {
        dsl(service).transaction(transaction -> {
            for (int i = 0; i < n; i++) {
                transaction
                        .dsl()
                        .insertInto(LEDGER, LEDGER_ACCOUNT, LEDGER_AMOUNT)
                        .values("account " + i, BigDecimal.ONE)
                        .returningResult(LEDGER_ID)
                        .fetchSingle();
            }
        });
    }

    static int pagesByOffset(Service service, int n) {
        DSLContext dsl = dsl(service);
        int seen = 0;
        for (int page = 0; page < n; page++) {
            seen += dsl.select(PRODUCT_ID, PRODUCT_NAME)
                    .from(PRODUCTS)
                    .orderBy(PRODUCT_ID)
                    .limit(PAGE)
                    .offset(page * PAGE)
                    .fetch()
                    .size();
        }
        return seen;
    }

    static int pagesByKey(Service service, int n) {
        DSLContext dsl = dsl(service);
        long after = 0;
        int seen = 0;
        for (int page = 0; page < n; page++) {
            List<Record2<Long, String>> products = dsl.select(PRODUCT_ID, PRODUCT_NAME)
                    .from(PRODUCTS)
                    .orderBy(PRODUCT_ID)
                    .seek(after)
                    .limit(PAGE)
                    .fetch();
            after = products.get(products.size() - 1).value1();
            seen += products.size();
        }
        return seen;
    }
}
