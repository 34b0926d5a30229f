package dev.sonde.sample.nplusone.hibernate;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entities that are written. */
final class Desk {

    private Desk() {}

    @Entity(name = "Cart")
    @Table(name = "cart")
    static class Cart {
        @Id
        Long id = 0L;

        String owner = "";

        @OneToMany(mappedBy = "cart", cascade = CascadeType.ALL)
        List<CartItem> items = new ArrayList<>();

        List<CartItem> getItems() {
            return items;
        }
    }

    @Entity(name = "CartItem")
    @Table(name = "cart_item")
    static class CartItem {
        @Id
        Long id = 0L;

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "cart_id")
        @Nullable
        Cart cart;

        @Column(name = "product_id")
        Long product = 0L;

        int quantity;
    }

    @Entity(name = "Booking")
    @Table(name = "ledger")
    static class Booking {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Long id;

        String account = "";
        BigDecimal amount = BigDecimal.ZERO;
    }

    @Entity(name = "Visit")
    @Table(name = "visit")
    static class Visit {
        @Id
        @GeneratedValue(generator = "visit_id")
        @SequenceGenerator(name = "visit_id", sequenceName = "visit_id", allocationSize = 1)
        @Nullable
        Long id;

        String page = "";

        @Column(insertable = false, updatable = false)
        java.time.@Nullable Instant at;
    }

    @Entity(name = "Contact")
    @Table(name = "contact")
    static class Contact {
        @Id
        Long id = 0L;

        String email = "";
        String name = "";

        static Contact of(long id, String email) {
            Contact contact = new Contact();
            contact.id = id;
            contact.email = email;
            contact.name = "Contact " + id;
            return contact;
        }
    }
}
