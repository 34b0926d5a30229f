package dev.sonde.sample.nplusone.hibernate;

import dev.sonde.sample.nplusone.scenario.Framework;
import dev.sonde.sample.nplusone.scenario.Program;
import java.util.List;
import java.util.stream.Stream;

/** The scenarios on Hibernate, and what is true of them. */
public final class HibernatePrograms {

    private HibernatePrograms() {}

    public static List<Program> all() {
        return Stream.of(orders(), articles(), jobs(), writes(), negatives())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Program> orders() {
        Class<?> screens = OrderScreens.class;
        String lines = "from order_line";
        String orders = "from orders";
        return List.of(
                oneEach(1, OrderScreens::linesOfOrders, lines, orders, screens, "linesOfOrders"),
                oneEach(2, OrderScreens::linesOfNativeOrders, lines, orders, screens, "linesOfNativeOrders"),
                oneEach(3, OrderScreens::emptyOrders, lines, orders, screens, "emptyOrders"),
                oneEach(9, OrderScreens::productNames, "from product", lines, screens, "productNames"),
                oneEach(10, OrderScreens::suppliersById, "from supplier", "from product", screens, "suppliersById"),
                oneEach(11, OrderScreens::unproxied, "from product", lines, screens, "unproxied"),
                oneEach(20, OrderScreens::recipients, "from address", "from customer", screens, "recipients"),
                of(22, OrderScreens::shipments)
                        .child("from truck", "from van", "from bike")
                        .parent("from shipment")
                        .loop(screens, "shipments")
                        .issues(n -> 1 + n, n -> n),
                oneEach(27, OrderScreens::startScreen, lines, orders, screens, "startScreen")
                        .issues(n -> 4 + n, n -> n),
                oneEach(33, OrderScreens::screensOfAllSizes, lines, orders, screens, "linesOfOrders")
                        .from(2)
                        .withOwnUnits()
                        .issues(n -> 4 + 17 + n, n -> 17 + n),
                of(34, OrderScreens::productsOfRequest)
                        .child("from product")
                        .loop(screens, "productsOfRequest")
                        .issues(n -> n, n -> n),
                oneEach(41, OrderScreens::linesWithoutTransaction, lines, orders, screens, "linesWithoutTransaction"),
                oneEach(43, OrderScreens::references, "from product", lines, screens, "references"));
    }

    private static List<Program> articles() {
        Class<?> screens = ArticleScreens.class;
        String remarks = "from remark";
        String tags = "from article_tag";
        String newest = "from article a1_0 order by a1_0.published";
        return List.of(
                oneEach(4, ArticleScreens::tagged, tags, newest, screens, "tagged")
                        .issues(n -> 2 + n, n -> n),
                oneEach(5, ArticleScreens::remarkCounts, remarks, newest, screens, "remarkCounts"),
                oneEach(6, ArticleScreens::latestRemarks, remarks, newest, screens, "latestRemarks"),
                oneEach(7, ArticleScreens::firstRemarks, remarks, newest, screens, "firstRemarks"),
                oneEach(8, ArticleScreens::remarkIds, remarks, newest, screens, "remarkIds"),
                oneEach(12, ArticleScreens::remarksByLoader, remarks, newest, screens, "remarksByLoader"),
                of(13, ArticleScreens::wholeMagazine)
                        .child("from article a1_0 where a1_0.section_id", remarks)
                        .parent("from section")
                        .loop(screens, "wholeMagazine")
                        .issues(n -> 1 + 3 * n, n -> 3 * n),
                oneEach(
                                14,
                                ArticleScreens::articlesFetchedRemarksNot,
                                remarks,
                                "from section",
                                screens,
                                "articlesFetchedRemarksNot")
                        .issues(n -> 1 + 2 * n, n -> 2 * n),
                of(15, ArticleScreens::remarksAndTags)
                        .child(remarks, tags)
                        .parent(newest)
                        .loop(screens, "remarksAndTags")
                        .issues(n -> 1 + 2 * n, n -> 2 * n),
                oneEach(
                        16,
                        ArticleScreens::remarksFetchedTagsNot,
                        tags,
                        "left join remark",
                        screens,
                        "remarksFetchedTagsNot"),
                oneEach(17, ArticleScreens::tagsOfEach, tags, newest, screens, "tagsOfEach"),
                oneEach(18, ArticleScreens::articlesOfEachTag, tags, "from tag", screens, "articlesOfEachTag"),
                oneEach(24, ArticleScreens::index, "from person", newest, screens, "render")
                        .withOwnUnits(),
                oneEach(42, ArticleScreens::texts, "from article at1_0", newest, screens, "texts"),
                oneEach(48, ArticleScreens::openSessionInView, "from person", newest, screens, "render")
                        .withOwnUnits());
    }

    private static List<Program> jobs() {
        Class<?> jobs = ShopJobs.class;
        return List.of(
                oneEach(25, ShopJobs::nativeLiterals, "from order_line", "from orders", jobs, "nativeLiterals"),
                oneEach(40, ShopJobs::innerTransactions, "from order_line", "from orders", jobs, "innerTransactions"),
                of(45, ShopJobs::pathToRoot)
                        .child("from category")
                        .loop(jobs, "pathToRoot")
                        .issues(n -> 1 + n, n -> 1 + n),
                of(49, ShopJobs::currencyOfEachLine)
                        .child("from setting")
                        .loop(jobs, "currencyOfEachLine")
                        .issues(n -> n, n -> n),
                of(73, ShopJobs::settingsTwice)
                        .child("from setting")
                        .loop(jobs, "settingsTwice")
                        .from(2)
                        .issues(n -> 2, n -> 2),
                of(74, ShopJobs::pagesByOffset).child("from reading").issues(n -> n, n -> n),
                of(75, ShopJobs::pagesByKey).child("from reading").issues(n -> n, n -> n),
                of(76, ShopJobs::readingsInChunks).child("group by").issues(n -> 5, n -> 4),
                of(78, ShopJobs::transfer).child("from product", "transfer").issues(n -> 12, n -> 12),
                of(81, ShopJobs::requestsOnOneThread)
                        .child("from product")
                        .withOwnUnits()
                        .issues(n -> 200, n -> 200),
                of(88, ShopJobs::cursor).issues(n -> 1, n -> 0));
    }

    private static List<Program> writes() {
        Class<?> jobs = DeskJobs.class;
        return List.of(
                of(30, DeskJobs::countStock)
                        .child("update product set name")
                        .parent("from product")
                        .loop(jobs, "countStock")
                        .issues(n -> 2 + n + n / 5, n -> n),
                of(35, DeskJobs::contacts)
                        .child("insert into contact")
                        .loop(jobs, "contacts")
                        .issues(n -> n, n -> n),
                of(36, DeskJobs::bookings)
                        .child("insert into ledger")
                        .loop(jobs, "bookings")
                        .issues(n -> n, n -> n),
                oneEach(37, DeskJobs::raisePrices, "update product", "from product", jobs, "raisePrices"),
                of(38, DeskJobs::removeCart)
                        .child("delete from cart_item")
                        .parent("from cart_item i1_0")
                        .loop(jobs, "removeCart")
                        .issues(n -> 3 + n, n -> n),
                of(39, DeskJobs::newContacts)
                        .child("from contact")
                        .loop(jobs, "newContacts")
                        .issues(n -> 1 + n, n -> n),
                of(44, DeskJobs::visits).child("nextval").loop(jobs, "visits").issues(n -> 1 + n, n -> n),
                of(59, DeskJobs::newCart).issues(n -> 2, n -> 0),
                of(70, DeskJobs::fullBatches).child("insert into contact").issues(n -> batches(n), n -> batches(n)),
                of(71, DeskJobs::batchesWithRemainder)
                        .child("insert into contact")
                        .issues(n -> batches(n) + 1, n -> batches(n) + 1),
                of(72, DeskJobs::singleContact).issues(n -> 1, n -> 0),
                of(84, DeskJobs::fixturesThenTest).child("insert into contact").issues(n -> 4, n -> 3));
    }

    private static int batches(int n) {
        return DeskJobs.rows(n) / 25;
    }

    private static List<Program> negatives() {
        return List.of(
                of(51, OrderScreens::oneOrder).issues(n -> 2, n -> 0),
                of(52, OrderScreens::orderThenList).issues(n -> 3, n -> 0),
                of(53, OrderScreens::fetchJoin).issues(n -> 1, n -> 0),
                of(54, OrderScreens::batchSize).issues(n -> 2, n -> 0),
                of(55, ArticleScreens::prefetched).issues(n -> 3, n -> 0),
                of(56, ArticleScreens::authorsAndEditors).child("from person").issues(n -> 3, n -> 2),
                of(60, OrderScreens::orderList).issues(n -> 1, n -> 0),
                of(61, OrderScreens::fourOrders).child("from order_line").issues(n -> 5, n -> 4),
                of(63, OrderScreens::orderDetail).issues(n -> 4, n -> 0),
                of(83, OrderScreens::sameProductTwice).child("from product").issues(n -> 2, n -> 2),
                of(85, ArticleScreens::remarksOfOldTimes).issues(n -> 2, n -> 0),
                of(86, OrderScreens::overFetched).issues(n -> 1, n -> 0),
                of(90, OrderScreens::cachedLines)
                        .child("from order_line")
                        .withOwnUnits()
                        .issues(n -> 10 + n, n -> n));
    }

    /** One parent query, one child for each of its rows, nothing else. */
    private static Program oneEach(
            int number, Program.Body body, String child, String parent, Class<?> type, String method) {
        return of(number, body).child(child).parent(parent).loop(type, method).issues(n -> 1 + n, n -> n);
    }

    private static Program of(int number, Program.Body body) {
        return Program.of(number, Framework.HIBERNATE, body);
    }
}
