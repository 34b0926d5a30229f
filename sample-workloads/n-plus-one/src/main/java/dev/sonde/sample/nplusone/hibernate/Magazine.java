package dev.sonde.sample.nplusone.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Entities of a magazine. */
final class Magazine {

    private Magazine() {}

    @Entity(name = "Section")
    @Table(name = "section")
    static class Section {
        @Id
        Long id = 0L;

        @Column(name = "magazine_id")
        Long magazine = 0L;

        String title = "";

        @OneToMany(mappedBy = "section")
        Set<Article> articles = new LinkedHashSet<>();

        Set<Article> getArticles() {
            return articles;
        }
    }

    @Entity(name = "Article")
    @Table(name = "article")
    static class Article {
        @Id
        UUID id = new UUID(0, 0);

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "section_id")
        @Nullable
        Section section;

        @ManyToOne(fetch = FetchType.LAZY, optional = false)
        @JoinColumn(name = "author_id")
        Person author = new Person();

        @Column(name = "editor_id")
        Long editor = 0L;

        String title = "";
        int number;
        Instant published = Instant.EPOCH;

        @OneToMany(mappedBy = "article")
        Set<Remark> remarks = new LinkedHashSet<>();

        @ManyToMany
        @JoinTable(
                name = "article_tag",
                joinColumns = @JoinColumn(name = "article_id"),
                inverseJoinColumns = @JoinColumn(name = "tag_id"))
        Set<Tag> tags = new LinkedHashSet<>();

        String getTitle() {
            return title;
        }

        Person getAuthor() {
            return author;
        }

        Set<Remark> getRemarks() {
            return remarks;
        }

        Set<Tag> getTags() {
            return tags;
        }
    }

    /** The text of an article, which lists do without. */
    @Entity(name = "ArticleText")
    @Table(name = "article")
    static class ArticleText {
        @Id
        UUID id = new UUID(0, 0);

        String body = "";
    }

    @Entity(name = "Remark")
    @Table(name = "remark")
    static class Remark {
        @Id
        Long id = 0L;

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "article_id")
        @Nullable
        Article article;

        String text = "";
        Instant written = Instant.EPOCH;
    }

    @Entity(name = "Tag")
    @Table(name = "tag")
    static class Tag {
        @Id
        Long id = 0L;

        String label = "";

        @ManyToMany(mappedBy = "tags")
        Set<Article> articles = new LinkedHashSet<>();

        Set<Article> getArticles() {
            return articles;
        }
    }

    @Entity(name = "Person")
    @Table(name = "person")
    static class Person {
        @Id
        Long id = 0L;

        String name = "";

        String getName() {
            return name;
        }
    }
}
