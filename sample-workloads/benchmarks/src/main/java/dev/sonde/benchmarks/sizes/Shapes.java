package dev.sonde.benchmarks.sizes;

import dev.sonde.engine.snapshot.CatalogSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

/**
 * All shapes of data and all kinds of index: what the model was fitted on.
 *
 * @param rows of the largest table
 */
record Shapes(int rows) implements BuiltSizes.Source {

    @Override
    public void fill(Connection connection) throws SQLException, IOException {
        try (Statement statement = connection.createStatement();
                InputStream script =
                        Objects.requireNonNull(Shapes.class.getResourceAsStream("shapes.sql"), "shapes.sql")) {
            statement.setEscapeProcessing(false);
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{rows}", Integer.toString(rows)));
            statement.execute("vacuum analyze");
        }
    }

    @Override
    public List<SizeCase> cases(CatalogSnapshot snapshot) {
        return SizeCases.all();
    }

    @Override
    public String name() {
        return rows + " rows";
    }
}
