package dev.sonde.sample.nplusone.mybatis;

import dev.sonde.sample.nplusone.mybatis.CartMapper.Booking;
import dev.sonde.sample.nplusone.mybatis.CartMapper.Item;
import dev.sonde.sample.nplusone.mybatis.CartMapper.Visit;
import dev.sonde.sample.nplusone.scenario.Service;
import java.util.StringJoiner;
import java.util.function.BiConsumer;
import org.apache.ibatis.session.SqlSession;

/** What happens to carts, and what is written down about their owners. */
final class Carts {
    private Carts() {}

    static String itemsWithProduct(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            CartMapper carts = session.getMapper(CartMapper.class);
            StringJoiner page = new StringJoiner("\n");
            for (Item item : carts.items(Service.ownerOf(n))) {
                page.add(item.quantity() + " × "
                        + carts.product(item.productId()).name());
            }
            return page.toString();
        }
    }

    static String productsById(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            CartMapper carts = session.getMapper(CartMapper.class);
            StringJoiner page = new StringJoiner("\n");
            for (long id : carts.productIds(Service.ownerOf(n))) {
                page.add(carts.product(id).name());
            }
            return page.toString();
        }
    }

    static void doubleQuantities(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            CartMapper carts = session.getMapper(CartMapper.class);
            for (Item item : carts.items(Service.ownerOf(n))) {
                carts.setQuantity(item.id(), item.quantity() * 2);
            }
            session.commit();
        }
    }

    static void empty(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            CartMapper carts = session.getMapper(CartMapper.class);
            for (Item item : carts.items(Service.ownerOf(n))) {
                carts.delete(item.id());
            }
            session.commit();
        }
    }

    static void visits(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            write(session, n, CartMapper::insert);
        }
    }

    static void visitsInBatch(Service service, int n) {
        try (SqlSession session = Sessions.openBatch(service)) {
            write(session, n, CartMapper::insert);
        }
    }

    /** The inserts are one batch, but each number is asked for alone. */
    static void numberedVisits(Service service, int n) {
        try (SqlSession session = Sessions.openBatch(service)) {
            write(session, n, CartMapper::insertNumbered);
        }
    }

    private static void write(SqlSession session, int n, BiConsumer<CartMapper, Visit> insert) {
        CartMapper carts = session.getMapper(CartMapper.class);
        for (int i = 1; i <= n; i++) {
            Visit visit = new Visit();
            visit.setId(i);
            visit.setPage("/page/" + i);
            insert.accept(carts, visit);
        }
        session.commit();
    }

    static void bookings(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            CartMapper carts = session.getMapper(CartMapper.class);
            for (int i = 0; i < n; i++) {
                Booking booking = new Booking();
                booking.setAccount("account " + i);
                carts.book(booking);
            }
            session.commit();
        }
    }
}
