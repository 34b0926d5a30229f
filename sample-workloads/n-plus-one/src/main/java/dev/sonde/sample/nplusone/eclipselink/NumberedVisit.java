package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

/** A call of a page, numbered by a sequence, one number at a time. */
@SuppressWarnings("UnusedVariable") // the mapper reads them
@Entity
@Table(name = "visit")
class NumberedVisit {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "visits")
    @SequenceGenerator(name = "visits", sequenceName = "visit_id", allocationSize = 1)
    private long id;

    private String page = "";

    protected NumberedVisit() {}

    NumberedVisit(String page) {
        this.page = page;
    }
}
