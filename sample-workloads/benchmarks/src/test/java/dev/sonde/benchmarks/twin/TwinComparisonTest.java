package dev.sonde.benchmarks.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sonde.tpch.TpchDatabase;
import dev.sonde.tpch.TpchQuery;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small version of what the benchmark part shows on all majors. */
class TwinComparisonTest {

    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void plansTpchAsItsSourceDoes(int major) throws Exception {
        List<TwinStatement> queries = TpchQuery.all().stream()
                .map(query -> new TwinStatement(query.fileName(), query.sql()))
                .toList();
        try (TwinSource source = TwinSource.start(Majors.home(major))) {
            source.create("tpch");
            try (Connection connection = source.connect("tpch", 0)) {
                TpchDatabase.ofScale(0.01).fill(connection);
            }

            for (int workers : new int[] {0, 2}) {
                TwinComparison comparison = TwinComparison.of(source, "tpch", workers, queries);

                assertThat(comparison.differences()).isEmpty();
                assertThat(comparison.samePlans()).isEqualTo(22);
                assertThat(comparison.withinTolerance()).isEqualTo(22);
                assertThat(comparison.parallel() > 0).isEqualTo(workers > 0);
            }
        }
    }
}
