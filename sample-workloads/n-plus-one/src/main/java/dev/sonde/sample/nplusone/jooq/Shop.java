package dev.sonde.sample.nplusone.jooq;

import dev.sonde.sample.nplusone.scenario.Service;
import java.math.BigDecimal;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The shop's tables and columns, and jOOQ as a service sets it up. */
final class Shop {
    static final Table<Record> ORDERS = DSL.table("orders");
    static final Field<Long> ORDER_ID = DSL.field("orders.id", Long.class);
    static final Field<Long> ORDER_CUSTOMER = DSL.field("orders.customer_id", Long.class);
    static final Field<String> ORDER_STATUS = DSL.field("orders.status", String.class);

    static final Table<Record> LINES = DSL.table("order_line");
    static final Field<Long> LINE_ID = DSL.field("order_line.id", Long.class);
    static final Field<Long> LINE_ORDER = DSL.field("order_line.order_id", Long.class);
    static final Field<Integer> LINE_QUANTITY = DSL.field("order_line.quantity", Integer.class);

    static final Table<Record> ITEMS = DSL.table("cart_item");
    static final Field<Long> ITEM_ID = DSL.field("cart_item.id", Long.class);
    static final Field<Long> ITEM_CART = DSL.field("cart_item.cart_id", Long.class);
    static final Field<Long> ITEM_PRODUCT = DSL.field("cart_item.product_id", Long.class);
    static final Field<Integer> ITEM_QUANTITY = DSL.field("cart_item.quantity", Integer.class);

    static final Table<Record> PRODUCTS = DSL.table("product");
    static final Field<Long> PRODUCT_ID = DSL.field("product.id", Long.class);
    static final Field<String> PRODUCT_NAME = DSL.field("product.name", String.class);

    static final Table<Record> SECTIONS = DSL.table("section");
    static final Field<Long> SECTION_ID = DSL.field("section.id", Long.class);
    static final Field<Long> SECTION_MAGAZINE = DSL.field("section.magazine_id", Long.class);

    static final Table<Record> ARTICLES = DSL.table("article");
    static final Field<UUID> ARTICLE_ID = DSL.field("article.id", UUID.class);
    static final Field<Long> ARTICLE_SECTION = DSL.field("article.section_id", Long.class);
    static final Field<String> ARTICLE_TITLE = DSL.field("article.title", String.class);
    static final Field<Integer> ARTICLE_NUMBER = DSL.field("article.number", Integer.class);

    static final Table<Record> REMARKS = DSL.table("remark");
    static final Field<UUID> REMARK_ARTICLE = DSL.field("remark.article_id", UUID.class);
    static final Field<String> REMARK_TEXT = DSL.field("remark.text", String.class);

    static final Table<Record> TAGS = DSL.table("tag");
    static final Field<Long> TAG_ID = DSL.field("tag.id", Long.class);
    static final Field<String> TAG_LABEL = DSL.field("tag.label", String.class);
    static final Table<Record> ARTICLE_TAGS = DSL.table("article_tag");
    static final Field<UUID> TAGGED_ARTICLE = DSL.field("article_tag.article_id", UUID.class);
    static final Field<Long> TAGGED_TAG = DSL.field("article_tag.tag_id", Long.class);

    static final Table<Record> CATEGORIES = DSL.table("category");
    static final Field<Long> CATEGORY_ID = DSL.field("category.id", Long.class);
    static final Field<Long> CATEGORY_PARENT = DSL.field("category.parent_id", Long.class);
    static final Field<String> CATEGORY_NAME = DSL.field("category.name", String.class);

    static final Table<Record> SETTINGS = DSL.table("setting");
    static final Field<String> SETTING_NAME = DSL.field("setting.name", String.class);
    static final Field<String> SETTING_VALUE = DSL.field("setting.value", String.class);

    static final Table<Record> VISITS = DSL.table("visit");
    static final Field<Long> VISIT_ID = DSL.field(DSL.name("id"), Long.class);
    static final Field<String> VISIT_PAGE = DSL.field(DSL.name("page"), String.class);

    static final Table<Record> LEDGER = DSL.table("ledger");
    static final Field<Long> LEDGER_ID = DSL.field(DSL.name("id"), Long.class);
    static final Field<String> LEDGER_ACCOUNT = DSL.field(DSL.name("account"), String.class);
    static final Field<BigDecimal> LEDGER_AMOUNT = DSL.field(DSL.name("amount"), BigDecimal.class);

    private Shop() {}

    static DSLContext dsl(Service service) {
        return service.part(DSLContext.class, dataSource -> DSL.using(dataSource, SQLDialect.POSTGRES));
    }
}
