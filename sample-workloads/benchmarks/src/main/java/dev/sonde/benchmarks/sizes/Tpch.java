package dev.sonde.benchmarks.sizes;

import dev.sonde.benchmarks.selection.Permutations;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.tpch.TpchDatabase;
import dev.sonde.tpch.TpchQuery;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** B-trees on all columns of TPC-H that its statements name, one or two in every order: nothing was fitted on these. */
record Tpch(double scale) implements BuiltSizes.Source {

    static final String ONE = "one column";
    static final String TWO = "two columns";

    @Override
    public void fill(Connection connection) throws SQLException, IOException {
        TpchDatabase.ofScale(scale).fill(connection);
    }

    @Override
    public List<SizeCase> cases(CatalogSnapshot snapshot) {
        List<String> statements = TpchQuery.all().stream().map(TpchQuery::sql).toList();
        return Permutations.of(snapshot, statements, 2).stream()
                .map(index -> new SizeCase(index.keys().size() == 1 ? ONE : TWO, index, table -> 1))
                .toList();
    }

    @Override
    public String name() {
        return "TPC-H, scale " + scale;
    }
}
