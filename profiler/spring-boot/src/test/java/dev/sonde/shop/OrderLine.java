package dev.sonde.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "order_lines")
class OrderLine {

    @Id
    private long id;

    private String article = "";

    long id() {
        return id;
    }

    String article() {
        return article;
    }
}
