package dev.sonde.sample.nplusone.mybatis;

import dev.sonde.sample.nplusone.scenario.Framework;
import dev.sonde.sample.nplusone.scenario.Program;
import java.util.List;

/** The scenarios on MyBatis, and what is true of them. */
public final class MybatisPrograms {
    private static final String LINES = "from order_line";
    private static final String ORDERS = "from orders";

    private MybatisPrograms() {}

    public static List<Program> all() {
        return List.of(
                orders(1, OrderPages::ordersWithLines, "ordersWithLines"),
                orders(3, OrderPages::ordersThatAreEmpty, "ofEach"),
                orders(5, OrderPages::ordersWithLineCount, "ofEach"),
                orders(6, OrderPages::ordersWithLastLine, "ofEach"),
                of(9, Carts::itemsWithProduct)
                        .child("from product")
                        .parent("from cart_item")
                        .loop(Carts.class, "itemsWithProduct")
                        .issues(n -> 1 + n, n -> n),
                of(10, Carts::productsById)
                        .child("from product")
                        .parent("from cart_item")
                        .loop(Carts.class, "productsById")
                        .issues(n -> 1 + n, n -> n),
                orders(12, OrderPages::ordersWithLinesByLoader, "ofEach"),
                of(13, ArticlePages::magazine)
                        .child("from article where", "from remark")
                        .parent("from section")
                        .loop(ArticlePages.class, "magazine")
                        .issues(n -> 1 + 3 * n, n -> 3 * n),
                of(15, ArticlePages::remarksAndTags)
                        .child("from remark", "join article_tag")
                        .parent("from article order")
                        .loop(ArticlePages.class, "remarksAndTags")
                        .issues(n -> 1 + 2 * n, n -> 2 * n),
                of(17, ArticlePages::tags)
                        .child("join article_tag")
                        .parent("from article order")
                        .loop(ArticlePages.class, "tags")
                        .issues(n -> 1 + n, n -> n),
                of(20, OrderPages::customersWithStreet)
                        .child("from address")
                        .parent("from customer")
                        .loop(OrderPages.class, "customersWithStreet")
                        .issues(n -> 1 + n, n -> n),
                of(35, Carts::visits)
                        .child("insert into visit")
                        .loop(Carts.class, "write")
                        .issues(n -> n, n -> n),
                of(36, Carts::bookings)
                        .child("insert into ledger")
                        .loop(Carts.class, "bookings")
                        .issues(n -> n, n -> n),
                of(37, Carts::doubleQuantities)
                        .child("update cart_item")
                        .parent("from cart_item where cart_id")
                        .loop(Carts.class, "doubleQuantities")
                        .issues(n -> 1 + n, n -> n),
                of(38, Carts::empty)
                        .child("delete from cart_item")
                        .parent("select id, product_id, quantity from cart_item")
                        .loop(Carts.class, "empty")
                        .issues(n -> 1 + n, n -> n),
                of(44, Carts::numberedVisits)
                        .child("nextval")
                        .loop(Carts.class, "write")
                        .issues(n -> 1 + n, n -> n),
                of(45, ArticlePages::path)
                        .child("from category")
                        .loop(ArticlePages.class, "path")
                        .issues(n -> 1 + n, n -> 1 + n),
                of(49, ArticlePages::prices)
                        .child("from setting")
                        .loop(ArticlePages.class, "prices")
                        .issues(n -> n, n -> n),
                of(51, OrderPages::oneOrder).issues(n -> 2, n -> 0),
                of(53, OrderPages::ordersJoined).issues(n -> 1, n -> 0),
                of(54, OrderPages::ordersThenLines).issues(n -> 2, n -> 0),
                of(60, OrderPages::ordersAlone).issues(n -> 1, n -> 0),
                of(70, Carts::visitsInBatch).issues(n -> 1, n -> 0),
                of(74, ProductPages::byOffset).issues(n -> n, n -> 0),
                of(75, ProductPages::byKey).issues(n -> n, n -> 0));
    }

    private static Program orders(int number, Program.Body body, String method) {
        return of(number, body)
                .child(LINES)
                .parent(ORDERS)
                .loop(OrderPages.class, method)
                .issues(n -> 1 + n, n -> n);
    }

    private static Program of(int number, Program.Body body) {
        return Program.of(number, Framework.MYBATIS, body);
    }
}
