package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A customer and where he lives. */
@Entity
@Table(name = "customer")
class Customer {
    @Id
    private long id;

    private String name = "";

    @Column(name = "region_id")
    private long regionId;

    @OneToOne(mappedBy = "customer")
    private @Nullable Address address;

    protected Customer() {}

    String label() {
        return name + " " + address;
    }
}
