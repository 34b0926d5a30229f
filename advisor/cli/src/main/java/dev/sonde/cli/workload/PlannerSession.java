package dev.sonde.cli.workload;

import dev.sonde.cli.database.DatabaseUrl;
import dev.sonde.cli.database.TwinOptions;
import dev.sonde.engine.hypopg.HypoPgPlanner;
import dev.sonde.engine.plan.PlanSource;
import dev.sonde.engine.plan.Planner;
import dev.sonde.engine.snapshot.CatalogSnapshot;
import dev.sonde.engine.twin.PlanTwin;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A planner for as long as it is needed: a twin of its own, or a session on the user's database. */
public final class PlannerSession implements AutoCloseable {

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(3);

    private final Planner planner;
    private final PlanSource plans;
    private final List<String> notes;
    private final AutoCloseable resource;

    private PlannerSession(Planner planner, PlanSource plans, List<String> notes, AutoCloseable resource) {
        this.planner = planner;
        this.plans = plans;
        this.notes = notes;
        this.resource = resource;
    }

    /**
     * Starts the planner.
     *
     * @param twins which PostgreSQL a twin is of
     * @param url the database, needed by HypoPG only
     */
    static PlannerSession open(PlannerKind kind, CatalogSnapshot catalog, TwinOptions twins, Optional<DatabaseUrl> url)
            throws SQLException {
        if (kind == PlannerKind.TWIN) {
            PlanTwin twin = twins.start(catalog);
            return new PlannerSession(twin, twin, twin.notes(), twin);
        }
        Connection connection = url.orElseThrow().connectSimple();
        try {
            HypoPgPlanner hypothetical = HypoPgPlanner.of(connection, STATEMENT_TIMEOUT, LOCK_TIMEOUT);
            return new PlannerSession(hypothetical, hypothetical.asItIs(), hypothetical.notes(), connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** The planner, which ends with this session. */
    public Planner planner() {
        return planner;
    }

    /** Plans of the same server as it is, without any hypothetical index; it ends with this session, too. */
    public PlanSource plans() {
        return plans;
    }

    /** What the user should know of these plans. */
    public List<String> notes() {
        return notes;
    }

    @Override
    public void close() throws SQLException {
        try {
            resource.close();
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
