package dev.sonde.sample.nplusone.jdbc;

import dev.sonde.sample.nplusone.scenario.Service;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reports whose values stand in the text of their statements. */
final class LiteralReport {

    private LiteralReport() {}

    /** Authors of articles, their numbers written into the text. */
    static List<String> authors(Service service, int n) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = service.dataSource().getConnection();
                Statement articles = connection.createStatement();
                ResultSet article = articles.executeQuery(
                        "select title, author_id from article order by published desc limit " + n)) {
            while (article.next()) {
                long author = article.getLong("author_id");
                try (Statement people = connection.createStatement();
                        ResultSet person = people.executeQuery("select name from person where id = " + author)) {
                    names.add(person.next() ? person.getString(1) : "");
                }
            }
        }
        return names;
    }

    /** Remarks on articles by execute() and getResultSet(), the key a quoted UUID. */
    static int remarks(Service service, int n) throws SQLException {
        int remarks = 0;
        try (Connection connection = service.connect();
                Statement statement = connection.createStatement()) {
            for (String article : articleIds(statement, n)) {
                statement.execute("SELECT id, text FROM remark WHERE article_id = '" + article + "'");
                ResultSet remark = statement.getResultSet();
                while (remark.next()) {
                    remarks++;
                }
            }
        }
        return remarks;
    }

    private static List<String> articleIds(Statement statement, int n) throws SQLException {
        List<String> ids = new ArrayList<>();
        statement.execute("SELECT id, title FROM article ORDER BY number LIMIT " + n);
        ResultSet article = statement.getResultSet();
        while (article.next()) {
            ids.add(article.getString("id"));
        }
        return ids;
    }

    /** Three figures of one shape. */
    static int threeFigures(Service service, int n) throws SQLException {
        int sum = 0;
        try (Connection connection = service.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            sum += figure(statement, "select count(*) from orders where status = 'open' and total > 10");
            sum += figure(statement, "select count(*) from orders where status = 'paid' and total > 20");
            sum += figure(statement, "select count(*) from orders where status = 'sent' and total > " + n);
        }
        return sum;
    }

    private static int figure(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    /** A generated statement, longer than a capture keeps; what differs comes after the cut. */
    static int generated(Service service, int n) throws SQLException {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < 900; i++) {
            columns.append("id + ").append(i).append(" as column_").append(i).append(", ");
        }
        int rows = 0;
        try (Connection connection = service.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (int order = 1; order <= n; order++) {
                try (ResultSet row =
                        statement.executeQuery("select " + columns + "status from orders where id = " + order)) {
                    rows += row.next() ? 1 : 0;
                }
            }
        }
        return rows;
    }
}
