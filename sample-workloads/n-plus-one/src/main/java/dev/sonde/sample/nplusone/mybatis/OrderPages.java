package dev.sonde.sample.nplusone.mybatis;

import dev.sonde.sample.nplusone.mybatis.OrderMapper.Customer;
import dev.sonde.sample.nplusone.mybatis.OrderMapper.Order;
import dev.sonde.sample.nplusone.scenario.Service;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.BiFunction;
import org.apache.ibatis.session.SqlSession;

/** Pages about orders. */
final class OrderPages {
    private OrderPages() {}

    /** Each order of a customer with its lines, which MyBatis reads when they are asked for. */
    static String ordersWithLines(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            StringJoiner page = new StringJoiner("\n");
            for (Order order : session.getMapper(OrderMapper.class).withLines(Service.ownerOf(n))) {
                page.add(order.getStatus() + " " + order.getLines().size());
            }
            return page.toString();
        }
    }

    static String ordersWithLineCount(Service service, int n) {
        return ofEach(service, n, OrderMapper::countLines);
    }

    static String ordersThatAreEmpty(Service service, int n) {
        return ofEach(service, n, OrderMapper::hasLines);
    }

    static String ordersWithLastLine(Service service, int n) {
        return ofEach(service, n, OrderMapper::lastLine);
    }

    /** Uses the loader of many for each one. */
    static String ordersWithLinesByLoader(Service service, int n) {
        return ofEach(service, n, (orders, id) -> orders.linesOfAll(List.of(id)));
    }

    private static String ofEach(Service service, int n, BiFunction<OrderMapper, Long, Object> detail) {
        try (SqlSession session = Sessions.open(service)) {
            OrderMapper orders = session.getMapper(OrderMapper.class);
            StringJoiner page = new StringJoiner("\n");
            for (Order order : orders.ofCustomer(Service.ownerOf(n))) {
                page.add(order.getStatus() + " " + detail.apply(orders, order.getId()));
            }
            return page.toString();
        }
    }

    /** Customers of a region; MyBatis reads the address of each while it reads the list. */
    static List<Customer> customersWithStreet(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            return session.getMapper(OrderMapper.class).customersWithStreet(Service.ownerOf(n));
        }
    }

    static Object oneOrder(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            return session.getMapper(OrderMapper.class).oneWithLines(n);
        }
    }

    static Object ordersJoined(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            return session.getMapper(OrderMapper.class).joined(Service.ownerOf(n));
        }
    }

    static Object ordersThenLines(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            OrderMapper orders = session.getMapper(OrderMapper.class);
            List<Long> ids = orders.ofCustomer(Service.ownerOf(n)).stream()
                    .map(Order::getId)
                    .toList();
            return orders.linesOfAll(ids);
        }
    }

    static Object ordersAlone(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            return session.getMapper(OrderMapper.class).ofCustomer(Service.ownerOf(n));
        }
    }
}
