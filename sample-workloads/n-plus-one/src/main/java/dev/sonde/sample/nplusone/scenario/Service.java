package dev.sonde.sample.nplusone.scenario;

import dev.sonde.profiler.UnitOfWork;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a program has of the service it belongs to: the captured pool, and what frameworks build on it once. The same
 * object serves all runs; whatever it hands out captures into the run that is being recorded.
 */
public final class Service {

    /** What is built once, the first time a program asks for it, without being captured. */
    public interface Parts {
        <T> T part(Class<T> type, Function<DataSource, T> make);
    }

    /** Parts of a service, as a function of a list's length. */
    private static final int[] SIZES = {2, 5, 10, 100};

    private final DataSource dataSource;
    private final Parts parts;
    private volatile String url = "";

    public Service(DataSource dataSource, Parts parts) {
        this.dataSource = dataSource;
        this.parts = parts;
    }

    /** The pool, captured. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** A new connection, by our driver. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** URL of our driver that captures into the current run. */
    public String url() {
        return url;
    }

    /** For the recorder: where {@link #connect()} connects to. */
    public void url(String newUrl) {
        url = newUrl;
    }

    /** The object of that type, made once for all runs. */
    public <T> T part(Class<T> type, Function<DataSource, T> make) {
        return parts.part(type, make);
    }

    /** Spring's template; without a transaction it leases a connection for each statement. */
    public JdbcTemplate jdbc() {
        return part(JdbcTemplate.class, JdbcTemplate::new);
    }

    /** Transactions of the pool's connections. */
    public TransactionTemplate transaction() {
        return part(TransactionTemplate.class, pool -> new TransactionTemplate(new DataSourceTransactionManager(pool)));
    }

    /** Opens a unit of work, as a servlet filter does. */
    public UnitOfWork request(String route) {
        return UnitOfWork.open(route);
    }

    /** Identifier of the region, customer, magazine or cart that has a list of n. */
    public static long ownerOf(int n) {
        for (int i = 0; i < SIZES.length; i++) {
            if (SIZES[i] == n) {
                return i + 1L;
            }
        }
        throw new IllegalArgumentException("no list has " + n + " rows; sizes are 2, 5, 10 and 100");
    }

    /** How long the lists are that programs are run with. */
    public static int[] sizes() {
        return SIZES.clone();
    }
}
