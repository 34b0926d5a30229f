package dev.sonde.sample.nplusone.springdata;

import dev.sonde.sample.nplusone.scenario.Framework;
import dev.sonde.sample.nplusone.scenario.Program;
import java.util.List;

/** The scenarios on Spring Data JDBC, and what is true of them. */
public final class SpringDataPrograms {
    private SpringDataPrograms() {}

    public static List<Program> all() {
        return List.of(
                orders(1, OrderPages::ordersWithLines, "ordersWithLines"),
                orders(3, OrderPages::ordersThatAreEmpty, "ordersThatAreEmpty"),
                orders(5, OrderPages::ordersWithLineCount, "ordersWithLineCount"),
                orders(6, OrderPages::ordersWithLastLine, "ordersWithLastLine"),
                of(9, Carts::itemsWithProduct)
                        .child("from \"product\"")
                        .parent("product_id\" from \"cart_item\"")
                        .loop(Carts.class, "itemsWithProduct")
                        .issues(n -> 1 + n, n -> n),
                of(10, Carts::productsById)
                        .child("from \"product\"")
                        .parent("product_id\" from \"cart_item\"")
                        .loop(Carts.class, "productsById")
                        .issues(n -> 1 + n, n -> n),
                orders(12, OrderPages::ordersWithLinesByLoader, "ordersWithLinesByLoader"),
                of(13, ArticlePages::magazine)
                        .child("from \"article\"", "from \"remark\"")
                        .parent("from \"section\"")
                        .loop(ArticlePages.class, "magazine")
                        .issues(n -> 1 + 3 * n, n -> 3 * n),
                of(15, ArticlePages::remarksAndTags)
                        .child("from \"remark\"", "from \"article_tag\"")
                        .parent("number\" from \"article\"")
                        .loop(ArticlePages.class, "remarksAndTags")
                        .issues(n -> 1 + 2 * n, n -> 2 * n),
                of(35, Carts::visits)
                        .child("insert into \"visit\"")
                        .loop(Carts.class, "visits")
                        .issues(n -> n, n -> n),
                of(36, Carts::bookings)
                        .child("insert into \"ledger\"")
                        .loop(Carts.class, "bookings")
                        .issues(n -> n, n -> n),
                of(37, Carts::doubleQuantities)
                        .child("update \"cart_item\"")
                        .parent("product_id\" from \"cart_item\"")
                        .loop(Carts.class, "doubleQuantities")
                        .issues(n -> 1 + n, n -> n),
                of(38, Carts::empty)
                        .child("delete from \"cart_item\"")
                        .parent("product_id\" from \"cart_item\"")
                        .loop(Carts.class, "empty")
                        .issues(n -> 1 + n, n -> n),
                of(45, ArticlePages::path)
                        .child("from \"category\"")
                        .loop(ArticlePages.class, "path")
                        .issues(n -> 1 + n, n -> 1 + n),
                of(49, ArticlePages::prices)
                        .child("from \"setting\"")
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
                .child("from \"order_line\"")
                .parent("from \"orders\"")
                .loop(OrderPages.class, method)
                .issues(n -> 1 + n, n -> n);
    }

    private static Program of(int number, Program.Body body) {
        return Program.of(number, Framework.SPRING_DATA_JDBC, body);
    }
}
