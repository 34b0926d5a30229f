package dev.sonde.sample.nplusone.eclipselink;

import dev.sonde.sample.nplusone.scenario.Framework;
import dev.sonde.sample.nplusone.scenario.Program;
import java.util.List;

/** The scenarios on EclipseLink, and what is true of them. */
public final class EclipselinkPrograms {
    private EclipselinkPrograms() {}

    public static List<Program> all() {
        return List.of(
                orders(1, OrderPages::ordersWithLines, "ordersWithLines"),
                orders(3, OrderPages::ordersThatAreEmpty, "ofEach"),
                of(9, Carts::itemsWithProduct)
                        .child("from product")
                        .parent("from cart_item")
                        .loop(Carts.class, "itemsWithProduct")
                        .issues(n -> 1 + n, n -> n),
                of(10, Carts::productsById)
                        .child("from product where")
                        .parent("from product order")
                        .loop(Carts.class, "productsById")
                        .issues(n -> 1 + n, n -> n),
                of(13, ArticlePages::magazine)
                        .child("from article where", "from remark")
                        .parent("from section")
                        .loop(ArticlePages.class, "magazine")
                        .issues(n -> 1 + 3 * n, n -> 3 * n),
                of(15, ArticlePages::remarksAndTags)
                        .child("from remark", "from article_tag")
                        .parent("from article where")
                        .loop(ArticlePages.class, "remarksAndTags")
                        .issues(n -> 1 + 2 * n, n -> 2 * n),
                of(17, ArticlePages::tags)
                        .child("article_tag")
                        .parent("from article where")
                        .loop(ArticlePages.class, "tags")
                        .issues(n -> 1 + n, n -> n),
                of(20, OrderPages::customers)
                        .child("from address")
                        .parent("from customer")
                        .loop(OrderPages.class, "customers")
                        .issues(n -> 1 + n, n -> n),
                of(35, Carts::visits)
                        .child("insert into visit")
                        .loop(Shop.class, "write")
                        .issues(n -> n, n -> n),
                of(36, Carts::bookings)
                        .child("insert into ledger", "lastval")
                        .loop(Shop.class, "write")
                        .issues(n -> 2 * n, n -> 2 * n),
                of(37, Carts::take)
                        .child("update product")
                        .parent("from product order")
                        .loop(Shop.class, "write")
                        .issues(n -> 1 + n, n -> n),
                of(44, Carts::numberedVisits)
                        .child("nextval")
                        .loop(Carts.class, "numberedVisits")
                        .issues(n -> 1 + n, n -> n),
                of(45, ArticlePages::path)
                        .child("from category")
                        .loop(ArticlePages.class, "path")
                        .issues(n -> 1 + n, n -> 1 + n),
                orders(48, OrderPages::ordersRenderedLate, "ordersRenderedLate"),
                of(49, ArticlePages::prices)
                        .child("from setting")
                        .loop(ArticlePages.class, "prices")
                        .issues(n -> n, n -> n),
                of(51, OrderPages::oneOrder).issues(n -> 2, n -> 0),
                of(53, OrderPages::ordersJoined).issues(n -> 1, n -> 0),
                of(54, OrderPages::ordersThenLines).issues(n -> 2, n -> 0),
                of(60, OrderPages::ordersAlone).issues(n -> 1, n -> 0),
                of(70, Carts::visitsInBatch).issues(n -> 1, n -> 0),
                of(74, Carts::pagesByOffset).issues(n -> n, n -> 0),
                of(75, Carts::pagesByKey).issues(n -> n, n -> 0));
    }

    private static Program orders(int number, Program.Body body, String method) {
        return of(number, body)
                .child("from order_line")
                .parent("from orders")
                .loop(OrderPages.class, method)
                .issues(n -> 1 + n, n -> n);
    }

    private static Program of(int number, Program.Body body) {
        return Program.of(number, Framework.ECLIPSELINK, body);
    }
}
