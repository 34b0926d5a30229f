package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;

/** An order. */
@Entity
@Table(name = "orders")
class Purchase {
    @Id
    private long id;

    private String status = "";

    @Column(name = "customer_id")
    private long customerId;

    @OneToMany(mappedBy = "purchase")
    @OrderBy("id")
    private List<PurchaseLine> lines = new ArrayList<>();

    protected Purchase() {}

    String status() {
        return status;
    }

    List<PurchaseLine> lines() {
        return lines;
    }
}
