package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What the shop sells. */
@Entity
@Table(name = "product")
class Product {
    @Id
    private long id;

    private String name = "";

    private int stock;

    protected Product() {}

    long id() {
        return id;
    }

    void take() {
        stock = stock - 1;
    }

    @Override
    public String toString() {
        return name;
    }
}
