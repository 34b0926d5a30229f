package dev.sonde.sample.nplusone.eclipselink;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A node of the tree; the root has no parent. */
@Entity
@Table(name = "category")
class Category {
    @Id
    private long id;

    @Column(name = "parent_id")
    private @Nullable Long parentId;

    private String name = "";

    protected Category() {}

    @Nullable
    Long parentId() {
        return parentId;
    }

    String name() {
        return name;
    }
}
