package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** Where a customer lives. */
@SuppressWarnings("UnusedVariable") // the mapper reads them
@Entity
@Table(name = "address")
class Address {
    @Id
    private long id;

    private String street = "";

    @OneToOne
    @JoinColumn(name = "customer_id")
    private @Nullable Customer customer;

    protected Address() {}

    @Override
    public String toString() {
        return street;
    }
}
