package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An article, what was said of it, and what it is about. */
@SuppressWarnings("UnusedVariable") // the mapper reads them
@Entity
@Table(name = "article")
class Article {
    @Id
    private UUID id = new UUID(0, 0);

    private String title = "";

    private int number;

    @OneToMany(mappedBy = "article")
    private List<Remark> remarks = new ArrayList<>();

    @ManyToMany
    @JoinTable(
            name = "article_tag",
            joinColumns = @JoinColumn(name = "article_id"),
            inverseJoinColumns = @JoinColumn(name = "tag_id"))
    private List<Tag> tags = new ArrayList<>();

    protected Article() {}

    String title() {
        return title;
    }

    List<Remark> remarks() {
        return remarks;
    }

    List<Tag> tags() {
        return tags;
    }
}
