package dev.sonde.sample.nplusone.jooq;

import static dev.sonde.sample.nplusone.jooq.Shop.*;

import dev.sonde.sample.nplusone.scenario.Service;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.BiFunction;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.Select;

/** Pages about orders. */
final class OrderPages {
    private OrderPages() {}

    /** Each order of a customer with its lines. */
    static String ordersWithLines(Service service, int n) {
        DSLContext dsl = dsl(service);
        StringJoiner page = new StringJoiner("\n");
        for (Record2<Long, String> order : orders(dsl, n).fetch()) {
            Result<Record2<Long, Integer>> lines = dsl.select(LINE_ID, LINE_QUANTITY)
                    .from(LINES)
                    .where(LINE_ORDER.eq(order.value1()))
                    .fetch();
            page.add(order.value2() + " " + lines.size());
        }
        return page.toString();
    }

    static String ordersWithLineCount(Service service, int n) {
        return ofEach(service, n, (dsl, id) -> dsl.fetchCount(LINES, LINE_ORDER.eq(id)));
    }

    static String ordersThatAreEmpty(Service service, int n) {
        return ofEach(service, n, (dsl, id) -> dsl.fetchExists(LINES, LINE_ORDER.eq(id)));
    }

    static String ordersWithLastLine(Service service, int n) {
        return ofEach(
                service,
                n,
                (dsl, id) -> dsl.select(LINE_ID)
                        .from(LINES)
                        .where(LINE_ORDER.eq(id))
                        .orderBy(LINE_ID.desc())
                        .limit(1)
                        .fetch());
    }

    static String ordersWithLineIds(Service service, int n) {
        return ofEach(
                service,
                n,
                (dsl, id) ->
                        dsl.select(LINE_ID).from(LINES).where(LINE_ORDER.eq(id)).fetch(LINE_ID));
    }

    /** Uses the loader of many for each one. */
    static String ordersWithLinesByLoader(Service service, int n) {
        return ofEach(service, n, (dsl, id) -> linesOfAll(dsl, List.of(id)));
    }

    private static String ofEach(Service service, int n, BiFunction<DSLContext, Long, Object> detail) {
        DSLContext dsl = dsl(service);
        return orders(dsl, n).fetch().stream()
                .map(order -> order.value2() + " " + detail.apply(dsl, order.value1()))
                .reduce("", String::concat);
    }

    private static Object linesOfAll(DSLContext dsl, List<Long> orders) {
        return dsl.select(LINE_ORDER, LINE_ID)
                .from(LINES)
                .where(LINE_ORDER.in(orders))
                .fetchGroups(LINE_ORDER);
    }

    static Object oneOrder(Service service, int n) {
        DSLContext dsl = dsl(service);
        Record1<String> order = dsl.select(ORDER_STATUS)
                .from(ORDERS)
                .where(ORDER_ID.eq((long) n))
                .fetchSingle();
        return order.value1() + linesOfAll(dsl, List.of((long) n));
    }

    static Object ordersJoined(Service service, int n) {
        return dsl(service)
                .select(ORDER_ID, ORDER_STATUS, LINE_QUANTITY)
                .from(ORDERS)
                .join(LINES)
                .on(LINE_ORDER.eq(ORDER_ID))
                .where(ORDER_CUSTOMER.eq(Service.ownerOf(n)))
                .fetchGroups(ORDER_ID);
    }

    static Object ordersThenLines(Service service, int n) {
        DSLContext dsl = dsl(service);
        return linesOfAll(dsl, orders(dsl, n).fetch(ORDER_ID));
    }

    static Object ordersAlone(Service service, int n) {
        return orders(dsl(service), n).fetch();
    }

    private static Select<Record2<Long, String>> orders(DSLContext dsl, int n) {
        return dsl.select(ORDER_ID, ORDER_STATUS)
                .from(ORDERS)
                .where(ORDER_CUSTOMER.eq(Service.ownerOf(n)))
                .orderBy(ORDER_ID);
    }
}
