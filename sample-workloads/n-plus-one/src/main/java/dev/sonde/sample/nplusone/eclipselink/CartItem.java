package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** Something in a cart. Without weaving its product is read with it. */
@Entity
@Table(name = "cart_item")
class CartItem {
    @Id
    private long id;

    private int quantity;

    @Column(name = "cart_id")
    private long cartId;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "product_id")
    private @Nullable Product product;

    protected CartItem() {}

    String label() {
        return quantity + " × " + product;
    }
}
