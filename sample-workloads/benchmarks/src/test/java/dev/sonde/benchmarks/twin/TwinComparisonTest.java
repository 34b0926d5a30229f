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

    /** Order lines by the year in which they were shipped, orders by hash of their key. */
    private static final String PARTITIONED = """
            alter table lineitem rename to lines_as_filled;
            create table lineitem (like lines_as_filled) partition by range (l_shipdate);
            create table lineitem_old partition of lineitem for values from (minvalue) to ('1994-01-01');
            create table lineitem_1994 partition of lineitem for values from ('1994-01-01') to ('1995-01-01');
            create table lineitem_1995 partition of lineitem for values from ('1995-01-01') to ('1996-01-01');
            create table lineitem_rest partition of lineitem default partition by hash (l_orderkey);
            create table lineitem_rest_0 partition of lineitem_rest for values with (modulus 2, remainder 0);
            create table lineitem_rest_1 partition of lineitem_rest for values with (modulus 2, remainder 1);
            insert into lineitem select * from lines_as_filled;
            drop table lines_as_filled;
            alter table lineitem add primary key (l_orderkey, l_linenumber, l_shipdate);
            create index on lineitem (l_partkey);
            alter table orders rename to orders_as_filled;
            create table orders (like orders_as_filled) partition by hash (o_orderkey);
            create table orders_0 partition of orders for values with (modulus 3, remainder 0);
            create table orders_1 partition of orders for values with (modulus 3, remainder 1);
            create table orders_2 partition of orders for values with (modulus 3, remainder 2);
            insert into orders select * from orders_as_filled;
            drop table orders_as_filled;
            alter table orders add primary key (o_orderkey);
            create index on orders (o_custkey);
            """;

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

    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void plansTpchInPartitionsAsItsSourceDoes(int major) throws Exception {
        List<TwinStatement> queries = TpchQuery.all().stream()
                .map(query -> new TwinStatement(query.fileName(), query.sql()))
                .toList();
        try (TwinSource source = TwinSource.start(Majors.home(major))) {
            source.create("tpch");
            try (Connection connection = source.connect("tpch", 0)) {
                TpchDatabase.ofScale(0.01).fill(connection);
            }
            source.execute("tpch", PARTITIONED, "vacuum analyze");

            for (int workers : new int[] {0, 2}) {
                TwinComparison comparison = TwinComparison.of(source, "tpch", workers, queries);

                assertThat(comparison.differences()).isEmpty();
                assertThat(comparison.samePlans()).isEqualTo(22);
            }
        }
    }
}
