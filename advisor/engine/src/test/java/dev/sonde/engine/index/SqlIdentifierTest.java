package dev.sonde.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.engine.Source;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlIdentifierTest {

    @Test
    void quotesAsTheServerDoes() throws SQLException {
        List<String> names = new ArrayList<>(List.of(
                "plain",
                "_x",
                "x1",
                "1x",
                "Mixed",
                "with space",
                "quo\"te",
                "\"\"",
                "semi;colon",
                "größe",
                "名前",
                "a$b",
                "a-b",
                "a.b",
                "x".repeat(63),
                "back\\slash",
                "new\nline",
                "'"));
        try (Connection connection = Source.connect("postgres")) {
            try (Statement statement = connection.createStatement();
                    ResultSet words = statement.executeQuery("select word from pg_get_keywords()")) {
                while (words.next()) {
                    names.add(words.getString(1));
                }
            }
            try (PreparedStatement quote = connection.prepareStatement("select quote_ident(?)")) {
                for (String name : names) {
                    quote.setString(1, name);
                    try (ResultSet row = quote.executeQuery()) {
                        row.next();
                        assertThat(SqlIdentifier.quoted(name)).isEqualTo(row.getString(1));
                    }
                }
            }
        }
    }
}
