package dev.sonde.sample.nplusone.template;

import dev.sonde.sample.nplusone.scenario.Framework;
import dev.sonde.sample.nplusone.scenario.Program;
import java.util.List;
import java.util.stream.Stream;

/** The scenarios on JdbcTemplate, and what is true of them. */
public final class TemplatePrograms {

    private TemplatePrograms() {}

    public static List<Program> all() {
        return Stream.of(orders(), articles(), catalog(), jobs(), imports(), negatives())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Program> orders() {
        Class<?> pages = OrderPages.class;
        return List.of(
                oneEach(1, OrderPages::ordersWithLines, "from order_line", "from orders", pages, "ordersWithLines"),
                oneEach(3, OrderPages::emptyOrders, "from order_line", "from orders", pages, "emptyOrders"),
                oneEach(11, OrderPages::retyped, "from order_line", "from orders", pages, "retyped"));
    }

    private static List<Program> articles() {
        Class<?> pages = ArticlePages.class;
        String article = "from article where";
        String newest = "from article order by published";
        return List.of(
                oneEach(4, ArticlePages::tagged, "from article_tag", newest, pages, "tagged"),
                oneEach(5, ArticlePages::remarkCounts, "from remark", newest, pages, "remarkCounts"),
                oneEach(6, ArticlePages::latestRemarks, "from remark", newest, pages, "latestRemarks"),
                oneEach(7, ArticlePages::firstRemarks, "from remark", newest, pages, "firstRemarks"),
                oneEach(8, ArticlePages::remarkIds, "from remark", newest, pages, "remarkIds"),
                oneEach(12, ArticlePages::remarksByLoader, "from remark", newest, pages, "remarksByLoader"),
                of(13, ArticlePages::wholeMagazine)
                        .child("from article where section_id", "from remark")
                        .parent("from section")
                        .loop(pages, "wholeMagazine")
                        .issues(n -> 1 + 3 * n, n -> 3 * n),
                oneEach(
                        14,
                        ArticlePages::sectionsJoinedThenRemarks,
                        "from remark",
                        "from section",
                        pages,
                        "sectionsJoinedThenRemarks"),
                of(15, ArticlePages::remarksAndTags)
                        .child("from remark", "from tag")
                        .parent(newest)
                        .loop(pages, "remarksAndTags")
                        .issues(n -> 1 + 2 * n, n -> 2 * n),
                oneEach(16, ArticlePages::remarksFetchedTagsNot, "from tag", newest, pages, "remarksFetchedTagsNot")
                        .issues(n -> 2 + n, n -> n),
                oneEach(17, ArticlePages::tagsOfEach, "from tag", newest, pages, "tagsOfEach"),
                oneEach(18, ArticlePages::articlesOfEachTag, "from article a", "from tag", pages, "articlesOfEachTag"),
                oneEach(24, ArticleView::index, "from person", newest, ArticleView.class, "render")
                        .withOwnUnits(),
                of(29, Resolvers::articles)
                        .child("from person", "from remark")
                        .parent(newest)
                        .loop(Resolvers.class, "resolve")
                        .issues(n -> 1 + 2 * n, n -> 2 * n),
                oneEach(42, ArticlePages::bodyLengths, article, newest, pages, "bodyLengths"),
                oneEach(48, ArticleView::afterCommit, "from person", newest, ArticleView.class, "render"));
    }

    private static List<Program> catalog() {
        Class<?> pages = CatalogPages.class;
        return List.of(
                oneEach(9, CatalogPages::productsOfLines, "from product", "from order_line", pages, "productsOfLines"),
                oneEach(10, CatalogPages::suppliersById, "from supplier", "from product", pages, "suppliersById"),
                oneEach(
                        20,
                        CatalogPages::customersWithAddress,
                        "from address",
                        "from customer",
                        pages,
                        "customersWithAddress"),
                of(22, CatalogPages::shipments)
                        .child("from truck", "from van", "from bike")
                        .parent("from shipment")
                        .loop(pages, "shipments")
                        .issues(n -> 1 + n, n -> n),
                oneEach(27, CatalogPages::startPage, "from order_line", "from orders", pages, "startPage")
                        .issues(n -> 5 + n, n -> n),
                oneEach(33, CatalogPages::regionPages, "from address", "from customer", pages, "customersOfRegion")
                        .from(2)
                        .withOwnUnits()
                        .issues(n -> 4 + 17 + n, n -> 17 + n),
                of(34, CatalogPages::productsOfRequest)
                        .child("from product")
                        .loop(pages, "productsOfRequest")
                        .issues(n -> n, n -> n),
                of(45, CatalogPages::pathToRoot)
                        .child("from category")
                        .loop(pages, "pathToRoot")
                        .issues(n -> 1 + n, n -> 1 + n),
                of(49, CatalogPages::currencyOfEachLine)
                        .child("from setting")
                        .loop(pages, "currencyOfEachLine")
                        .issues(n -> n, n -> n),
                of(73, CatalogPages::settingsTwice)
                        .child("from setting")
                        .loop(pages, "settingsTwice")
                        .from(2)
                        .issues(n -> 2, n -> 2),
                of(74, CatalogPages::pagesByOffset).child("from reading").issues(n -> n, n -> n),
                of(75, CatalogPages::pagesByKey).child("from reading").issues(n -> n, n -> n),
                of(90, CatalogPages::cachedAddresses)
                        .child("from address")
                        .withOwnUnits()
                        .issues(n -> 10 + n, n -> n));
    }

    private static List<Program> jobs() {
        Class<?> jobs = Jobs.class;
        return List.of(
                oneEach(28, Jobs::inParallel, "from order_line", "from orders", jobs, "inParallel"),
                oneEach(40, Jobs::innerTransactions, "from order_line", "from orders", jobs, "innerTransactions"),
                // The loop is in the caller, on no stack of a child
                of(50, Jobs::stockFromOutside)
                        .child("from product")
                        .parent("from order_line")
                        .withOwnUnits()
                        .issues(n -> 1 + n, n -> n),
                of(62, Jobs::inSuppressedSection).issues(n -> 1, n -> 0),
                of(67, Jobs::mostlyHttp).issues(n -> 2, n -> 0),
                of(68, Jobs::slowFigures).issues(n -> 3, n -> 0),
                of(76, Jobs::readingsInChunks).child("from reading").issues(n -> 5, n -> 4),
                of(77, Jobs::takeJobs).child("from job").issues(n -> 2 * n, n -> n),
                of(78, Jobs::transfer).child("from product", "transfer").issues(n -> 12, n -> 12),
                of(81, Jobs::requestsOnOneThread)
                        .child("from product")
                        .withOwnUnits()
                        .issues(n -> 200, n -> 200),
                of(83, Jobs::sameProductTwice).child("from product").issues(n -> 2, n -> 2));
    }

    private static List<Program> imports() {
        Class<?> imports = Imports.class;
        return List.of(
                of(30, Imports::countStock)
                        .child("update product")
                        .parent("from product")
                        .loop(imports, "countStock")
                        .issues(n -> 1 + n + n / 5, n -> n),
                of(35, Imports::contactsOneByOne)
                        .child("insert into contact")
                        .loop(imports, "contactsOneByOne")
                        .issues(n -> n, n -> n),
                of(36, Imports::bookings)
                        .child("insert into ledger")
                        .loop(imports, "bookings")
                        .issues(n -> n, n -> n),
                oneEach(37, Imports::raisePrices, "update product", "from product", imports, "raisePrices"),
                of(38, Imports::emptyCart)
                        .child("delete from cart_item")
                        .parent("from cart_item where cart_id")
                        .loop(imports, "emptyCart")
                        .issues(n -> 2 + n, n -> n),
                of(39, Imports::newContacts)
                        .child("from contact")
                        .loop(imports, "newContacts")
                        .issues(n -> 1 + n, n -> n),
                of(44, Imports::visits).child("nextval").loop(imports, "visits").issues(n -> 1 + n, n -> n),
                of(59, Imports::newCart).issues(n -> 3, n -> 0),
                of(70, Imports::fullBatches).child("insert into visit").issues(n -> batches(n), n -> batches(n)),
                of(71, Imports::batchesWithRemainder)
                        .child("insert into visit")
                        .issues(n -> batches(n) + 1, n -> batches(n) + 1),
                of(72, Imports::singleContact).issues(n -> 1, n -> 0),
                of(84, Imports::fixturesThenTest).child("insert into cart").issues(n -> 7, n -> 6));
    }

    private static int batches(int n) {
        return Imports.rows(n) / 25;
    }

    private static List<Program> negatives() {
        return List.of(
                of(51, OrderPages::oneOrder).issues(n -> 2, n -> 0),
                of(52, OrderPages::orderBesideTheList).issues(n -> 3, n -> 0),
                of(53, OrderPages::ordersJoined).issues(n -> 1, n -> 0),
                of(54, OrderPages::ordersThenLines).issues(n -> 2, n -> 0),
                of(55, ArticlePages::prefetched).issues(n -> 3, n -> 0),
                of(56, ArticlePages::authorsAndEditors).child("from person").issues(n -> 3, n -> 2),
                of(57, OrderPages::inAndOutOfABlock).child("from order_line").issues(n -> 2, n -> 2),
                of(60, OrderPages::orderList).issues(n -> 1, n -> 0),
                of(61, OrderPages::fourOrders).child("from order_line").issues(n -> 5, n -> 4),
                of(63, OrderPages::orderDetail).issues(n -> 5, n -> 0),
                of(64, OrderPages::waterfall).issues(n -> 7, n -> 0),
                of(65, OrderPages::cycleTwice)
                        .child("from order_line", "from product")
                        .issues(n -> 5, n -> 4),
                of(85, ArticlePages::remarksOfOldTimes).issues(n -> 2, n -> 0),
                of(86, OrderPages::overFetched).issues(n -> 1, n -> 0));
    }

    /** One parent query, one child for each of its rows, nothing else. */
    private static Program oneEach(
            int number, Program.Body body, String child, String parent, Class<?> type, String method) {
        return of(number, body).child(child).parent(parent).loop(type, method).issues(n -> 1 + n, n -> n);
    }

    private static Program of(int number, Program.Body body) {
        return Program.of(number, Framework.JDBC_TEMPLATE, body);
    }
}
