package dev.sonde.sample.nplusone.jdbc;

import dev.sonde.sample.nplusone.scenario.Framework;
import dev.sonde.sample.nplusone.scenario.Program;
import java.util.List;
import java.util.stream.Stream;

/** The scenarios in plain JDBC, and what is true of them. */
public final class JdbcPrograms {

    private JdbcPrograms() {}

    public static List<Program> all() {
        return Stream.of(reads(), writes(), negatives()).flatMap(List::stream).toList();
    }

    private static List<Program> reads() {
        Class<?> report = OrderReport.class;
        String lines = "from order_line";
        String orders = "from orders";
        return List.of(
                oneEach(1, OrderReport::linesInsideOrders, lines, orders, report, "linesInsideOrders"),
                oneEach(9, OrderReport::productsOfLines, "from product", lines, report, "productsOfLines"),
                of(13, OrderReport::wholeMagazine)
                        .child("from article", "from remark")
                        .parent("from section")
                        .loop(report, "wholeMagazine")
                        .issues(n -> 1 + 3 * n, n -> 3 * n),
                oneEach(23, OrderReport::onVirtualThread, lines, orders, report, "linesInsideOrders")
                        .needsJava(21),
                oneEach(25, LiteralReport::authors, "from person", "from article", LiteralReport.class, "authors"),
                oneEach(26, LiteralReport::remarks, "from remark", "from article", LiteralReport.class, "remarks"),
                oneEach(28, OrderReport::inParallel, lines, orders, report, "inParallel"),
                oneEach(32, OrderReport::checkedOutForEach, lines, orders, report, "checkedOutForEach"),
                of(34, OrderReport::sameStatementOtherKeys)
                        .child(lines)
                        .loop(report, "sameStatementOtherKeys")
                        .issues(n -> n, n -> n),
                of(45, Feed::pathToRoot)
                        .child("from category")
                        .loop(Feed.class, "pathToRoot")
                        .issues(n -> 1 + n, n -> 1 + n),
                // The loop is in the caller, on no stack of a child
                of(50, OrderReport::stockFromOutside)
                        .child("from product")
                        .parent(lines)
                        .withOwnUnits()
                        .issues(n -> 1 + n, n -> n));
    }

    private static List<Program> writes() {
        Class<?> feed = Feed.class;
        return List.of(
                of(35, Feed::contactsOneByOne)
                        .child("insert into contact")
                        .loop(feed, "contactsOneByOne")
                        .issues(n -> n, n -> n),
                of(36, Feed::bookings)
                        .child("insert into ledger")
                        .loop(feed, "bookings")
                        .issues(n -> n, n -> n),
                oneEach(37, Feed::markOrders, "update orders", "from orders", feed, "markOrders"));
    }

    private static List<Program> negatives() {
        return List.of(
                of(54, OrderReport::linesByArray).issues(n -> 2, n -> 0),
                of(66, LiteralReport::generated).child("select id").issues(n -> n, n -> n),
                of(69, LiteralReport::threeFigures).child("from orders").issues(n -> 3, n -> 3),
                of(70, Feed::fullBatches).child("insert into visit").issues(n -> batches(n), n -> batches(n)),
                of(71, Feed::batchesWithRemainder)
                        .child("insert into visit")
                        .issues(n -> batches(n) + 1, n -> batches(n) + 1),
                of(74, Feed::pagesByOffset).child("from reading").issues(n -> n, n -> n),
                of(75, Feed::pagesByKey).child("from reading").issues(n -> n, n -> n),
                of(77, Feed::pollInVain).child("from job").issues(n -> n, n -> n),
                of(79, Feed::liveness).child("select 1", "select $1").issues(n -> n, n -> n),
                of(81, Feed::requestsOnOneThread)
                        .child("from product")
                        .withOwnUnits()
                        .issues(n -> 200, n -> 200),
                of(88, OrderReport::cursor).issues(n -> 1, n -> 0));
    }

    private static int batches(int n) {
        return Feed.rows(n) / 25;
    }

    /** One parent query, one child for each of its rows, nothing else. */
    private static Program oneEach(
            int number, Program.Body body, String child, String parent, Class<?> type, String method) {
        return of(number, body).child(child).parent(parent).loop(type, method).issues(n -> 1 + n, n -> n);
    }

    private static Program of(int number, Program.Body body) {
        return Program.of(number, Framework.JDBC, body);
    }
}
