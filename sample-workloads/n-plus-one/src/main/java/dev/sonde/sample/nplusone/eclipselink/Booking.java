package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/** A booking; the server numbers it. */
@SuppressWarnings("UnusedVariable") // the mapper reads them
@Entity
@Table(name = "ledger")
class Booking {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String account = "";

    private BigDecimal amount = BigDecimal.ONE;

    protected Booking() {}

    Booking(String account) {
        this.account = account;
    }
}
