package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A setting of the shop. */
@SuppressWarnings("UnusedVariable") // the mapper reads them
@Entity
@Table(name = "setting")
class Setting {
    @Id
    private String name = "";

    private String value = "";

    protected Setting() {}
}
