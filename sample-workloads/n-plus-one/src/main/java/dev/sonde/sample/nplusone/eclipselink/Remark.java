package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** What a reader said. */
@SuppressWarnings("UnusedVariable") // the mapper reads them
@Entity
@Table(name = "remark")
class Remark {
    @Id
    private long id;

    private String text = "";

    @ManyToOne
    @JoinColumn(name = "article_id")
    private @Nullable Article article;

    protected Remark() {}

    String text() {
        return text;
    }
}
