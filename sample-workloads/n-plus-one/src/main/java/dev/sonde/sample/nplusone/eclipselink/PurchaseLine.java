package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A line of an order. */
@SuppressWarnings("UnusedVariable") // the mapper reads them
@Entity
@Table(name = "order_line")
class PurchaseLine {
    @Id
    private long id;

    private int quantity;

    @ManyToOne
    @JoinColumn(name = "order_id")
    private @Nullable Purchase purchase;

    protected PurchaseLine() {}

    int quantity() {
        return quantity;
    }
}
