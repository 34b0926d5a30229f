package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A setting of the shop. */
@Entity
@Table(name = "setting")
class Setting {
    @Id
    private String name = "";

    private String value = "";

    protected Setting() {}
}
