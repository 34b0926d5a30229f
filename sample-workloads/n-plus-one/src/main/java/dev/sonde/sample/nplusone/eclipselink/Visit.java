package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A call of a page, numbered by the service. */
@SuppressWarnings("UnusedVariable") // the mapper reads them
@Entity
@Table(name = "visit")
class Visit {
    @Id
    private long id;

    private String page = "";

    protected Visit() {}

    Visit(long id, String page) {
        this.id = id;
        this.page = page;
    }
}
