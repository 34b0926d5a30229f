package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What an article is about. */
@Entity
@Table(name = "tag")
class Tag {
    @Id
    private long id;

    private String label = "";

    protected Tag() {}

    String label() {
        return label;
    }
}
