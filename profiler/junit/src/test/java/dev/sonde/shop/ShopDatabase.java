package dev.sonde.shop;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A real PostgreSQL with ten orders of three lines each, one for all tests of the process. */
final class ShopDatabase {

    private static final String URL;

    static {
        try {
            URL = EmbeddedPostgres.start().getJdbcUrl("postgres", "postgres");
            try (Connection connection = DriverManager.getConnection(URL);
                    Statement statement = connection.createStatement()) {
                statement.execute("create table orders (id bigint primary key, status text not null)");
                statement.execute("create table order_lines (id bigint primary key, order_id bigint not null"
                        + " references orders, article text not null)");
                statement.execute("create table notes (note text)");
                statement.execute("insert into orders select n, 'open' from generate_series(1, 10) n");
                statement.execute("insert into order_lines select n, (n - 1) / 3 + 1, 'article ' || n"
                        + " from generate_series(1, 30) n");
            }
        } catch (IOException | SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private ShopDatabase() {}

    static String plainUrl() {
        return URL;
    }

    static String capturedUrl() {
        return URL.replace("jdbc:", "jdbc:sonde:") + "&sonde.folder=none";
    }

    static Orders captured() {
        return orders(capturedUrl());
    }

    static Orders plain() {
        return orders(plainUrl());
    }

    static JdbcTemplate jdbc() {
        return new JdbcTemplate(new DriverManagerDataSource(capturedUrl()));
    }

    private static Orders orders(String url) {
        return new Orders(new JdbcTemplate(new DriverManagerDataSource(url)));
    }
}
