package dev.sonde.sample.nplusone.springdata;

import java.math.BigDecimal;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Transient;
import org.springframework.data.domain.Persistable;
import org.springframework.data.relational.core.mapping.MappedCollection;
import org.springframework.data.relational.core.mapping.Table;

/** The shop's aggregates. Spring Data JDBC reads all of one when it reads its root. */
final class Aggregates {
    private Aggregates() {}

    /** An order with its lines. */
    @Table("orders")
    record Purchase(
            @Id Long id,
            Long customerId,
            String status,
            @MappedCollection(idColumn = "order_id") Set<PurchaseLine> lines) {}

    /** A line of an order, within its aggregate. */
    @Table("order_line")
    record PurchaseLine(@Id Long id, Integer quantity) {}

    /** An order as a list shows it. */
    @Table("orders")
    record PurchaseHead(@Id Long id, Long customerId, String status) {}

    /** A line of an order by itself. */
    @Table("order_line")
    record Line(@Id Long id, Long orderId, Long productId, Integer quantity) {}

    /** A line with its order, as a join gives it. */
    record LineOfOrder(Long id, String status, Integer quantity) {}

    /** A section with its articles and what was said of them. */
    @Table("section")
    record Section(
            @Id Long id,
            Long magazineId,
            String title,
            @MappedCollection(idColumn = "section_id") Set<Article> articles) {}

    /** An article of a section. */
    @Table("article")
    record Article(
            @Id UUID id,
            String title,
            @MappedCollection(idColumn = "article_id") Set<Remark> remarks) {}

    /** An article with what was said of it and what it is about. */
    @Table("article")
    record TaggedArticle(
            @Id UUID id,
            String title,
            Integer number,
            @MappedCollection(idColumn = "article_id") Set<Remark> remarks,
            @MappedCollection(idColumn = "article_id") Set<Tagging> tags) {}

    /** What a reader said. */
    @Table("remark")
    record Remark(@Id Long id, String text) {}

    /** That an article is about something. */
    @Table("article_tag")
    record Tagging(Long tagId) {}

    /** Something in a cart. */
    @Table("cart_item")
    record CartItem(@Id Long id, Long cartId, Long productId, Integer quantity) {}

    /** What the shop sells. */
    @Table("product")
    record Product(@Id Long id, String name) {}

    /** A node of the tree; the root has no parent. */
    @Table("category")
    record Category(@Id Long id, @Nullable Long parentId, String name) {}

    /** A setting of the shop. */
    @Table("setting")
    record Setting(@Id String name, String value) {}

    /** A call of a page; new whenever it is saved, though it has its number. */
    @Table("visit")
    record Visit(@Id Long id, String page) implements Persistable<Long> {
        @Override
        public Long getId() {
            return id;
        }

        @Override
        @Transient
        public boolean isNew() {
            return true;
        }
    }

    /** A booking; the server numbers it. */
    @Table("ledger")
    record Booking(@Id @Nullable Long id, String account, BigDecimal amount) {}
}
