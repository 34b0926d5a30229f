package dev.sonde.sample.nplusone.springdata;

import dev.sonde.sample.nplusone.scenario.Service;
import dev.sonde.sample.nplusone.springdata.Aggregates.Line;
import dev.sonde.sample.nplusone.springdata.Aggregates.PurchaseHead;
import dev.sonde.sample.nplusone.springdata.Repositories.Lines;
import dev.sonde.sample.nplusone.springdata.Repositories.PurchaseHeads;
import dev.sonde.sample.nplusone.springdata.Repositories.Purchases;
import java.util.List;
import java.util.StringJoiner;

/** Pages about orders. */
final class OrderPages {
    private OrderPages() {}

    /** The lines of each order are part of its aggregate, and read with it, one order after the other. */
    static Object ordersWithLines(Service service, int n) {
        return Repositories.get(service, Purchases.class).findByCustomerIdOrderById(Service.ownerOf(n));
    }

    static String ordersWithLineCount(Service service, int n) {
        Lines lines = Repositories.get(service, Lines.class);
        StringJoiner page = new StringJoiner("\n");
        for (PurchaseHead order : heads(service, n)) {
            page.add(order.status() + " " + lines.countByOrderId(order.id()));
        }
        return page.toString();
    }

    static String ordersThatAreEmpty(Service service, int n) {
        Lines lines = Repositories.get(service, Lines.class);
        StringJoiner page = new StringJoiner("\n");
        for (PurchaseHead order : heads(service, n)) {
            page.add(order.status() + " " + lines.existsByOrderId(order.id()));
        }
        return page.toString();
    }

    static String ordersWithLastLine(Service service, int n) {
        Lines lines = Repositories.get(service, Lines.class);
        StringJoiner page = new StringJoiner("\n");
        heads(service, n)
                .forEach(order -> page.add(order.status() + lines.findFirstByOrderIdOrderByIdDesc(order.id())));
        return page.toString();
    }

    /** Uses the loader of many for each one. */
    static String ordersWithLinesByLoader(Service service, int n) {
        Lines lines = Repositories.get(service, Lines.class);
        StringJoiner page = new StringJoiner("\n");
        for (PurchaseHead order : heads(service, n)) {
            page.add(order.status() + " " + lines.findByOrderIdIn(List.of(order.id())));
        }
        return page.toString();
    }

    static Object oneOrder(Service service, int n) {
        return Repositories.get(service, Purchases.class).findById((long) n);
    }

    static Object ordersJoined(Service service, int n) {
        return Repositories.get(service, Lines.class).joined(Service.ownerOf(n));
    }

    static List<Line> ordersThenLines(Service service, int n) {
        List<Long> ids = heads(service, n).stream().map(PurchaseHead::id).toList();
        return Repositories.get(service, Lines.class).findByOrderIdIn(ids);
    }

    static Object ordersAlone(Service service, int n) {
        return heads(service, n);
    }

    private static List<PurchaseHead> heads(Service service, int n) {
        return Repositories.get(service, PurchaseHeads.class).findByCustomerIdOrderById(Service.ownerOf(n));
    }
}
