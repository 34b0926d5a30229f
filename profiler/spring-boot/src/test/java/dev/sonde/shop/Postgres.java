package dev.sonde.shop;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A real PostgreSQL with ten orders of three lines each, one for all tests of the process. */
final class Postgres {

    static final String USER = "postgres";
    static final String URL;

    static {
        try {
            URL = EmbeddedPostgres.start().getJdbcUrl(USER, "postgres");
            try (Connection connection = DriverManager.getConnection(URL);
                    Statement statement = connection.createStatement()) {
                statement.execute("create table orders (id bigint primary key, status text not null)");
                statement.execute("create table order_lines (id bigint primary key, order_id bigint not null"
                        + " references orders, article text not null)");
                statement.execute("insert into orders select n, 'open' from generate_series(1, 10) n");
                statement.execute("insert into order_lines select n, (n - 1) / 3 + 1, 'article ' || n"
                        + " from generate_series(1, 30) n");
                statement.execute("create database other");
                statement.execute("create database migrated");
            }
        } catch (IOException | SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Postgres() {}

    static String url(String database) {
        return URL.replaceAll("/postgres\\b", "/" + database);
    }
}
