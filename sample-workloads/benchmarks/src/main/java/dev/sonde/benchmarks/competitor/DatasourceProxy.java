package dev.sonde.benchmarks.competitor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/** datasource-proxy with a listener that only counts; results are not wrapped, which is its default. */
final class DatasourceProxy implements Instrumentation {

    private final LongAdder executions = new LongAdder();
    private final DataSource observed;

    DatasourceProxy(String url) {
        observed = ProxyDataSourceBuilder.create(new DriverManagerDataSource(url))
                .listener(new Counter())
                .build();
    }

    private final class Counter implements QueryExecutionListener {

        @Override
        public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
            // counted when it is done
        }

        @Override
        public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
            executions.increment();
        }
    }

    @Override
    public Connection connect() throws SQLException {
        return observed.getConnection();
    }

    @Override
    public Seen finish() {
        return new Seen(executions.sum(), 0, 0, 0);
    }
}
