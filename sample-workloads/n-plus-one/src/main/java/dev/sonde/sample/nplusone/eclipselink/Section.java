package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;

/** A section of a magazine. */
@SuppressWarnings("UnusedVariable") // the mapper reads them
@Entity
@Table(name = "section")
class Section {
    @Id
    private long id;

    private String title = "";

    @Column(name = "magazine_id")
    private long magazineId;

    @OneToMany
    @JoinColumn(name = "section_id")
    @OrderBy("number")
    private List<Article> articles = new ArrayList<>();

    protected Section() {}

    List<Article> articles() {
        return articles;
    }
}
